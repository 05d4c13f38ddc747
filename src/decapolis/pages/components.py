"""What lists in components are made of. All frozen; a page builds them, a component shows them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page

from decapolis.kernel.charts import Closeness, Price

NEIGHBOURS = 1  # pages shown at each side of the current one


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way to a page; the last has no address."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """A theme to begin with, and how many practices it holds."""

    label: str
    url: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of a list of sources; ``number`` is what `cite` refers to."""

    number: int
    title: str
    url: str = ""
    publisher: str = ""
    year: int | str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class AddedLine:
    """One sentence on who wrote a figure, and where that can be seen."""

    says: str
    url: str
    action: str


@dataclass(frozen=True, slots=True)
class Added:
    """Who added or last changed a figure; ``key`` is once on a page."""

    key: str
    label: str
    lines: tuple[AddedLine, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A word that was understood; ``url`` is the same page without it."""

    label: str
    url: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """One of several views of the same things, or one order of them."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class FacetOption:
    """One value of a facet; ``url`` adds it, or takes it away where it is chosen."""

    label: str
    url: str
    count: int | None = None
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow a list."""

    title: str
    options: tuple[FacetOption, ...]

    @property
    def is_used(self) -> bool:
        """Whether something of it is chosen."""
        return any(option.chosen for option in self.options)


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of a list; without an address it stands for those left out."""

    number: int
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Pager:
    """The way through a long list."""

    links: tuple[PageLink, ...]
    before: str
    after: str
    first: int
    last: int
    total: int

    @classmethod
    def of(cls, page: "Page[Any]", url: Callable[[int], str]) -> "Pager":
        """Make the pager of one of Django's pages; ``url`` gives the address of a page number."""
        pages, here = page.paginator.num_pages, page.number
        near = {1, pages, *range(here - NEIGHBOURS, here + NEIGHBOURS + 1)}
        links: list[PageLink] = []
        for number in sorted(n for n in near if 1 <= n <= pages):
            if links and number > links[-1].number + 1:
                links.append(PageLink(number - 1, ""))
            links.append(PageLink(number, url(number), number == here))
        return cls(
            links=tuple(links),
            before=url(here - 1) if page.has_previous() else "",
            after=url(here + 1) if page.has_next() else "",
            first=page.start_index(),
            last=page.end_index(),
            total=page.paginator.count,
        )


@dataclass(frozen=True, slots=True)
class Fault:
    """Something to mend in a form; ``field`` is the id of its control."""

    message: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class CompareRow:
    """One practice in a comparison."""

    name: str
    url: str
    detail: str
    closeness: Closeness | None
    price: Price | None
    outcome: str
    outcome_kind: str = ""
    setback: str = ""
    failed: str = ""
    close_for: str = ""  # what cities were compared for, where other rows are for something else
    is_own: bool = False  # of the reader's own city


@dataclass(frozen=True, slots=True)
class Hit:
    """One search result; ``why`` says why it was found, ``facts`` are label and value."""

    kind: str
    title: str
    url: str
    where: str = ""
    years: str = ""
    summary: str = ""
    why: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    failed: str = ""
    setback: str = ""
    closeness: Closeness | None = None
    close_for: str = ""  # what cities were compared for: "for energy and light"
    is_own: bool = False  # of the reader's own city
