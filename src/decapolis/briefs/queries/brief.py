"""The brief as data. Every sentence and cell is `Said`: its words and its sources by number."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from decapolis.kernel.charts import CostRange, PeerStrip

Standing = Literal["full", "thin", "empty"]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence or a cell and where it was read.

    Attributes
    ----------
    text
        Plain text, never markup.
    sources
        Numbers of `Brief.sources`, ascending. A text that holds a figure has at least one.
    strong
        A stretch of ``text`` that carries it, for bold type; empty where there is none.
    """

    text: str
    sources: tuple[int, ...] = ()
    strong: str = ""


@dataclass(frozen=True, slots=True)
class BriefSource:
    """One entry of the list of sources, numbered from 1."""

    number: int
    title: str
    publisher: str
    year: str  # as shown
    url: str  # empty: the program itself, or nothing to open

    @property
    def label(self) -> str:
        """The entry as it is printed: title, publisher, year."""
        title = self.title.rstrip(".")
        if self.publisher:
            return f"{title}. {self.publisher}, {self.year}."
        return f"{title}, {self.year}."


@dataclass(frozen=True, slots=True)
class BriefCity:
    """The city that the brief is for."""

    city_id: int  # GeoNames
    name: str
    label: str  # with state and country
    country: str  # ISO 3166-1 alpha-2
    country_name: str


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure of the city against the same figure of its peers."""

    code: str
    label: str
    value: Said
    median: str
    range: str
    strip: PeerStrip  # its ``note`` tells the year, and the level where it is not the city's own
    sources: tuple[int, ...]  # of the whole row


@dataclass(frozen=True, slots=True)
class PeerLine:
    """One peer and why it is one."""

    city_id: int
    name: str
    place: str  # state, or country where it is abroad
    rank: int
    why: Said

    @property
    def label(self) -> str:
        """The name with its place."""
        return f"{self.name}, {self.place}" if self.place else self.name


@dataclass(frozen=True, slots=True)
class PracticeLine:
    """One practice: what was done, what it cost, what came of it, what went wrong, how near."""

    slug: str
    title: str
    city: str
    place: str  # state, or country where it is abroad
    country: str  # ISO 3166-1 alpha-2
    is_own: bool  # of the reader's own city
    what: Said  # the title, citing the record's sources
    years: str
    status: str  # the code of the library
    status_label: str
    failed: bool  # cancelled or went badly
    cost: Said  # as published, or that it is unknown
    cost_note: str  # planned or spent, once or a year, a claim of the seller
    more_costs: tuple[Said, ...]  # constant dollars, per resident, per unit
    result: Said
    kind: str  # forecast, reported, measured, checked; empty: no result stated
    kind_label: str  # in words, with the mark of the practice: "Measured, level 3 of 5"
    level: int | None  # of evidence, by review; None: nobody has reviewed it
    setback: Said
    nearness: Said  # "16th of 772", or why there is none
    rank: int | None
    of_n: int


@dataclass(frozen=True, slots=True)
class CostLine:
    """What one unit cost, from programmes whose prices cover the same."""

    what: str
    n: int
    price: Said  # the range, for one unit
    names: str  # the programmes behind it
    at_quantity: Said | None  # what that would be for the reader's quantity


@dataclass(frozen=True, slots=True)
class CostTable:
    """The costs of one unit, apart by what they cover."""

    unit: str
    unit_plural: str
    lead: Said
    lines: tuple[CostLine, ...]
    chart: CostRange | None  # where there are several prices in one currency
    note: Said


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A body to call, and the question for it. No person is named."""

    name: str
    about: str  # sector and place
    ask: Said
    website: str
    practice: str  # slug
    practice_title: str
    has_interest: bool  # a firm: it earns by the practice


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document to read."""

    slug: str
    title: str
    about: str  # kind, publisher, year, language
    url: str
    summary: Said


@dataclass(frozen=True, slots=True)
class Brief:
    """All that the brief says, in the order in which it says it."""

    title: str
    question: str
    read_as: str  # the question with its typing errors mended; empty where there were none
    city: BriefCity
    day: date
    language: str
    standing: Standing
    weakness: tuple[Said, ...]  # why the answer is thin or empty; empty where it is full
    todo: tuple[str, ...]  # what to try where nothing was found
    summary: tuple[Said, ...]
    theme: str  # the theme by which peers were chosen, as readers know it
    figures_say: Said
    figures: tuple[FigureLine, ...]
    peers_say: Said
    peers: tuple[PeerLine, ...]
    practices_say: Said
    practices: tuple[PracticeLine, ...]
    costs: tuple[CostTable, ...]
    quantity: float | None  # the reader's own
    contacts: tuple[ContactLine, ...]
    documents: tuple[DocumentLine, ...]
    questions: tuple[Said, ...]
    unknown: tuple[Said, ...]
    sources: tuple[BriefSource, ...]
