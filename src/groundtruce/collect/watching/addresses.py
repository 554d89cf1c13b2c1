"""Addresses: what may be asked for, and which machines may be reached by it."""

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import NamedTuple, TypeAlias
from urllib.parse import quote, urljoin, urlsplit

Resolve: TypeAlias = Callable[[str, int], Sequence[str]]
"""The numeric addresses of a host by its name and port. Raises `OSError` where there is none."""


class Refused(Exception):
    """An address that is not asked for, and why: a clause without a full stop."""


class Target(NamedTuple):
    """A parsed address."""

    scheme: str
    host: str
    """Lower-case, in ASCII (IDNA); an IPv6 address without brackets."""
    port: int
    path: str
    """With its query, percent-encoded."""

    @property
    def site(self) -> str:
        """Scheme, host and port: what a robots.txt holds for."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = _PORTS[self.scheme] == self.port
        return f"{self.scheme}://{host}" + ("" if usual else f":{self.port}")

    @property
    def address(self) -> str:
        """The address in its plain form."""
        return self.site + self.path


def parse_address(address: str) -> Target:
    """The parts of an http or https address, without its fragment. Raises `Refused` for any other, and for one with a password."""
    try:
        parts = urlsplit(address.strip())
        port = parts.port
        host = (
            (parts.hostname or "").encode("idna").decode("ascii")
            if ":" not in (parts.hostname or "")
            else parts.hostname
        )
    except (ValueError, UnicodeError) as error:
        raise Refused(f"is no address: {error}") from error
    if parts.scheme not in _PORTS:
        raise Refused("is no http or https address")
    if not host:
        raise Refused("names no host")
    if parts.username is not None or parts.password is not None:
        raise Refused("holds a user's name or a password, which do not belong in an address")
    path = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    return Target(parts.scheme, host.lower(), port or _PORTS[parts.scheme], path)


def follow(target: Target, location: str) -> Target:
    """Where a redirect leads. Raises `Refused` as `parse_address` does, and for one from https back to http."""
    try:
        found = parse_address(urljoin(target.address, location))
    except ValueError as error:
        raise Refused(f"redirects to what is no address: {error}") from error
    if target.scheme == "https" and found.scheme == "http":
        raise Refused("leads from https to http")
    return found


def choose_machine(target: Target, *, resolve: Resolve, allow_private: bool) -> str:
    """The numeric address to connect to. Raises `Refused` where the host has none, or any that is not public.

    The connection goes to what was checked here: a name that is looked up again may answer otherwise.
    """
    try:
        found = list(resolve(target.host, target.port))
    except OSError as error:
        raise Refused(f"has no machine: {error.strerror or error}") from error
    if not found:
        raise Refused("has no machine")
    if not allow_private:
        private = next((each for each in found if not is_public(each)), None)
        if private:
            raise Refused(
                f"leads to {private}, which is not public; watch.toml allows it with [[hosts]] and allow_private"
            )
    return found[0]


def is_public(address: str) -> bool:
    """Whether a numeric address lies on the open Internet, whatever it is wrapped in."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    wrapped = _unwrap(ip)
    if not ip.is_global or ip.is_multicast or any(ip in each for each in _NOT_PUBLIC):
        return False
    if isinstance(ip, IPv6Address) and ip not in _UNICAST and ip not in _NAT64:
        return False
    return wrapped is None or is_public(str(wrapped))


def look_up(host: str, port: int) -> list[str]:
    """A `Resolve` by the operating system."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


# ---------------------------------------------------------------------------------------------------------------

_PORTS = {"http": 80, "https": 443}
# Everything that may stand in a path or a query, and the sign of what is encoded already.
_SAFE = "/?:@!$&'()*+,;=-._~%[]"
_NAT64 = IPv6Network("64:ff9b::/96")
_UNICAST = IPv6Network("2000::/3")
"""All that IANA gives out of IPv6. Outside lie old and local forms, some with an IPv4 address in them."""
_NOT_PUBLIC = (IPv4Network("192.0.0.0/24"), IPv6Network("3fff::/20"))
"""Of IANA's special-purpose registries, what Python 3.11 takes for public."""


def _unwrap(ip: IPv4Address | IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address carries: it is where a gateway would send it."""
    if isinstance(ip, IPv4Address):
        return None
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
