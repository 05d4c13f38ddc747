"""The brief: one question of one city, answered from the library and nothing else."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from decapolis.briefs.bridge import words
from decapolis.briefs.bridge.asked import (
    Asked,
    brief_city,
    checked_quantity,
    checked_question,
)
from decapolis.briefs.bridge.costs import cost_tables
from decapolis.briefs.bridge.figures import (
    figure_lines,
    figures_say,
    peer_lines,
    peers_say,
    unknown_facets,
)
from decapolis.briefs.bridge.kept import (
    kept_candidates,
    kept_count,
    kept_documents,
    kept_practices,
    kept_prices,
)
from decapolis.briefs.bridge.matches import Matches, find_matches
from decapolis.briefs.bridge.practices import practice_line
from decapolis.briefs.bridge.reading import contact_lines, document_lines, question_lines
from decapolis.briefs.bridge.sources import SourceBook
from decapolis.briefs.choices import MOST_PRACTICES
from decapolis.briefs.queries import Brief
from decapolis.briefs.queries.practices import Candidate
from decapolis.cities.models import City
from decapolis.kernel.permissions import Reader
from decapolis.library.bridge.costs import UnitRange, ranges_of
from decapolis.library.choices import Theme
from decapolis.library.queries.document import DocumentRow
from decapolis.peers.bridge import closeness

NEARNESS_WEIGHS = 0.33  # part of the relevance that the furthest city loses; docs/adr/0040
UNKNOWN_NEARNESS = 0.3
CLOSE = 0.8  # a document so close to the question may be of another theme
FAILURE_FROM = 0.5  # of the best match: less relevant failures are not shown for their own sake


def brief_for(
    city: City,
    question: str,
    *,
    reader: Reader | None,
    today: date,
    quantity: float | None = None,
) -> Brief:
    """Return the brief for a city and a question, from what the reader may see.

    Nothing in it is generated: every sentence is a record's own, or made by rule from figures, and
    names its sources by number.

    Parameters
    ----------
    question
        What the city wants to know, in any language that the search understands.
    today
        The day that the brief bears.
    quantity
        How many units the city needs (lamps, buses ...); None: prices are not multiplied.

    Returns
    -------
    Brief
        ``standing`` tells a full answer from a thin and an empty one; ``weakness`` says why.

    Raises
    ------
    QuestionMissing, QuestionTooLong, QuantityOutOfRange
        Each with a sentence for the reader, and the field that it is about.
    """
    asked = Asked(
        city=brief_city(city),
        question=checked_question(question),
        reader=reader,
        quantity=checked_quantity(quantity),
    )
    matches = find_matches(asked)
    found = kept_candidates(matches.practices, reader=reader)
    theme = _theme(found, matches)
    asked = replace(asked, theme=theme, near=closeness(city.pk, theme=theme))
    chosen = [one.slug for one in _chosen(found, matches, asked)]
    shown = dict.fromkeys([*chosen, *(one.slug for one in found)])
    ranges = ranges_of(kept_prices(list(shown), reader=reader))
    book = SourceBook(held=kept_count(reader), today=today)
    return _written(asked, chosen, ranges, matches, book)


def _written(
    asked: Asked,
    chosen: Sequence[str],
    ranges: Sequence[UnitRange],
    matches: Matches,
    book: SourceBook,
) -> Brief:
    """Write every part; sources are numbered in the order of the practices, then as they come."""
    told = kept_practices(chosen, reader=asked.reader)
    rows = tuple(one.row for one in told)
    lines = tuple(practice_line(one.row, asked, book, one.kind) for one in told)
    shown = {row.slug: matches.relevance[row.slug] for row in rows}
    tables = cost_tables(ranges, asked, book, shown)
    figures, peers = figure_lines(asked, book), peer_lines(asked, book)
    theme = _theme_words(asked.theme)
    places = [asked.city.city_id, *(row.place.city_id or 0 for row in rows)]
    parts = words.Parts(
        asked=asked,
        lines=lines,
        rows=rows,
        listed=matches.listed,
        by_meaning=matches.by_meaning,
        by_one_word=matches.by_one_word,
        theme=theme,
        tables=tables,
        figures=figures,
        missing=tuple(unknown_facets(asked)),
        people=dict(City.objects.filter(pk__in=places).values_list("pk", "population")),
    )
    weakness = words.weakness(parts, book)
    contacts = contact_lines(told, asked, book)
    questions = question_lines(rows, matches.technologies, asked, book)
    documents = document_lines(_on_theme(matches, asked), book)
    return Brief(
        title=words.title_of(asked.question, asked.city.name),
        question=asked.question,
        read_as=matches.read_as,
        city=asked.city,
        day=book.today,
        language=(get_language() or "en").split("-")[0],
        standing="empty" if not lines else "thin" if weakness else "full",
        weakness=weakness,
        todo=words.what_to_try(asked.city.name) if not lines else (),
        summary=words.summary(parts, book),
        theme=theme,
        figures_say=figures_say(figures, asked),
        figures=figures,
        peers_say=peers_say(peers, asked, theme, book),
        peers=peers,
        practices_say=words.practices_say(parts, book),
        practices=lines,
        costs=tables,
        quantity=asked.quantity,
        contacts=contacts,
        documents=documents,
        questions=questions,
        unknown=words.unknown(parts, book) if lines else (),
        sources=book.listed,
    )


def _on_theme(matches: Matches, asked: Asked) -> list[DocumentRow]:
    """Return the documents that are close to the question, or share the theme of the answers."""
    return [
        row
        for row in kept_documents(tuple(matches.documents), reader=asked.reader)
        if asked.theme in row.themes or matches.documents[row.slug] >= CLOSE
    ]


def _theme(rows: Sequence[Candidate], matches: Matches) -> str | None:
    """Return the theme of what answers the question: the one that most relevance stands behind.

    A record's first theme counts most, since records name the main one first.
    """
    weight: Counter[str] = Counter()
    for row in rows[:MOST_PRACTICES]:
        for place, theme in enumerate(row.themes):
            weight[theme] += matches.relevance[row.slug] / (1 + place)  # type: ignore[assignment]
    known = [theme for theme, _n in weight.most_common() if theme in Theme.values]
    return known[0] if known else None


def _theme_words(theme: str | None) -> str:
    return str(Theme(theme).label).lower() if theme else _("the city as a whole")


def _chosen(rows: Sequence[Candidate], matches: Matches, asked: Asked) -> tuple[Candidate, ...]:
    """Return the best matches weighed with nearness, one that failed among them, closest first."""
    near = asked.near or {}

    def nearness(row: Candidate) -> float:
        """Return 1 for the city itself, 0 for the furthest, a little for the unknown."""
        if row.city_id == asked.city.city_id:
            return 1.0
        found = near.get(row.city_id or 0)
        return 1.0 - found.rank / found.of_n if found else UNKNOWN_NEARNESS

    def score(row: Candidate) -> float:
        return matches.relevance[row.slug] * (1 - NEARNESS_WEIGHS * (1 - nearness(row)))

    ranked = sorted(rows, key=lambda row: -score(row))
    chosen = ranked[:MOST_PRACTICES]
    failed = next((row for row in ranked if row.has_failed), None)
    if failed and failed not in chosen:
        relevant = (
            matches.relevance[failed.slug] >= FAILURE_FROM * matches.relevance[ranked[0].slug]
        )
        chosen = [*chosen[:-1], failed] if relevant else chosen
    return tuple(sorted(chosen, key=lambda row: -nearness(row)))
