"""Which form of a resource is asked for: JSON, or a page for people."""

from typing import Annotated, Literal, TypeAlias

from fastapi import Depends, Query
from starlette.requests import Request

Form: TypeAlias = Literal["json", "html"]

_PAGE = ("text/html", "application/xhtml+xml")
_JSON = ("application/json", "application/geo+json")


def choose_form(
    request: Request, f: Annotated[Form | None, Query(description="The form; else as `Accept` says.")] = None
) -> Form:
    """The form that `f` names, or that is accepted with the greater weight; JSON where both are alike."""
    if f:
        return f
    weights = _read_weights(request.headers.get("accept", ""))
    page = max((weights.get(name, 0.0) for name in _PAGE), default=0.0)
    json = max((weights.get(name, 0.0) for name in _JSON), default=0.0)
    return "html" if page > json else "json"


ChosenForm: TypeAlias = Annotated[Form, Depends(choose_form)]


# ---------------------------------------------------------------------------------------------------------------


def _read_weights(accept: str) -> dict[str, float]:
    weights: dict[str, float] = {}
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = next((each[2:] for each in parameters if each.startswith("q=")), "1")
        try:
            weights[name] = float(quality)
        except ValueError:
            weights[name] = 0.0
    return weights
