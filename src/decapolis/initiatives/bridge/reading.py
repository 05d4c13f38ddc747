"""Whom to call, what to read, what to settle first."""

from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest

from django.utils.translation import gettext as _

from decapolis.initiatives.bridge.asked import Asked
from decapolis.initiatives.bridge.sources import SourceBook, full_stop
from decapolis.initiatives.choices import MOST_CONTACTS, MOST_DOCUMENTS, MOST_QUESTIONS
from decapolis.initiatives.queries import ContactLine, DocumentLine, Said
from decapolis.initiatives.queries.advice import advice_on
from decapolis.kernel.sources import SourceRef
from decapolis.library.queries.contacts import Contact, contacts
from decapolis.library.queries.document import DocumentRow
from decapolis.library.queries.rows import PracticeRow

MOST_TECHNOLOGIES = 3
MOST_EACH = 3  # questions of one technology, its first risk among them


def contact_lines(
    rows: Sequence[PracticeRow], asked: Asked, book: SourceBook
) -> tuple[ContactLine, ...]:
    """Return bodies to call: first whoever led each practice, then other bodies that took part.

    Firms come last, since they earn by it. Of one practice at most two bodies are named.
    """
    sources = {row.slug: row.sources for row in rows}
    found = [
        one
        for one in contacts([row.slug for row in rows], reader=asked.reader)
        if one.place.city_id != asked.city.city_id
    ]
    order = {row.slug: place for place, row in enumerate(rows)}
    found.sort(key=lambda one: (one.body.role != "lead", one.body.has_interest, order[one.practice]))
    told: list[ContactLine] = []
    named: Counter[str] = Counter()
    for one in found:
        if named[one.practice] < 2 and len(told) < MOST_CONTACTS:  # noqa: PLR2004 -- see above
            named[one.practice] += 1
            told.append(_contact(one, book, sources[one.practice]))
    return tuple(told)


def _contact(one: Contact, book: SourceBook, record: Sequence[SourceRef]) -> ContactLine:
    place = one.place.city or one.place.country
    about = [one.role_label, one.body.sector_label, "" if place in one.body.name else place]
    return ContactLine(
        name=one.body.name,
        about=", ".join(part for part in about if part),
        ask=Said(full_stop(one.ask), book.refs(record)),
        website=one.body.website,
        practice=one.practice,
        practice_title=one.practice_title,
        has_interest=one.body.has_interest,
    )


def document_lines(rows: Sequence[DocumentRow], book: SourceBook) -> tuple[DocumentLine, ...]:
    """Return the documents to read."""
    return tuple(_document(row, book) for row in rows[:MOST_DOCUMENTS])


def _document(row: DocumentRow, book: SourceBook) -> DocumentLine:
    year = str(row.year) if row.year else _("undated")
    about = [row.kind_label, row.publisher, row.place.label if not row.publisher else "", year]
    own = SourceRef(number=0, title=row.title, url=row.url, publisher=row.publisher, year=row.year)
    return DocumentLine(
        slug=row.slug,
        title=row.title,
        about=", ".join(part for part in about if part),
        url=row.url,
        summary=Said(row.summary, book.refs([own])),
    )


def question_lines(
    rows: Sequence[PracticeRow], technologies: Sequence[str], asked: Asked, book: SourceBook
) -> tuple[Said, ...]:
    """Return what to settle before money is spent, from the catalogue's technologies.

    Parameters
    ----------
    technologies
        Slugs that answer the question themselves, best first; after them come those that most of
        the practices used.
    """
    used = Counter(link.slug for row in rows for link in row.technologies)
    shared = [slug for slug, n in used.most_common() if n > 1 or len(rows) == 1]
    wanted = [slug for slug in technologies if used[slug]] + shared
    found = advice_on(list(dict.fromkeys(wanted))[:MOST_TECHNOLOGIES], reader=asked.reader)
    several = len(found) > 1
    told = [
        [
            Said(_of(one.name, text, named=several), book.refs(one.sources))
            for text in [
                *one.questions[: MOST_EACH - 1],
                *(_("A known risk: {risk}").format(risk=risk) for risk in one.risks[:1]),
            ]
        ]
        for one in found
    ]
    in_turn = [said for turn in zip_longest(*told) for said in turn if said]
    return tuple(in_turn[:MOST_QUESTIONS])


def _of(name: str, text: str, *, named: bool) -> str:
    return f"{name}: {text[:1].lower()}{text[1:]}" if named and not text[:2].isupper() else text
