"""What documents are made of: a frozen tree that PDF, Word and page set in the same order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from decapolis.kernel.charts import Chart, MoneyYears


@dataclass(frozen=True, slots=True)
class Said:
    """Words with the numbers of their sources.

    Attributes
    ----------
    is_quiet
        A note beside what matters.
    lacks_source
        A figure of which nobody says where it is from; a note says so.
    """

    text: str
    sources: tuple[int, ...] = ()
    is_strong: bool = False
    is_quiet: bool = False
    lacks_source: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, of level 2 or 3; the title of the document is level 1."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Words:
    """One paragraph; a label stands before it in bold."""

    said: tuple[Said, ...]
    label: str = ""
    is_lead: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """A list."""

    items: tuple[Said, ...]
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what they are, one a row."""

    pairs: tuple[tuple[str, Said], ...]


Cell = tuple[Said, ...]  # the first is the cell's own words, the others stand below it


@dataclass(frozen=True, slots=True)
class Rows:
    """A table with a header row.

    Attributes
    ----------
    widths
        Shares of the columns.
    numeric
        Columns that are set to the right.
    has_total
        Whether the last row adds up the others.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    numeric: frozenset[int] = frozenset()
    has_total: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart; its sentence stands beside it and is what is read out."""

    chart: Chart
    sources: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """What nobody has written yet, named as such."""

    title: str
    items: tuple[str, ...]


Block = Heading | Words | Points | Facts | Rows | Picture | Missing


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One entry of the list of sources; ``url`` is a whole address, or nothing."""

    number: int
    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole document.

    Attributes
    ----------
    kind
        What sort of document it is, as its head says.
    about
        One sentence below the title: whose, from when, for whom.
    no_source
        What stands behind a figure of which nobody says where it is from.
    pages
        How many pages it has at most; 0: as many as it takes.
    """

    kind: str
    title: str
    about: str
    day: date
    language: str
    made: str
    blocks: tuple[Block, ...]
    sources: tuple[SourceLine, ...]
    sources_title: str
    page: str  # "page {n} of {of}"
    no_source: str = ""
    pages: int = 0


@dataclass(slots=True)
class Sources:
    """Numbers sources in the order in which they are named; the same one has one number."""

    found: dict[tuple[str, str], int] = field(default_factory=dict)

    def cite(self, label: str, url: str = "") -> tuple[int, ...]:
        """Return the number of a source; nothing where none is named."""
        if not label and not url:
            return ()
        key = (label or url, url)
        return (self.found.setdefault(key, len(self.found) + 1),)

    def listed(self) -> tuple[SourceLine, ...]:
        """Return all that were named."""
        return tuple(SourceLine(number, *key) for key, number in self.found.items())


def plain(text: str) -> Cell:
    """Return a cell of words alone."""
    return (Said(text),)


def joined(*groups: Sequence[Block]) -> tuple[Block, ...]:
    """Return blocks of several parts in one row."""
    return tuple(block for group in groups for block in group)


def legend_of(block: Picture) -> tuple[tuple[str, str], ...]:
    """Return mark and words of what a chart tells by colour; nothing where it tells nothing so."""
    return block.chart.legend if isinstance(block.chart, MoneyYears) else ()
