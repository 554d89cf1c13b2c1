"""Long answers in pages: so many after so many, with the addresses of the pages around."""

from collections.abc import Sequence
from typing import Annotated, Any, NamedTuple, TypeAlias, TypeVar

from fastapi import Depends
from starlette.requests import Request

from groundtruce.model.values import Value
from groundtruce.web.parameters import Limit, Offset

_Item = TypeVar("_Item")


class Page(Value):
    """A part of a longer list."""

    total: int
    limit: int
    offset: int
    next: str | None
    """The address of the page that follows."""
    prev: str | None


class Cut(NamedTuple):
    """Which part of a list is asked for."""

    request: Request
    limit: int
    offset: int

    def take(self, items: Sequence[_Item]) -> tuple[_Item, ...]:
        """The part itself."""
        return tuple(items[self.offset : self.offset + self.limit])

    def describe(self, total: int) -> dict[str, Any]:
        """The fields of a `Page` but its items."""
        after, before = self.offset + self.limit, max(0, self.offset - self.limit)
        return {
            "total": total,
            "limit": self.limit,
            "offset": self.offset,
            "next": self.address(after) if after < total else None,
            "prev": self.address(before) if self.offset > 0 else None,
        }

    def address(self, offset: int) -> str:
        """The address of the part that starts after so many."""
        return str(self.request.url.include_query_params(offset=offset))


def cut_page(request: Request, limit: Limit = 100, offset: Offset = 0) -> Cut:
    """A dependency: the part of a list that a request asks for."""
    return Cut(request, limit, offset)


AskedCut: TypeAlias = Annotated[Cut, Depends(cut_page)]
