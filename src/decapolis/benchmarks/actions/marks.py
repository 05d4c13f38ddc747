"""Give marks: the city itself, two reviewers who do not see one another, and settle the rest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.audit.actions import Change
from decapolis.audit.actions import record as audit
from decapolis.benchmarks.actions.telling import tell
from decapolis.benchmarks.choices import BLIND, Hand
from decapolis.benchmarks.errors import (
    MarkFixed,
    MarkOutOfRange,
    NoSeat,
    NotSettled,
    ProofRefused,
    TextMissing,
)
from decapolis.benchmarks.models import Criterion, Entrant, Mark, Proof
from decapolis.benchmarks.queries.concerned import speakers, those_who_marked
from decapolis.benchmarks.queries.documents import document_of
from decapolis.benchmarks.rules import (
    may_mark_self,
    may_review_blind,
    may_settle,
    may_take_one_reader,
)
from decapolis.benchmarks.validators.marks import (
    LEAST_LETTERS,
    MOST_LETTERS,
    Evidence,
    clean_evidence,
    clean_text,
)
from decapolis.benchmarks.validators.records import within
from decapolis.kernel.permissions import require
from decapolis.notices.actions import Told
from decapolis.people.models import Person


@dataclass(frozen=True, slots=True)
class Scored:
    """A mark on one criterion: a value on its scale, or None where it cannot be judged."""

    criterion: Criterion
    value: float | None
    note: str = ""
    proofs: tuple[Evidence, ...] = ()


@transaction.atomic
def mark_self(*, by: Person, entrant: Entrant, scored: Sequence[Scored]) -> tuple[Mark, ...]:
    """Mark one's own city, each mark with a proof or a reason; a later call replaces what it names.

    Raises
    ------
    Forbidden
        They do not speak for the city, or marks are not given now.
    MarkOutOfRange
        A value is not on its scale, or a criterion is of another framework; nothing was written.
    ProofRefused
        A mark has neither proof nor reason, or a proof cannot be looked up.
    """
    held = _locked(entrant)
    require(may_mark_self(by, held))
    for one in scored:
        if not (one.note.strip() or one.proofs):
            raise ProofRefused(
                _("{criterion}: name a proof, or say why.").format(criterion=one.criterion.name),
                field=one.criterion.code,
            )
    made = put_marks(by=by, entrant=held, hand=Hand.SELF, scored=scored)
    after = {mark.criterion.code: mark.value for mark in made}
    audit(
        by=by,
        act="benchmarks.marked_self",
        subject=held,
        change=Change({}, after),
        concerns=[held.city],
    )
    return made


@transaction.atomic
def mark_blind(*, by: Person, entrant: Entrant, scored: Sequence[Scored]) -> tuple[Mark, ...]:
    """Mark a city as its first or second reviewer; who comes first is first.

    Neither sees what the other gave until both have marked a criterion. From then on both marks
    stand; where they are equal the mark is settled by that.

    Raises
    ------
    Forbidden
        They are no reviewer, are of the city, or marks are not given now.
    NoSeat
        Two others review this city.
    MarkFixed
        Both have marked a criterion already.
    MarkOutOfRange
        A value is not on its scale; nothing was written.
    """
    held = _locked(entrant)
    require(may_review_blind(by, held))
    hand = _seat(held, by)
    fixed = _both_in(held)
    for one in scored:
        if one.criterion.pk in fixed:
            raise MarkFixed(
                _("{criterion}: both reviewers have marked it. It is settled now, not changed.")
                .format(criterion=one.criterion.name), field=one.criterion.code
            )  # fmt: skip
    made = put_marks(by=by, entrant=held, hand=hand, scored=scored)
    # No value and no city's people: the log must not tell what is blind.
    audit(by=by, act="benchmarks.marked_blind", subject=held)
    _settle_equal(held, [one.criterion for one in scored])
    return made


@transaction.atomic
def settle(*, by: Person, entrant: Entrant, scored: Scored) -> Mark:
    """Say which mark counts, and why, where the two reviewers differ.

    Raises
    ------
    Forbidden
        They may not settle, or one of the two marks is theirs.
    TextMissing
        There is no reason.
    MarkOutOfRange
        The value is not on its scale.
    """
    held = _locked(entrant)
    require(may_settle(by, held))
    reason = clean_text(scored.note, field="note", least=LEAST_LETTERS)
    before = _counting(held, scored.criterion)
    (made,) = put_marks(by=by, entrant=held, hand=Hand.SETTLED, scored=[scored])
    code = scored.criterion.code
    audit(
        by=by,
        act="benchmarks.mark_settled",
        subject=made,
        change=Change({code: before} if before is not None else {}, {code: made.value}),
        note=reason,
        concerns=[held.city],
    )
    title = _("Settled: {criterion} of {city}").format(
        criterion=scored.criterion.name, city=held.name
    )
    told = Told(title, reason, f"{held.edition.work_path}/{held.code}")
    tell(by=by, edition=held.edition, people=those_who_marked(held.edition, held), told=told)
    return made


@transaction.atomic
def take_one_reader(*, by: Person, entrant: Entrant, why: str) -> tuple[Mark, ...]:
    """Let the marks of the only reviewer count where no second is to be had; it is published so.

    What both have marked is settled as ever.

    Raises
    ------
    Forbidden
        They are not of network staff, are of the city, gave the marks, or it is not the time.
    TextMissing
        There is no reason.
    NotSettled
        No criterion waits for a second reviewer.
    """
    held = _locked(entrant)
    require(may_take_one_reader(by, held))
    reason = clean_text(why, field="why", least=LEAST_LETTERS)
    alone = _marked_once(held)
    if not alone:
        raise NotSettled(_("No score of {city} waits for a second reviewer.").format(
            city=held.name))  # fmt: skip
    held.one_reader = reason
    held.save(update_fields=["one_reader"])
    note = _("One reader only: {why}").format(why=reason)[:MOST_LETTERS]
    scored = [Scored(mark.criterion, mark.value, note) for mark in alone]
    made = put_marks(by=by, entrant=held, hand=Hand.SETTLED, scored=scored)
    audit(
        by=by,
        act="benchmarks.one_reader_taken",
        subject=held,
        change=Change({}, {mark.criterion.code: mark.value for mark in made}),
        note=reason,
        concerns=[held.city],
    )
    title = _("One reader only: {city}").format(city=held.name)
    told = Told(title, reason, f"{held.edition.work_path}/{held.code}")
    people = [*speakers(held.edition, held), *those_who_marked(held.edition, held)]
    tell(by=by, edition=held.edition, people=people, told=told)
    return made


@transaction.atomic
def put_marks(
    *, by: Person | None, entrant: Entrant, hand: Hand, scored: Sequence[Scored]
) -> tuple[Mark, ...]:
    """Write marks of one hand; those that they replace are kept. The caller has asked the rules.

    Raises
    ------
    MarkOutOfRange
        A value is not on its scale, or a criterion is not of this framework or has parts.
    ProofRefused
        A proof cannot be looked up.
    """
    for one in scored:
        _check(entrant, one)
    now = timezone.now()
    old = Mark.objects.current().filter(
        entrant=entrant, hand=hand, criterion__in=[one.criterion for one in scored]
    )
    old.update(superseded=now)
    made = []
    for one in scored:
        try:
            made.append(_made(entrant, hand, one, by, now))
        except (ProofRefused, TextMissing) as error:  # of several marks it is told which
            raise type(error)(error.message, field=one.criterion.code) from error
    return tuple(made)


def _made(entrant: Entrant, hand: Hand, one: Scored, by: Person | None, now: datetime) -> Mark:
    mark: Mark = Mark.objects.create(
        edition=entrant.edition,
        entrant=entrant,
        criterion=one.criterion,
        hand=hand,
        value=one.value,
        note=clean_text(one.note, field="note"),
        by=by,
        at=now,
    )
    Proof.objects.bulk_create([_proof(mark, given, by) for given in one.proofs])
    return mark


def _locked(entrant: Entrant) -> Entrant:
    """Return an entrant that no other act changes meanwhile, nor the state of its edition."""
    rows = Entrant.objects.select_related("edition__framework", "city__country")
    found: Entrant = rows.select_for_update(of=("self", "edition")).get(pk=entrant.pk)
    return found


def _proof(mark: Mark, given: Evidence, by: Person | None) -> Proof:
    kept = clean_evidence(given)
    return Proof(
        mark=mark,
        document=document_of(kept.document, reader=by),
        url=kept.url,
        page=kept.page,
        note=kept.note,
    )


def _check(entrant: Entrant, one: Scored) -> None:
    criterion = one.criterion
    if criterion.framework_id != entrant.edition.framework_id or criterion.children.exists():
        raise MarkOutOfRange(
            _("{criterion} is not marked in this edition.").format(criterion=criterion.name),
            field=criterion.code,
        )
    if one.value is not None and not within(one.value, criterion.low, criterion.high):
        raise MarkOutOfRange(
            _("{criterion}: give a mark {scale}, not {value:g}.").format(
                criterion=criterion.name, scale=_scale(criterion), value=one.value
            ),
            field=criterion.code,
        )


def _scale(criterion: Criterion) -> str:
    if criterion.low is None and criterion.high is None:
        return _("that is a number")
    if criterion.low is None:
        return _("up to {high:g}").format(high=criterion.high)
    if criterion.high is None:
        return _("from {low:g} up").format(low=criterion.low)
    return _("from {low:g} to {high:g}").format(low=criterion.low, high=criterion.high)


def _seat(entrant: Entrant, person: Person) -> Hand:
    """Return as which reviewer someone marks a city.

    Raises
    ------
    NoSeat
        Two others do already.
    """
    marks = Mark.objects.filter(entrant=entrant, hand__in=BLIND)
    taken = dict(marks.order_by().values_list("hand", "by").distinct())
    for hand in BLIND:
        if taken.get(hand, person.pk) == person.pk and (
            hand in taken or person.pk not in taken.values()
        ):
            return hand
    raise NoSeat(_("Two others review {city} already. Take another city.").format(
        city=entrant.name))  # fmt: skip


def _marked_once(entrant: Entrant) -> list[Mark]:
    """Return the marks of criteria that one reviewer alone has marked and nobody settled."""
    current = Mark.objects.current().filter(entrant=entrant)
    settled = set(current.filter(hand=Hand.SETTLED).values_list("criterion", flat=True))
    done = settled | _both_in(entrant)
    rows = current.filter(hand__in=BLIND).exclude(criterion__in=done)
    return list(rows.select_related("criterion").order_by("criterion__position"))


def _both_in(entrant: Entrant) -> set[int]:
    """Return the criteria that both reviewers have marked."""
    given = [
        set(
            Mark.objects.current().filter(entrant=entrant, hand=hand)
            .values_list("criterion", flat=True)
        )
        for hand in BLIND
    ]  # fmt: skip
    return given[0] & given[1]


def _settle_equal(entrant: Entrant, criteria: Iterable[Criterion]) -> None:
    """Settle what both reviewers marked alike."""
    both = _both_in(entrant)
    marks = Mark.objects.current().filter(entrant=entrant, hand__in=BLIND, criterion__in=both)
    values: dict[int, set[float | None]] = {}
    for mark in marks:
        values.setdefault(mark.criterion_id, set()).add(mark.value)
    alike = [one for one in criteria if len(values.get(one.pk, "ab")) == 1]
    note = _("Both reviewers gave this mark.")
    scored = [Scored(one, next(iter(values[one.pk])), note) for one in alike]
    put_marks(by=None, entrant=entrant, hand=Hand.SETTLED, scored=scored)
    if scored:
        said = ngettext(
            "{number} mark was given alike by both reviewers.",
            "{number} marks were given alike by both reviewers.",
            len(scored),
        ).format(number=len(scored))
        audit(by=None, act="benchmarks.marks_agreed", subject=entrant, note=said)


def _counting(entrant: Entrant, criterion: Criterion) -> float | None:
    settled = Mark.objects.current().filter(entrant=entrant, criterion=criterion, hand=Hand.SETTLED)
    return settled.values_list("value", flat=True).first()
