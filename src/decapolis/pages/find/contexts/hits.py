"""Answers as a reader sees them: what each is, what it cost, what went wrong, how close it is."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from django.utils.translation import gettext as _

from decapolis.cities.models import City
from decapolis.kernel import numbers
from decapolis.kernel.money import Recipe
from decapolis.kernel.permissions import Reader
from decapolis.library.bridge.kept import Kept
from decapolis.library.choices import Part
from decapolis.library.queries.costs import CostFacts
from decapolis.library.queries.document import DocumentRow, document_rows
from decapolis.library.queries.rows import PracticeRow, practice_rows
from decapolis.library.queries.technology import TechnologyRow, technology_rows
from decapolis.organisations.queries import OrganisationRow, organisations_of
from decapolis.pages.components import Hit
from decapolis.pages.library.contexts.document import language_name
from decapolis.pages.library.contexts.links import (
    for_theme,
    kind_label,
    record_url,
    theme_label,
    words_of,
)
from decapolis.pages.library.contexts.money import figure_of
from decapolis.pages.library.contexts.nearness import closeness_chart, near_cities
from decapolis.pages.library.contexts.practice import years_of
from decapolis.peers.queries import Closeness
from decapolis.search.queries import Hit as Answer

LONGEST_SUMMARY = 260
FEW = 6  # answers, among which every reason is told
MOST_ALIKE = 0.6  # of the answers of a page; a reason that more have tells none apart


@dataclass(frozen=True, slots=True)
class Nearby:
    """The reader's city and how near every other one is; no city: nothing is compared.

    ``near`` is for the theme that is asked for, or for none; it weighs and narrows. What is shown
    beside a practice is for the practice's own first theme (`to`), as on the practice's page.
    """

    city: City | None
    near: Mapping[int, Closeness]
    by_theme: dict[str, Mapping[int, Closeness]] = field(default_factory=dict, compare=False)

    def to(self, row: PracticeRow) -> Mapping[int, Closeness]:
        """Return how near every city is for the first theme of a practice."""
        theme = theme_of(row)
        if theme not in self.by_theme:
            self.by_theme[theme] = near_cities(self.city, theme=theme)
        return self.by_theme[theme]

    def is_own(self, row: PracticeRow) -> bool:
        """Tell whether a practice is of the reader's own city."""
        return self.city is not None and row.place.city_id == self.city.pk


def theme_of(row: PracticeRow) -> str:
    """Return the theme that the city of a practice is compared for: its first; empty: none."""
    return row.themes[0] if row.themes else ""


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

_KEPT: Mapping[str, Kept[str, Row]] = MappingProxyType({kind: Kept() for kind in READERS})


def rows_of(answers: Sequence[Answer], *, reader: Reader | None) -> dict[str, Rows]:
    """Return the records behind answers, by kind and slug; a constant number of queries."""
    slugs: dict[str, list[str]] = {}
    for answer in answers:
        slugs.setdefault(answer.kind, []).append(answer.slug)
    return {
        kind: records(kind, held, reader=reader) for kind, held in slugs.items() if kind in READERS
    }


def records(kind: str, slugs: Sequence[str], *, reader: Reader | None) -> Rows:
    """Return the records of a kind by slug, in this order; kept until a record changes."""

    def read(missing: Sequence[str]) -> Rows:
        return {row.slug: row for row in READERS[kind](missing, reader=reader)}

    return _KEPT[kind].get(slugs, read, reader=reader)


def hits_of(answers: Sequence[Answer], rows: Mapping[str, Rows], nearby: Nearby) -> tuple[Hit, ...]:
    """Return answers as results of a list, in their order."""
    shown = [
        (answer, row)
        for answer in answers
        if (row := rows.get(answer.kind, {}).get(answer.slug)) is not None
    ]
    common = _common([answer for answer, _row in shown])
    hits = []
    for answer, row in shown:
        hit = _hit(answer, row, nearby)
        said = common | {_("It was cancelled."), _("It went badly.")} if hit.failed else common
        why = tuple(reason for reason in answer.reasons if reason not in said)
        hits.append(replace(hit, why=why))
    return tuple(hits)


def _common(answers: Sequence[Answer]) -> frozenset[str]:
    """Return the reasons that tell no answer from another, since most of a page have them."""
    if len(answers) < FEW:
        return frozenset()
    held = Counter(reason for answer in answers for reason in answer.reasons)
    return frozenset(one for one, count in held.items() if count > MOST_ALIKE * len(answers))


def _hit(answer: Answer, row: Row, nearby: Nearby) -> Hit:
    url = record_url(answer.kind, answer.slug)
    if isinstance(row, PracticeRow):
        return _practice(row, url, nearby)
    if isinstance(row, DocumentRow):
        return _document(row, url)
    if isinstance(row, TechnologyRow):
        return _technology(row, url)
    return _organisation(row, url)


def failed_and_result(row: PracticeRow) -> tuple[str, str]:
    """Return in a word how a practice failed, empty where it did not, and what came of it.

    A result that begins with that word does not say it twice.
    """
    result = row.result.text if row.result else ""
    if not row.has_failed:
        return "", result
    word = row.status_label if row.status == "cancelled" else row.went_label
    begins = re.match(rf"{re.escape(word)}\b[,.:;]?", result)
    if begins:
        return begins.group(), result[begins.end() :].lstrip()
    return f"{word}.", result


def _practice(row: PracticeRow, url: str, nearby: Nearby) -> Hit:
    failed, result = failed_and_result(row)
    facts = [(_("Cost"), cost_words(row.cost, is_rounded=row.is_nameless))] if row.cost else []
    facts.append((_("Evidence"), row.evidence_words))
    return Hit(
        kind=kind_label("practice"),
        title=row.title,
        url=url,
        where=row.place.label,
        years=years_of(row) if row.started or row.ended else "",
        summary=result,
        facts=tuple(facts),
        setback=row.setback.text if row.setback else "",
        failed=failed,
        closeness=None
        if row.is_nameless
        else closeness_chart(nearby.city, row.place, nearby.to(row)),
        close_for=for_theme(theme_of(row)),
        is_own=nearby.is_own(row),
    )


def cost_words(cost: CostFacts, *, is_rounded: bool = False) -> str:
    """Return a cost as published, with the converted amount where there is one."""
    figure = figure_of(cost)
    if is_rounded:
        return _("about {amount}").format(amount=figure)
    if cost.part == Part.FUNDING:
        return _("{amount} of funding").format(amount=figure)
    if not isinstance(cost.constant, Recipe):
        return figure
    return f"{figure} ({numbers.money(cost.constant.shown, numbers.INTERNATIONAL)})"


def _document(row: DocumentRow, url: str) -> Hit:
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
        facts=tuple(facts),
    )


def _technology(row: TechnologyRow, url: str) -> Hit:
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
        facts=tuple(facts),
    )


def _organisation(row: OrganisationRow, url: str) -> Hit:
    return Hit(
        kind=kind_label("organisation"),
        title=row.name,
        url=url,
        where=row.place.label,
        summary=short(row.about),
        facts=((_("Sector"), row.sector_label), (_("Kind"), words_of(row.kind))),
    )


def short(text: str) -> str:
    """Return the beginning of a text, cut between words."""
    if len(text) <= LONGEST_SUMMARY:
        return text
    return text[:LONGEST_SUMMARY].rsplit(" ", 1)[0].rstrip(" ,;.") + " …"
