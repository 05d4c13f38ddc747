"""Whom to call, what to read, what to settle first."""

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _

from decapolis.briefs.bridge.asked import Asked
from decapolis.briefs.bridge.kept import kept_advice
from decapolis.briefs.bridge.sources import SourceBook, full_stop
from decapolis.briefs.choices import MOST_CONTACTS, MOST_DOCUMENTS, MOST_QUESTIONS
from decapolis.briefs.queries import ContactLine, DocumentLine, Said
from decapolis.briefs.queries.advice import Advice
from decapolis.briefs.queries.practices import Told
from decapolis.kernel.sources import SourceRef
from decapolis.library.queries.contacts import Contact
from decapolis.library.queries.document import DocumentRow
from decapolis.library.queries.rows import PracticeRow

MOST_TECHNOLOGIES = 3
SHARES = (3, 2, 1)  # questions and risks of the first, the second, the third technology
MOST_LEADS = 3  # before others have their turn
MOST_OF_ONE = 2


def contact_lines(
    practices: Sequence[Told], asked: Asked, book: SourceBook
) -> tuple[ContactLine, ...]:
    """Return bodies to call: those who led the practices, then others that took part.

    Firms come last, since they earn by it. Of one practice at most two bodies are named.
    """
    order = {practice.row.slug: place for place, practice in enumerate(practices)}
    named_once: dict[str, Contact] = {}
    for practice in practices:
        for one in practice.contacts:
            named_once.setdefault(one.body.name.casefold(), one)
    found = [one for one in named_once.values() if one.place.city_id != asked.city.city_id]
    leads = [one for one in found if one.body.role == "lead"]
    others = sorted(
        (one for one in found if one.body.role != "lead"),
        key=lambda one: (one.body.has_interest, order[one.practice]),
    )
    turns = [*leads[:MOST_LEADS], *others, *leads[MOST_LEADS:]]
    told: list[ContactLine] = []
    named: Counter[str] = Counter()
    for one in turns:
        if named[one.practice] < MOST_OF_ONE and len(told) < MOST_CONTACTS:
            named[one.practice] += 1
            told.append(_contact(one, practices[order[one.practice]].row, book))
    return tuple(told)


def _contact(one: Contact, row: PracticeRow, book: SourceBook) -> ContactLine:
    place = one.place.city or one.place.country
    about = [one.role_label, one.body.sector_label, "" if place in one.body.name else place]
    return ContactLine(
        name=one.body.name,
        about=", ".join(part.lower() if part != place else part for part in about if part),
        ask=Said(_ask(one, row), book.refs(row.sources)),
        website=one.body.website,
        practice=one.practice,
        practice_title=one.practice_title,
        has_interest=one.body.has_interest,
    )


def _ask(one: Contact, row: PracticeRow) -> str:
    """Return the library's question; where it is about what went wrong, that in short."""
    if one.body.role == "lead" and row.setback and row.setback.text in one.ask:
        return _("Ask what they would do differently: {setback}").format(
            setback=full_stop(row.setback.text)
        )
    return full_stop(one.ask)


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
    found = kept_advice(list(dict.fromkeys(wanted))[:MOST_TECHNOLOGIES], reader=asked.reader)
    several = len(found) > 1
    told = [
        Said(text, book.refs(one.sources))
        for one, most in zip(found, SHARES, strict=False)
        for text in _points(one, named=several)[:most]
    ]
    return tuple(told[:MOST_QUESTIONS])


def _points(one: Advice, *, named: bool) -> list[str]:
    """Return the first questions of a technology, its first risk, then the other questions."""
    asks = [f"{one.name}: {text}" if named else text for text in one.questions]
    risks = [
        _("{name}, a known risk: {risk}").format(name=one.name, risk=risk)
        if named
        else _("A known risk: {risk}").format(risk=risk)
        for risk in one.risks[:1]
    ]
    return [*asks[:2], *risks, *asks[2:]]
