"""Answers as a reader sees them: what each is, what it cost, what went wrong, how close it is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.translation import gettext as _

from decapolis.cities.models import City
from decapolis.kernel import numbers
from decapolis.kernel.money import Recipe
from decapolis.kernel.permissions import Reader
from decapolis.library.choices import Part
from decapolis.library.queries.costs import CostFacts
from decapolis.library.queries.document import DocumentRow, document_rows
from decapolis.library.queries.rows import PracticeRow, practice_rows
from decapolis.library.queries.technology import TechnologyRow, technology_rows
from decapolis.organisations.queries import OrganisationRow, organisations_of
from decapolis.pages.components import Hit
from decapolis.pages.library.contexts.document import language_name
from decapolis.pages.library.contexts.links import kind_label, record_url, theme_label
from decapolis.pages.library.contexts.money import figure_of
from decapolis.pages.library.contexts.nearness import closeness_chart
from decapolis.pages.library.contexts.practice import years_of
from decapolis.peers.queries import Closeness
from decapolis.search.queries import Hit as Answer

LONGEST_SUMMARY = 260


@dataclass(frozen=True, slots=True)
class Nearby:
    """The reader's city and how near every other one is; no city: nothing is compared."""

    city: City | None
    near: Mapping[int, Closeness]


class ClosenessShares(Mapping[int, float]):
    """How near each city is, from 0 to 1, read only for the cities that are asked for.

    The reader's own city comes last: its own records are no advice to it.
    """

    def __init__(self, own: int, near: Mapping[int, Closeness]) -> None:
        self._own = own
        self._near = near

    def __getitem__(self, city_id: int) -> float:
        return -1.0 if city_id == self._own else self._near[city_id].closeness

    def __iter__(self) -> Iterator[int]:
        return iter(self._near)

    def __len__(self) -> int:
        return len(self._near)


Row = PracticeRow | DocumentRow | TechnologyRow | OrganisationRow
Rows = Mapping[str, Row]

READERS: Mapping[str, Callable[..., Sequence[Row]]] = MappingProxyType(
    {
        "practice": practice_rows,
        "document": document_rows,
        "technology": technology_rows,
        "organisation": organisations_of,
    }
)


def rows_of(answers: Sequence[Answer], *, reader: Reader | None) -> dict[str, Rows]:
    """Return the records behind answers, by kind and slug; a constant number of queries."""
    slugs: dict[str, list[str]] = {}
    for answer in answers:
        slugs.setdefault(answer.kind, []).append(answer.slug)
    return {
        kind: {row.slug: row for row in READERS[kind](held, reader=reader)}
        for kind, held in slugs.items()
        if kind in READERS
    }


def hits_of(answers: Sequence[Answer], rows: Mapping[str, Rows], nearby: Nearby) -> tuple[Hit, ...]:
    """Return answers as results of a list, in their order."""
    found = []
    for answer in answers:
        row = rows.get(answer.kind, {}).get(answer.slug)
        if row is not None:
            found.append(_hit(answer, row, nearby))
    return tuple(found)


def _hit(answer: Answer, row: Row, nearby: Nearby) -> Hit:
    url = record_url(answer.kind, answer.slug)
    if isinstance(row, PracticeRow):
        return _practice(row, answer, url, nearby)
    if isinstance(row, DocumentRow):
        return _document(row, answer, url)
    if isinstance(row, TechnologyRow):
        return _technology(row, answer, url)
    return _organisation(row, answer, url)


def failed_word(row: PracticeRow) -> str:
    """Return in a word how a practice failed; empty where it did not."""
    if not row.has_failed:
        return ""
    return f"{row.status_label if row.status == 'cancelled' else row.went_label}."


def _practice(row: PracticeRow, answer: Answer, url: str, nearby: Nearby) -> Hit:
    facts = [(_("Cost"), cost_words(row.cost))] if row.cost else []
    facts.append((_("Evidence"), row.evidence_label))
    if row.setback:
        facts.append((_("What went wrong"), row.setback.text))
    return Hit(
        kind=kind_label("practice"),
        title=row.title,
        url=url,
        where=row.place.label,
        years=years_of(row) if row.started or row.ended else "",
        summary=row.result.text if row.result else "",
        why=answer.reasons,
        facts=tuple(facts),
        failed=failed_word(row),
        closeness=closeness_chart(nearby.city, row.place, nearby.near),
    )


def cost_words(cost: CostFacts) -> str:
    """Return a cost as published, with the converted amount where there is one."""
    figure = figure_of(cost)
    if cost.part == Part.FUNDING:
        return _("{amount} of funding").format(amount=figure)
    if not isinstance(cost.constant, Recipe):
        return figure
    return f"{figure} ({numbers.money(cost.constant.shown, numbers.INTERNATIONAL)})"


def _document(row: DocumentRow, answer: Answer, url: str) -> Hit:
    facts = [(_("Publisher"), row.publisher)] if row.publisher else []
    if row.language[:2].lower() != numbers.locale().language:
        facts.append((_("Language"), language_name(row.language)))
    return Hit(
        kind=_("Document, {kind}").format(kind=row.kind_label.lower()),
        title=row.title,
        url=url,
        where=row.place.label,
        years=str(row.year) if row.year else "",
        summary=short(row.summary),
        why=answer.reasons,
        facts=tuple(facts),
    )


def _technology(row: TechnologyRow, answer: Answer, url: str) -> Hit:
    facts = [
        (_("Maturity"), row.maturity_label),
        (_("In the library"), _("{count} practices").format(count=row.practices)),
    ]
    if row.solves:
        facts.append((_("Helps with"), numbers.listing([theme_label(one) for one in row.solves])))
    return Hit(
        kind=kind_label("technology"),
        title=row.name,
        url=url,
        summary=short(row.what),
        why=answer.reasons,
        facts=tuple(facts),
    )


def _organisation(row: OrganisationRow, answer: Answer, url: str) -> Hit:
    return Hit(
        kind=kind_label("organisation"),
        title=row.name,
        url=url,
        where=row.place.label,
        summary=short(row.about),
        why=answer.reasons,
        facts=((_("Sector"), row.sector_label), (_("Kind"), row.kind)),
    )


def short(text: str) -> str:
    """Return the beginning of a text, cut between words."""
    if len(text) <= LONGEST_SUMMARY:
        return text
    return text[:LONGEST_SUMMARY].rsplit(" ", 1)[0].rstrip(" ,;.") + " …"
