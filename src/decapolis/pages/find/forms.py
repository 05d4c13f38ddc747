"""What the pages that find things read from an address, whatever stands there."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from decapolis.cities.choices import SIZE_CLASSES
from decapolis.library.choices import DocumentKind, Evidence, Maturity, Status, Theme
from decapolis.organisations.choices import Sector
from decapolis.pages.library.contexts.links import ROOMS

LONGEST_QUESTION = 1000
LONGEST_CITY = 120
LONGEST_KEY = 60
MOST_VALUES = 30
LAST_PAGE = 10_000
ISO2 = 2

FAILED = "failed"  # cancelled or went badly
COSTS: dict[str, tuple[float, float]] = {
    "under-1m": (0, 1e6),
    "1m-10m": (1e6, 1e7),
    "10m-100m": (1e7, 1e8),
    "over-100m": (1e8, float("inf")),
}  # constant international dollars
NEAR: dict[str, float] = {"very-close": 0.02, "close": 0.1, "fairly-close": 0.3}  # of all ranks
SORTS = ("relevance", "nearest", "newest", "evidence", "cheapest", "title")
VIEWS = ("list", "compare", "map")
MANY: dict[str, tuple[str, ...]] = {
    "theme": tuple(Theme.values),
    "size": tuple(name for name, _label, _least, _below in SIZE_CLASSES),
    "status": (FAILED, *Status.values),
    "subkind": (*DocumentKind.values, *Sector.values, *Maturity.values),
}
ONE: dict[str, tuple[str, ...]] = {
    "cost": tuple(COSTS),
    "evidence": tuple(str(level) for level in Evidence.values if level),  # at least this level
    "near": tuple(NEAR),
    "sort": SORTS,
    "view": VIEWS,
}
NARROWING = ("theme", "country", "size", "status", "subkind", "cost", "evidence", "near")


@dataclass(frozen=True, slots=True)
class FindQuery:
    """One view of what the library holds; what an address cannot mean is left out."""

    base: str = "/find"
    text: str = ""
    is_cut: bool = False  # more was asked than is read
    city: str | None = None  # as written; None: not said, the reader's own counts
    kind: str = ""
    theme: tuple[str, ...] = ()
    country: tuple[str, ...] = ()  # ISO 3166-1 alpha-2
    size: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    subkind: tuple[str, ...] = ()  # kind of document, sector, maturity
    cost: str = ""
    evidence: str = ""
    near: str = ""
    without: tuple[str, ...] = ()  # keys of understood words that were taken away
    as_typed: bool = False  # spelling is not corrected
    sort: str = "relevance"
    view: str = ""  # empty: side by side where that can be, else a list
    page: int = 1

    @classmethod
    def read(cls, query: QueryDict, *, kind: str = "", base: str = "/find") -> "FindQuery":
        """Read a view from an address; on the list of a kind, the kind is given."""
        asked = _value(query, "kind")
        many = {name: _known(query, name, allowed) for name, allowed in MANY.items()}
        one = {
            name: value
            for name, allowed in ONE.items()
            if (value := _value(query, name)) in allowed
        }
        text = " ".join(_value(query, "q").split())
        codes = (code.upper() for code in _values(query, "country"))
        return cls(
            base=base,
            text=text[:LONGEST_QUESTION],
            is_cut=len(text) > LONGEST_QUESTION,
            city=_value(query, "city").strip()[:LONGEST_CITY] if "city" in query else None,
            kind=kind or (asked if asked in ROOMS else ""),
            country=tuple(dict.fromkeys(code for code in codes if _is_iso2(code))),
            without=tuple(_values(query, "without")),
            as_typed=_value(query, "spelling") == "typed",
            page=page_number(_value(query, "page")),
            **many,  # type: ignore[arg-type]
            **one,  # type: ignore[arg-type]
        )

    @property
    def used(self) -> int:
        """How many filters are set."""
        held = (getattr(self, name) for name in NARROWING)
        return sum(bool(one) if isinstance(one, str) else len(one) for one in held)

    def order(self, *, has_city: bool) -> str:
        """Return the order that the list is really in: the one asked for, where it can be."""
        if self.sort == "nearest" and not has_city:
            return replace(self, sort="relevance").order(has_city=False)
        if self.sort != "relevance" or self.text:
            return self.sort
        if has_city and self.kind in {"", "practice"}:
            return "nearest"
        return "title" if self.kind in {"technology", "organisation"} else "newest"

    def compares(self, *, has_city: bool) -> bool:
        """Tell whether practices are set side by side: where a city asks, unless told otherwise."""
        can = has_city and self.kind in {"", "practice"}
        is_asked = self.view == "compare"
        is_meant = not self.view and bool(self.text) and self.base == "/find" and self.page == 1
        return can and (is_asked or (is_meant and self.sort == "relevance"))

    def url(self, *, base: str = "", **changes: Any) -> str:  # noqa: ANN401 -- any field
        """Return the address of the view with something changed, from its first page."""
        other = replace(self, **{"page": 1, **changes})
        asked = urlencode(list(other.pairs(is_room=other.base != "/find")))
        return (base or other.base) + (f"?{asked}" if asked else "")

    def pairs(self, *, is_room: bool = False) -> Iterator[tuple[str, str]]:
        """Yield what the address says, in a fixed order; a list of a kind does not say its kind."""
        single = {
            "q": self.text,
            "city": self.city,
            "kind": "" if is_room else self.kind,
            "cost": self.cost,
            "evidence": self.evidence,
            "near": self.near,
            "spelling": "typed" if self.as_typed else "",
            "sort": self.sort if self.sort != "relevance" else "",
            "view": self.view,
            "page": str(self.page) if self.page > 1 else "",
        }
        for name, value in single.items():
            if value or (name == "city" and value is not None):
                yield name, value
        for name in ("theme", "country", "size", "status", "subkind", "without"):
            for value in getattr(self, name):
                yield name, value

    def toggled(self, name: str, value: str) -> str:
        """Return the address with a value added to a filter, or taken away where it is there."""
        held: tuple[str, ...] | str = getattr(self, name)
        if isinstance(held, str):
            return self.url(**{name: "" if held == value else value})
        values = [one for one in held if one != value] if value in held else [*held, value]
        return self.url(**{name: tuple(values)})  # type: ignore[arg-type]

    def cleared(self) -> str:
        """Return the address without any filter."""
        empty = {name: "" if isinstance(getattr(self, name), str) else () for name in NARROWING}
        return self.url(**empty)  # type: ignore[arg-type]

    def csv_url(self) -> str:
        """Return the address of the same view as CSV."""
        other = replace(self, page=1, view="")
        asked = urlencode(list(other.pairs()))
        return "/find.csv" + (f"?{asked}" if asked else "")


def clean(text: str) -> str:
    """Return text that every database takes: without NUL and half letters."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")


def page_number(text: str) -> int:
    """Return a page number; 1 for what is none."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(LAST_PAGE))
    return max(1, min(int(text), LAST_PAGE)) if is_number else 1


def _value(query: QueryDict, name: str) -> str:
    return clean(str(query.get(name, "")))


def _values(query: QueryDict, name: str) -> list[str]:
    given = [clean(value).strip()[:LONGEST_KEY] for value in query.getlist(name)[:MOST_VALUES]]
    return list(dict.fromkeys(value for value in given if value))


def _known(query: QueryDict, name: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(value for value in _values(query, name) if value in allowed)


def _is_iso2(code: str) -> bool:
    return len(code) == ISO2 and code.isascii() and code.isalpha()
