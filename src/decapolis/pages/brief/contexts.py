"""What the pages of the brief show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _

from decapolis.briefs.exports import Labels, cost_sources, labels
from decapolis.briefs.exports.labels import cost_heading, quantity_heading
from decapolis.briefs.queries import (
    Brief,
    BriefSource,
    ContactLine,
    CostTable,
    DocumentLine,
    FigureLine,
    PeerLine,
    PracticeLine,
    Said,
)
from decapolis.cities.errors import AmbiguousCity, UnknownCity
from decapolis.cities.models import City
from decapolis.kernel import numbers
from decapolis.kernel.charts import PeerPlot
from decapolis.kernel.errors import DomainError
from decapolis.pages.brief.forms import BriefQuery
from decapolis.pages.components import Crumb, Fault, Source

CONTROLS = {"city": "id_city", "q": "id_q", "quantity": "id_quantity"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A city that may have been meant."""

    label: str
    url: str
    people: str


@dataclass(frozen=True, slots=True)
class PracticeEntry:
    """A practice and its page."""

    line: PracticeLine
    url: str
    cost_sources: tuple[int, ...]
    status: str


@dataclass(frozen=True, slots=True)
class PeerEntry:
    """A peer and its page."""

    line: PeerLine
    url: str


@dataclass(frozen=True, slots=True)
class CostEntry:
    """A table of unit costs with its headings."""

    table: CostTable
    heading: str
    each: str
    total: str


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document and its page."""

    line: DocumentLine
    url: str


@dataclass(frozen=True, slots=True)
class BriefPage:
    """The brief: the answer on one sheet, what follows from it on another."""

    template: ClassVar[str] = "brief/brief.html"
    brief: Brief
    words: Labels
    standing: str
    day: str
    crumbs: tuple[Crumb, ...]
    change_url: str
    find_url: str
    pdf_url: str
    letter_url: str
    docx_url: str
    begin_url: str
    plot: PeerPlot | None
    alone: tuple[FigureLine, ...]
    peers: tuple[tuple[PeerEntry, ...], ...]
    practices: tuple[PracticeEntry, ...]
    costs: tuple[CostEntry, ...]
    ask_quantity: str  # the question for a number of units; empty where nothing is multiplied
    query: BriefQuery
    contacts: tuple[ContactLine, ...]
    documents: tuple[DocumentEntry, ...]
    sources: tuple[Source, ...]

    @property
    def summary(self) -> tuple["Sentence", ...]:
        """The opening paragraph, its bold words apart."""
        return tuple(Sentence.of(one) for one in self.brief.summary)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in three stretches, the middle one bold."""

    before: str
    bold: str
    after: str
    sources: tuple[int, ...]

    @classmethod
    def of(cls, said: Said) -> "Sentence":
        """Cut a sentence at the words that carry it."""
        before, bold, after = (
            said.text.partition(said.strong) if said.strong else (said.text, "", "")
        )
        return cls(before, bold, after, said.sources)


@dataclass(frozen=True, slots=True)
class AskPage:
    """The form, with what is to be mended and the cities that may have been meant."""

    template: ClassVar[str] = "brief/ask.html"
    query: BriefQuery
    city: str  # as the field shows it
    faults: tuple[Fault, ...]
    errors: dict[str, str]
    choices_title: str
    choices: tuple[Choice, ...]
    crumbs: tuple[Crumb, ...]


def ask_page(query: BriefQuery, error: DomainError | None = None, *, own: City | None) -> AskPage:
    """Return the form; with an error it says what happened and what to do."""
    named = query.city if not query.city.isdecimal() else ""
    if not named and own and query.city == str(own.pk):
        named = own.label
    field = (error.field or "") if error else ""
    return AskPage(
        query=query,
        city=named,
        faults=(Fault(_in_short(error), CONTROLS.get(field, "")),) if error else (),
        errors=dict.fromkeys(CONTROLS, "") | ({field: _at_field(error)} if error else {}),
        choices_title=_choices_title(error),
        choices=tuple(_choices(query, error)),
        crumbs=(Crumb(_("Find"), "/"), Crumb(_("Brief"))),
    )


def brief_page(brief: Brief, query: BriefQuery) -> BriefPage:
    """Return the page of a brief."""
    city_id = brief.city.city_id
    drawn = [line for line in brief.figures if line.strip.peers]
    half = (len(brief.peers) + 1) // 2
    peers = [PeerEntry(line, f"/cities/{line.city_id}") for line in brief.peers]
    words = labels(brief)
    return BriefPage(
        brief=brief,
        words=words,
        standing=getattr(words, brief.standing),
        day=numbers.day(brief.day),
        crumbs=(
            Crumb(_("Find"), "/"),
            Crumb(_("Brief for {city}").format(city=brief.city.name)),
        ),
        change_url=query.url(city=city_id, change="1"),
        find_url=query.url("/find", city=city_id),
        pdf_url=query.url("/brief.pdf", city=city_id),
        letter_url=query.url("/brief.pdf", city=city_id, paper="letter"),
        docx_url=query.url("/brief.docx", city=city_id),
        begin_url=query.url("/initiatives/new", city=city_id),
        plot=PeerPlot(brief.city.name, tuple(line.strip for line in drawn)) if drawn else None,
        alone=tuple(line for line in brief.figures if not line.strip.peers),
        peers=tuple(part for part in (tuple(peers[:half]), tuple(peers[half:])) if part),
        practices=tuple(map(_practice, brief.practices)),
        costs=tuple(_cost(table, brief) for table in brief.costs),
        ask_quantity=_ask_quantity(brief),
        query=query,
        contacts=brief.contacts,
        documents=tuple(
            DocumentEntry(line, reverse("library:document", args=[line.slug]))
            for line in brief.documents
        ),
        sources=tuple(
            Source(one.number, one.title, one.url, one.publisher, _year(one))
            for one in brief.sources
        ),
    )


def _year(source: BriefSource) -> str:
    """Return the year, as the beginning of a sentence where no publisher stands before it."""
    return source.year if source.publisher else source.year[:1].upper() + source.year[1:]


def _practice(line: PracticeLine) -> PracticeEntry:
    return PracticeEntry(
        line=line,
        url=reverse("library:practice", args=[line.slug]),
        cost_sources=cost_sources(line),
        status=", ".join(part for part in (line.status_label, line.years) if part),
    )


def _cost(table: CostTable, brief: Brief) -> CostEntry:
    return CostEntry(
        table=table,
        heading=cost_heading(table),
        each=_("Per {unit}").format(unit=table.unit),
        total=quantity_heading(table, brief.quantity),
    )


def _ask_quantity(brief: Brief) -> str:
    if not brief.costs:
        return ""
    return _("How many {units} does {city} need?").format(
        units=brief.costs[0].unit_plural, city=brief.city.name
    )


def _in_short(error: DomainError) -> str:
    """Say what is wrong; the cities that share a name are listed below and not here."""
    if isinstance(error, AmbiguousCity):
        return _("{n} cities go by this name.").format(n=len(error.candidates))
    return error.message


def _at_field(error: DomainError) -> str:
    """Say at the field what to do."""
    if isinstance(error, AmbiguousCity):
        return _("Choose one above, or add the state, province or country.")
    if isinstance(error, UnknownCity):
        return _("Check the spelling, or name a larger city nearby.")
    return error.message


def _choices_title(error: DomainError | None) -> str:
    if isinstance(error, AmbiguousCity):
        return _("Which one do you mean?")
    return _("Do you mean one of these?") if isinstance(error, UnknownCity) else ""


def _choices(query: BriefQuery, error: DomainError | None) -> Sequence[Choice]:
    if isinstance(error, AmbiguousCity):
        cities = error.candidates
    elif isinstance(error, UnknownCity):
        cities = error.near
    else:
        return []
    return [
        Choice(city.label, query.url(city=city.pk), numbers.people(city.population))
        for city in cities[:12]
    ]
