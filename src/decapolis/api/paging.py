"""Long lists come in parts, with the addresses of the next and the previous one."""

from collections.abc import Iterable
from typing import Generic, TypeVar

from django.http import HttpRequest
from ninja import Schema
from pydantic import BaseModel, Field

MOST = 200
USUAL = 25
FURTHEST = 10_000_000

T = TypeVar("T")


class Window(Schema):
    """Which part of a list is asked for."""

    limit: int = Field(USUAL, ge=1, le=MOST, description="How many to give.")
    offset: int = Field(0, ge=0, le=FURTHEST, description="How many to pass over.")

    @property
    def part(self) -> slice:
        """The same as a slice."""
        return slice(self.offset, self.offset + self.limit)


class Page(BaseModel, Generic[T]):
    """One part of a list."""

    items: list[T]
    total: int = Field(description="How many there are in all.")
    limit: int
    offset: int
    next: str | None = Field(description="Address of the next part; null at the end.")
    previous: str | None = Field(description="Address of the part before; null at the beginning.")


def page_of(request: HttpRequest, window: Window, *, total: int, items: Iterable[T]) -> Page[T]:
    """Return one part of a list with the way to the others."""
    after, before = window.offset + window.limit, max(window.offset - window.limit, 0)
    return Page(
        items=list(items),
        total=total,
        limit=window.limit,
        offset=window.offset,
        next=_address(request, after) if after < total else None,
        previous=_address(request, before) if window.offset else None,
    )


def _address(request: HttpRequest, offset: int) -> str:
    query = request.GET.copy()
    query["offset"] = str(offset)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
