"""Who may ask, and what browsers are told: the token, the origin, the name of the host, and the headers of every answer."""

import base64
import binascii
import hmac
from collections.abc import Collection
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from groundtruce.web.problems import Refusal, tell_problem

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self';"
    " connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; frame-src 'self'; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "SAMEORIGIN",
}
_LOOPBACK_NAMES = ("localhost", "localhost.localdomain")


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() in _LOOPBACK_NAMES


class Guard:
    """Lets in who may come in, and puts the security headers on whatever goes out (ASGI middleware).

    On a loopback address only names of this machine are answered, so that no foreign page reaches the record by a name
    that leads here (DNS rebinding). On any other address every request needs the token.
    """

    def __init__(self, app: ASGIApp, *, host: str, token: str | None) -> None:
        self._app = app
        self._is_local = is_loopback(host)
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = self._refuse(Headers(scope=scope))
        if refusal:
            await tell_problem(refusal, instance=scope["path"])(scope, receive, send_guarded)
        else:
            await self._app(scope, receive, send_guarded)

    def _refuse(self, headers: Headers) -> Refusal | None:
        if self._is_local:
            own = _is_local_name(headers.get("host", ""))
            return None if own else Refusal(421, "this server answers to names of this machine only")
        if self._token is None or not holds_token(headers, self._token):
            return Refusal(
                401, "this server needs its token", headers={"WWW-Authenticate": 'Basic realm="Groundtruce"'}
            )
        return None


def holds_token(headers: Headers, token: str, *, schemes: Collection[str] = ("bearer", "basic")) -> bool:
    """Whether a request carries the token, as a bearer's or as the password of any user; compared in constant time."""
    scheme, _, given = headers.get("authorization", "").partition(" ")
    if scheme.lower() not in schemes:
        return False
    if scheme.lower() == "basic":
        try:
            given = base64.b64decode(given, validate=True).decode().partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return False
    return hmac.compare_digest(given.strip().encode(), token.encode())


def refuse_foreign(request: Request) -> None:
    """Refuse a request that another site's page sends."""
    site = request.headers.get("sec-fetch-site", "none")
    origin = request.headers.get("origin")
    own = f"{request.url.scheme}://{request.headers.get('host', '')}"
    if site not in ("same-origin", "none") or (origin is not None and origin != own):
        raise Refusal(403, "pages of other sites may not write here")


# ---------------------------------------------------------------------------------------------------------------


def _is_local_name(host: str) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname
    except ValueError:
        return False
    return name is not None and is_loopback(name)
