"""What the pages of cities read from an address or a form, whatever stands there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

from decapolis.cities.choices import SIZE_CLASSES
from decapolis.library.choices import Theme
from decapolis.library.queries.cities import CityQuestion
from decapolis.peers.bridge import themes

LONGEST_NAME = 120
MOST_VALUES = 30
LAST_PAGE = 10_000
SIZES = tuple(name for name, _label, _least, _below in SIZE_CLASSES)


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Which cities the list is asked for; what an address cannot mean is left out."""

    name: str = ""
    regions: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    everything: bool = False  # cities without practices too
    page: int = 1

    @classmethod
    def read(cls, query: QueryDict) -> "ListQuery":
        """Read the question from an address."""
        countries = (code.upper() for code in _values(query, "country"))
        return cls(
            name=" ".join(clean(query.get("q", "")).split())[:LONGEST_NAME],
            regions=tuple(_values(query, "region")),
            countries=tuple(code for code in countries if len(code) == 2 and code.isascii()),  # noqa: PLR2004 -- ISO 3166-1 alpha-2
            sizes=tuple(size for size in _values(query, "size") if size in SIZES),
            everything=query.get("all") == "1",
            page=page_number(query.get("page", "")),
        )

    @property
    def question(self) -> CityQuestion:
        """The same for the library; a name is looked for in the whole gazetteer."""
        return CityQuestion(
            name=self.name,
            regions=self.regions,
            countries=self.countries,
            sizes=self.sizes,
            has_practices=None if self.everything or self.name else True,
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether a filter is set."""
        return bool(self.regions or self.countries or self.sizes)

    def url(self, **changes: Any) -> str:  # noqa: ANN401 -- any field
        """Return the address of the list with something changed, from its first page."""
        other = replace(self, **{"page": 1, **changes})
        pairs = [("q", other.name)] if other.name else []
        pairs += [("region", value) for value in other.regions]
        pairs += [("country", value) for value in other.countries]
        pairs += [("size", value) for value in other.sizes]
        pairs += [("all", "1")] if other.everything else []
        pairs += [("page", str(other.page))] if other.page > 1 else []
        return "/cities/" + (f"?{urlencode(pairs)}" if pairs else "")

    def csv_url(self) -> str:
        """Return the address of the same list as CSV."""
        address = self.url()
        return f"{address}{'&' if '?' in address else '?'}format=csv"

    def toggled(self, field: str, value: str) -> str:
        """Return the address with a value added to a filter, or taken away where it is there."""
        held: Sequence[str] = getattr(self, field)
        values = [one for one in held if one != value] if value in held else [*held, value]
        return self.url(**{field: tuple(values)})


def clean(text: str) -> str:
    """Return text that every database takes: without NUL and half letters."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")


def page_number(text: str) -> int:
    """Return a page number; 1 for what is none."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(LAST_PAGE))
    return max(1, min(int(text), LAST_PAGE)) if is_number else 1


def theme_of(query: QueryDict) -> str:
    """Return the theme of an address, or nothing for one that does not exist."""
    theme = query.get("theme", "")
    return theme if theme in Theme.values and theme in themes() else ""


def way_back(request: HttpRequest) -> str:
    """Return the local address to go back to; never one elsewhere."""
    wanted = clean(request.POST.get("next") or request.GET.get("next") or "")
    is_local = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts=None
    )
    return wanted if is_local and not wanted.startswith("/cities/choose") else "/"


def _values(query: QueryDict, name: str) -> list[str]:
    given = [clean(value).strip()[:60] for value in query.getlist(name)[:MOST_VALUES]]
    return list(dict.fromkeys(value for value in given if value))
