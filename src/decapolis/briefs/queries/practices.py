"""The practices of a brief: few facts of all that may stand in it, everything of those that do."""

from collections.abc import Sequence
from dataclasses import dataclass

from decapolis.briefs.queries.outcomes import result_kind
from decapolis.kernel.permissions import Reader
from decapolis.library.choices import has_failed
from decapolis.library.queries.contacts import Contact, contacts_of, with_contact_parts
from decapolis.library.queries.rows import (
    NOT_IN_A_ROW,
    PracticeRow,
    rows_of,
    visible,
    with_row_parts,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A practice that answers the question, as far as the choice among them needs it."""

    slug: str
    themes: tuple[str, ...]
    city_id: int | None
    has_failed: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A practice of the brief: its row, whom to call, and how its result is known."""

    row: PracticeRow
    contacts: tuple[Contact, ...]
    kind: str  # of the outcome that the result sentence is taken from; empty: not told apart


def candidates(slugs: Sequence[str], *, reader: Reader | None) -> tuple[Candidate, ...]:
    """Return those of the practices that the reader may see, in the given order; one query."""
    rows = visible(reader).filter(slug__in=slugs)
    found = {
        slug: Candidate(slug, tuple(themes), city, has_failed(status, went))
        for slug, themes, city, status, went in rows.values_list(
            "slug", "themes", "city_id", "status", "went"
        )
    }
    return tuple(found[slug] for slug in slugs if slug in found)


def told_of(slugs: Sequence[str], *, reader: Reader | None) -> tuple[Told, ...]:
    """Return all that the brief tells of these practices, in the given order.

    Eight queries, however many; one more where some were reviewed.
    """
    wanted = visible(reader).filter(slug__in=slugs).defer(*NOT_IN_A_ROW)
    parts = with_contact_parts(with_row_parts(wanted, reader=reader), reader=reader)
    practices = list(parts)
    found = {
        row.slug: Told(row=row, contacts=contacts_of(practice), kind=result_kind(practice))
        for practice, row in zip(practices, rows_of(practices, reader=reader), strict=True)
    }
    return tuple(found[slug] for slug in slugs if slug in found)
