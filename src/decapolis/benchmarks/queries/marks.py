"""Read marks: the table of an edition, one city's, their history, and replies."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from decapolis.benchmarks.choices import BLIND, Hand
from decapolis.benchmarks.models import Criterion, Edition, Entrant, Mark, Proof, Reply
from decapolis.benchmarks.models.marks import MarkQuerySet
from decapolis.benchmarks.queries.editions import EntrantFacts, entrant_facts
from decapolis.benchmarks.queries.values import grid_of, leaves_of
from decapolis.kernel.permissions import Reader
from decapolis.library.models import Document
from decapolis.people.models import FORMER, Person


@dataclass(frozen=True, slots=True)
class ProofFacts:
    """Where a mark can be looked up; what the reader may not see is not there."""

    document: str  # slug
    title: str
    url: str
    page: str
    note: str
    file: str


@dataclass(frozen=True, slots=True)
class MarkFacts:
    """One mark; ``by`` is empty where the reader may not see the name."""

    mark_id: int
    criterion: str
    criterion_name: str
    hand: str
    hand_label: str
    value: float | None
    note: str
    by_id: int | None
    by: str
    at: datetime
    superseded: datetime | None
    proofs: tuple[ProofFacts, ...]


@dataclass(frozen=True, slots=True)
class ReplyFacts:
    """What a city says of a mark, and what came of it."""

    reply_id: int
    entrant: str
    city: str
    criterion: str
    criterion_name: str
    text: str
    wants: float | None
    document: str
    url: str
    page: str
    by: str
    at: datetime
    state: str
    state_label: str
    answer: str
    answered_by: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One criterion of one city, as far as the reader may see it.

    Attributes
    ----------
    value
        What counts: the settled mark, else the observation.
    is_due
        Both reviewers have marked, differently, and nothing is settled yet.
    has_reply
        A reply waits for an answer.
    """

    criterion: str
    value: float | None
    own: float | None
    first: float | None
    second: float | None
    is_settled: bool
    is_due: bool
    has_reply: bool


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One city of the table."""

    city: EntrantFacts
    cells: tuple[Cell, ...]

    @property
    def due(self) -> int:
        """How many differences are to be settled."""
        return sum(cell.is_due for cell in self.cells)


@dataclass(frozen=True, slots=True)
class MarkTable:
    """All cities by all criteria that are marked; ``codes`` are the columns."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    rows: tuple[MarkRow, ...]

    @property
    def due(self) -> int:
        """How many differences are to be settled."""
        return sum(row.due for row in self.rows)


def table_of_marks(edition: Edition, *, reader: Reader | None) -> MarkTable:
    """Return the table of an edition that may be seen; the same number of queries for any size."""
    grid = grid_of(edition)
    seen: dict[tuple[int, int], dict[str, Mark]] = {}
    for mark in Mark.objects.visible_to(reader).current().filter(edition=edition):
        seen.setdefault((mark.entrant_id, mark.criterion_id), {})[mark.hand] = mark
    open_replies = set(
        Reply.objects.visible_to(reader).open().filter(edition=edition)
        .values_list("entrant", "criterion")
    )  # fmt: skip
    facts = _entrants(grid.entrants)

    def cell(entrant: Entrant, criterion: Criterion) -> Cell:
        key = (entrant.pk, criterion.pk)
        marks = seen.get(key, {})
        held = grid.values.get(key)
        is_shown = held is not None and (held.origin == "observation" or Hand.SETTLED in marks)
        settled = Hand.SETTLED in marks
        first, second = (_value(marks.get(hand)) for hand in BLIND)
        both = all(hand in marks for hand in BLIND)
        return Cell(
            criterion=criterion.code,
            value=held.value if held and is_shown else None,
            own=_value(marks.get(Hand.SELF)),
            first=first,
            second=second,
            is_settled=settled,
            is_due=both and not settled,
            has_reply=key in open_replies,
        )

    rows = (
        MarkRow(facts[entrant.pk], tuple(cell(entrant, leaf) for leaf in grid.leaves))
        for entrant in grid.entrants
    )
    return MarkTable(
        codes=tuple(leaf.code for leaf in grid.leaves),
        names=tuple(leaf.name for leaf in grid.leaves),
        rows=tuple(sorted(rows, key=lambda row: row.city.name)),
    )


def marks_of(entrant: Entrant, *, reader: Reader | None) -> Mapping[str, tuple[MarkFacts, ...]]:
    """Return a city's marks that count now, by criterion, in the order of hands."""
    rows = _rows(reader).current().filter(entrant=entrant)
    found: dict[str, list[MarkFacts]] = {}
    for fact in _facts(rows, reader):
        found.setdefault(fact.criterion, []).append(fact)
    order = [hand.value for hand in Hand]
    return {
        code: tuple(sorted(marks, key=lambda mark: order.index(mark.hand)))
        for code, marks in found.items()
    }


def history(
    entrant: Entrant, criterion: Criterion, *, reader: Reader | None
) -> tuple[MarkFacts, ...]:
    """Return every mark that a city had on a criterion, newest first, also what was replaced.

    Of the two reviewers, what they gave before both were in stays with the one who gave it.
    """
    rows = _rows(reader).filter(entrant=entrant, criterion=criterion)
    key = getattr(reader, "pk", None)
    return tuple(
        fact
        for fact in _facts(rows, reader)
        if fact.superseded is None or fact.hand not in BLIND or fact.by_id == key
    )


def replies_of(
    edition: Edition, *, reader: Reader | None, entrant: Entrant | None = None
) -> tuple[ReplyFacts, ...]:
    """Return the replies to an edition, or of one city, newest first."""
    seen = Reply.objects.visible_to(reader).filter(edition=edition)
    if entrant:
        seen = seen.filter(entrant=entrant)
    rows = list(seen.select_related("entrant", "criterion", "document"))
    names = names_seen([pk for row in rows for pk in (row.by_id, row.answered_by_id)], reader)
    readable = _readable({row.document_id for row in rows}, reader)
    return tuple(
        ReplyFacts(
            reply_id=row.pk,
            entrant=row.entrant.code,
            city=row.entrant.name,
            criterion=row.criterion.code,
            criterion_name=row.criterion.name,
            text=row.text,
            wants=row.wants,
            document=readable.get(row.document_id or 0, ""),
            url=row.url,
            page=row.page,
            by=names.get(row.by_id or 0, ""),
            at=row.at,
            state=row.state,
            state_label=str(row.get_state_display()),
            answer=row.answer,
            answered_by=names.get(row.answered_by_id or 0, ""),
            answered_at=row.answered_at,
        )
        for row in rows
    )


def names_seen(people: Iterable[int | None], reader: Reader | None) -> dict[int, str]:
    """Return the names of those whom the reader may see, and of former members; two queries."""
    wanted = {pk for pk in people if pk}
    if not wanted:
        return {}
    seen = Person.objects.visible_to(reader).filter(pk__in=wanted)
    names = {person.pk: person.name or _("A member without a name") for person in seen}
    gone = Person.objects.filter(pk__in=wanted - names.keys()).exclude(left=None)
    return {**names, **dict.fromkeys(gone.values_list("pk", flat=True), _(FORMER))}


def marked_leaves(edition: Edition) -> tuple[Criterion, ...]:
    """Return the criteria that are marked in an edition, in order."""
    return leaves_of(Criterion.objects.filter(framework=edition.framework_id).order_by("position"))


def _value(mark: Mark | None) -> float | None:
    return mark.value if mark else None


def _entrants(rows: Iterable[Entrant]) -> dict[int, EntrantFacts]:
    keys = [row.pk for row in rows]
    found = Entrant.objects.filter(pk__in=keys).select_related("city__country")
    return {row.pk: entrant_facts(row) for row in found}


def _rows(reader: Reader | None) -> MarkQuerySet:
    seen = Proof.objects.visible_to(reader).select_related("document")
    marks = Mark.objects.visible_to(reader).select_related("criterion")
    found: MarkQuerySet = marks.prefetch_related(Prefetch("proofs", queryset=seen))
    return found


def _readable(documents: set[int | None], reader: Reader | None) -> dict[int, str]:
    """Return the slugs of the documents that the reader may see."""
    wanted = [pk for pk in documents if pk]
    return dict(Document.objects.visible_to(reader).filter(pk__in=wanted).values_list("pk", "slug"))


def _facts(rows: Iterable[Mark], reader: Reader | None) -> list[MarkFacts]:
    listed = list(rows)
    names = names_seen([row.by_id for row in listed], reader)
    return [
        MarkFacts(
            mark_id=row.pk,
            criterion=row.criterion.code,
            criterion_name=row.criterion.name,
            hand=row.hand,
            hand_label=str(row.get_hand_display()),
            value=row.value,
            note=row.note,
            by_id=row.by_id,
            by=names.get(row.by_id or 0, ""),
            at=row.at,
            superseded=row.superseded,
            proofs=tuple(
                ProofFacts(
                    document=proof.document.slug if proof.document else "",
                    title=proof.document.title if proof.document else "",
                    url=proof.url,
                    page=proof.page,
                    note=proof.note,
                    file=proof.file,
                )
                for proof in row.proofs.all()
            ),
        )
        for row in listed
    ]
