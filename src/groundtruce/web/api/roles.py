"""Who one is to the server."""

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from groundtruce.model.access import Role
from groundtruce.model.values import Value
from groundtruce.web.access import Reading
from groundtruce.web.answering import JSON
from groundtruce.web.openapi import answers
from groundtruce.web.problems import Refusal

router = APIRouter(tags=["record"])


class Me(Value):
    """Who asks, by the token that the request carries."""

    name: str | None
    """None without a token, or with the one that was printed when the server started."""
    role: Role
    writable: bool
    """Whether the server takes judgements and documents at all."""
    expires: str | None
    """When the token does."""


@router.get("/me", responses=answers(Me))
async def show_me(request: Request, visitor: Reading) -> Response:
    """Under which name and with which role one asks. A token that opens nothing is refused, also where none is needed."""
    if "authorization" in request.headers and request.app.state.access.identify(request.headers) is None:
        raise Refusal(401, "the token is wrong, has expired or was revoked")
    me = Me(
        name=visitor.name,
        role=visitor.role,
        writable=request.app.state.writing is not None,
        expires=visitor.expires,
    )
    headers = {"Cache-Control": "no-store", "Vary": "Authorization"}
    return Response(msgspec.json.encode(me), headers=headers, media_type=JSON)
