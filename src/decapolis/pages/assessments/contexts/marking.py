"""What those who give and settle marks see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.benchmarks.choices import BLIND, Hand, State
from decapolis.benchmarks.models import Criterion, Edition, Entrant
from decapolis.benchmarks.queries.desk import unsettled_of, waiting_in
from decapolis.benchmarks.queries.marks import (
    MarkFacts,
    MarkRow,
    ProofFacts,
    marks_of,
    table_of_marks,
)
from decapolis.benchmarks.rules import (
    Standing,
    may_mark_self,
    may_review_blind,
    may_settle,
    may_take_one_reader,
    standing_of,
)
from decapolis.kernel import numbers
from decapolis.kernel.permissions import Reader
from decapolis.pages.assessments.contexts.agreeing import agreement_told
from decapolis.pages.assessments.sheet import (
    MOST_PROOFS,
    PARTS,
    PROOF_PARTS,
    UNKNOWN,
    Filled,
    FilledProof,
    filled_by,
    name_of,
    plain,
    scale_of,
)
from decapolis.pages.components import Crumb, Fault

WHY = "why-one-reader"  # the id of its field


@dataclass(frozen=True, slots=True)
class CityLine:
    """A city in an assessment, and what is done of it."""

    name: str
    url: str
    says: str
    action: str


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """An assessment: its cities, and how far they are."""

    template: ClassVar[str] = "assessments/overview.html"
    crumbs: tuple[Crumb, ...]
    title: str
    state: str
    about: str
    says: str
    own: tuple[CityLine, ...]  # of the reader
    cities: tuple[CityLine, ...]
    agreement: tuple[str, ...]
    staff_url: str


@dataclass(frozen=True, slots=True)
class Option:
    """A score that can be given, and what it means."""

    value: str
    label: str
    meaning: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Given:
    """A mark as it is shown."""

    hand: str
    score: str
    note: str
    by: str
    proofs: tuple[ProofFacts, ...]
    value: str = ""  # as a form sends it


@dataclass(frozen=True, slots=True)
class ProofLine:
    """One line in which a proof is named."""

    number: int  # from 1
    fields: Mapping[str, str]  # part: name of its field
    filled: FilledProof


@dataclass(frozen=True, slots=True)
class Item:
    """One criterion in the form of marks."""

    key: int
    name: str
    definition: str
    scale: str
    options: tuple[Option, ...]  # empty: a number is typed
    filled: Filled
    fields: Mapping[str, str]  # part: name of its field
    proofs: tuple[ProofLine, ...]
    has_more: bool  # whether another line can be added
    is_asked: bool  # whether another line was asked for
    fault: str
    given: tuple[Given, ...]  # marks that are shown beside
    is_fixed: bool  # both reviewers have marked it
    is_done: bool
    anchor: str
    is_alone: bool  # one reviewer has not marked it: what the other gave stays with them
    history_url: str


@dataclass(frozen=True, slots=True)
class MarkPage:
    """The form in which marks are given."""

    template: ClassVar[str] = "assessments/mark.html"
    crumbs: tuple[Crumb, ...]
    title: str
    edition: str
    url: str
    lead: str
    lacks: str
    saved: str
    done: str  # what was taken, where the rest is to be mended; empty: nothing
    items: tuple[Item, ...]
    documents: tuple[tuple[str, str], ...]
    needs_ground: bool
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class SettlePage:
    """Marks side by side, and the form in which differences are settled."""

    template: ClassVar[str] = "assessments/settle.html"
    crumbs: tuple[Crumb, ...]
    title: str
    edition: str
    url: str
    lead: str
    due: tuple[Item, ...]
    settled: tuple[Item, ...]
    can_settle: bool
    reason: str
    one_reader: str  # why one reviewer was enough; empty: it was not decided
    alone: int  # scores that wait for a second reviewer, where the reader may do without
    why: str  # what was typed
    why_fault: str
    faults: tuple[Fault, ...]


def overview_page(edition: Edition, *, reader: Reader) -> OverviewPage:
    """Return an assessment as its reader sees it."""
    table = table_of_marks(edition, reader=reader)
    entrants = {one.code: one for one in Entrant.objects.filter(edition=edition)}
    for one in entrants.values():
        one.edition = edition
    known, waiting = standing_of(reader, edition), waiting_in(edition)
    lines = []
    for row in table.rows:
        entrant = entrants[row.city.code]
        action = _action(reader, entrant, known, row.due + waiting.get(entrant.pk, 0))
        lines.append(_line(entrant, row, action, waiting.get(entrant.pk, 0)))
    is_open = edition.state != State.ASSESSING
    return OverviewPage(
        crumbs=(Crumb(_("My desk"), "/desk"), Crumb(str(edition))),
        title=str(edition),
        state=str(edition.get_state_display()),
        about=edition.about,
        says=_overview_says(edition, table.due, sum(waiting.values())),
        own=tuple(line for line in lines if line.action),
        cities=tuple(line for line in lines if not line.action),
        agreement=agreement_told(edition) if is_open else (),
        staff_url=reverse("assessments:edition", args=[edition.pk]) if reader.is_staff else "",
    )


def _overview_says(edition: Edition, due: int, waiting: int) -> str:
    if edition.state == State.ASSESSING:
        return _("Marks can be given. What a reviewer gives stays with them until both are in.")
    if edition.state == State.SETTLING:
        words = ngettext(
            "{n} difference is to be settled.", "{n} differences are to be settled.", due
        )
        said = [words.format(n=numbers.number(due))] if due else []
        if waiting:
            said.append(_waiting_says(waiting))
        return " ".join(said) or _("Nothing is left to settle.")
    return _("The marking is over.")


def _waiting_says(waiting: int) -> str:
    words = ngettext(
        "{n} score has one reviewer only.", "{n} scores have one reviewer only.", waiting
    )
    return words.format(n=numbers.number(waiting))


def _line(entrant: Entrant, row: MarkRow, action: str, waiting: int) -> CityLine:
    own = sum(cell.own is not None for cell in row.cells)
    both = sum(cell.first is not None and cell.second is not None for cell in row.cells)
    settled = sum(cell.is_settled for cell in row.cells)
    told = _(
        "Of {of} criteria: {own} marked by the city, {both} by both reviewers, {settled} settled."
    )
    says = told.format(of=len(row.cells), own=own, both=both, settled=settled)
    if row.due:
        words = ngettext("{n} difference.", "{n} differences.", row.due)
        says = f"{says} {words.format(n=row.due)}"
    if waiting and entrant.edition.state == State.SETTLING:
        says = f"{says} {_waiting_says(waiting)}"
    return CityLine(
        name=row.city.label,
        url=reverse("assessments:one", args=[entrant.edition_id, entrant.code]),
        says=says,
        action=action,
    )


def _action(reader: Reader, entrant: Entrant, known: Standing, due: int) -> str:
    if may_mark_self(reader, entrant, known):
        return _("Mark your city")
    if may_review_blind(reader, entrant, known):
        return _("Review it")
    if due and may_settle(reader, entrant, known):
        return _("Settle differences")
    return ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What is filled in, what is wrong with it, and when it was kept.

    Attributes
    ----------
    more
        The criterion that gets another line for a proof.
    why
        Why one reviewer is to be enough, with what is wrong with it.
    """

    filled: Mapping[int, Filled]
    faults: Mapping[int, str]
    saved: str = ""
    said: str = ""
    done: str = ""
    more: int | None = None
    why: tuple[str, str] = ("", "")


def mark_page(
    entrant: Entrant,
    criteria: Sequence[Criterion],
    typed: Typed,
    *,
    reader: Reader,
    documents: tuple[tuple[str, str], ...],
    is_own: bool,
) -> MarkPage:
    """Return the form in which marks are given, by the city itself or blind."""
    marks = marks_of(entrant, reader=reader)
    items = tuple(
        _item(entrant, one, marks.get(one.code, ()), typed, reader=reader, is_own=is_own)
        for one in criteria
    )
    lacking = sum(not one.is_done for one in items)
    title = _("Mark {city}") if is_own else _("Review {city}")
    return MarkPage(
        crumbs=_crumbs(entrant),
        title=title.format(city=entrant.name),
        edition=str(entrant.edition),
        url=reverse("assessments:one", args=[entrant.edition_id, entrant.code]),
        lead=_lead(is_own=is_own),
        lacks=_lacks(lacking, len(items)),
        saved=typed.saved,
        done=typed.done,
        items=items,
        documents=documents,
        needs_ground=is_own,
        faults=_faults(items, typed.said),
    )


def settle_page(
    entrant: Entrant, criteria: Sequence[Criterion], typed: Typed, *, reader: Reader
) -> SettlePage:
    """Return the marks of a city side by side, with what is to be settled first."""
    marks = marks_of(entrant, reader=reader)
    verdict = may_settle(reader, entrant)
    items = [
        _item(entrant, one, marks.get(one.code, ()), typed, reader=reader, is_own=False)
        for one in criteria
    ]
    waiting = unsettled_of(entrant) if entrant.edition.state == State.SETTLING else frozenset()
    due = tuple(one for one in items if one.key in waiting)
    at_work = entrant.edition.state in {State.ASSESSING, State.SETTLING}
    may_do_without = bool(may_take_one_reader(reader, entrant))
    why, why_fault = typed.why
    return SettlePage(
        crumbs=_crumbs(entrant),
        title=entrant.name,
        edition=str(entrant.edition),
        url=reverse("assessments:one", args=[entrant.edition_id, entrant.code]),
        lead=_settle_lead(entrant, len(due)),
        due=due,
        settled=tuple(one for one in items if one.key not in waiting and one.given),
        can_settle=bool(verdict),
        reason="" if verdict or not at_work else verdict.reason,
        one_reader=entrant.one_reader,
        alone=sum(one.is_alone for one in due) if may_do_without else 0,
        why=why,
        why_fault=why_fault,
        faults=(
            *_faults(due, typed.said),
            *([Fault(why_fault, WHY)] if why_fault else []),
        ),
    )


def _item(
    entrant: Entrant,
    criterion: Criterion,
    marks: Sequence[MarkFacts],
    typed: Typed,
    *,
    reader: Reader,
    is_own: bool,
) -> Item:
    by_hand = {mark.hand: mark for mark in marks}
    key = getattr(reader, "pk", None)
    own = by_hand.get(Hand.SELF) if is_own else None
    blind = [by_hand[hand] for hand in BLIND if hand in by_hand]
    mine = own or next((mark for mark in blind if mark.by_id == key and not is_own), None)
    filled = typed.filled.get(criterion.pk) or filled_by(mine)
    is_fixed = len(blind) == len(BLIND)
    beside = [mark for mark in marks if mark is not mine or is_fixed]
    lines = _proof_lines(criterion, filled, typed)
    return Item(
        key=criterion.pk,
        name=criterion.name,
        definition=criterion.definition,
        scale=scale_of(criterion),
        options=_options(criterion, filled),
        filled=filled,
        fields={part: name_of(criterion, part) for part in PARTS},
        proofs=lines,
        has_more=len(lines) < MOST_PROOFS,
        is_asked=typed.more == criterion.pk,
        fault=typed.faults.get(criterion.pk, ""),
        given=tuple(map(given_of, beside)),
        is_fixed=is_fixed and not is_own,
        is_done=mine is not None,
        anchor=f"c{criterion.pk}",
        is_alone=not is_fixed,
        history_url=history_url(entrant, criterion),
    )


def history_url(entrant: Entrant, criterion: Criterion) -> str:
    """Return the page that tells all that was ever given a city on a criterion."""
    edition = entrant.edition
    return reverse(
        "assessments:history",
        args=[edition.framework.slug, edition.slug, entrant.code, criterion.pk],
    )


def _proof_lines(criterion: Criterion, filled: Filled, typed: Typed) -> tuple[ProofLine, ...]:
    """Return the lines that are filled in, and an empty one where there is none or one is asked."""
    listed = list(filled.proofs)
    if not listed or (typed.more == criterion.pk and len(listed) < MOST_PROOFS):
        listed.append(FilledProof())
    return tuple(
        ProofLine(at + 1, {part: name_of(criterion, part, at) for part in PROOF_PARTS}, one)
        for at, one in enumerate(listed)
    )


def _options(criterion: Criterion, filled: Filled) -> tuple[Option, ...]:
    if not criterion.steps:
        return ()
    steps = [
        Option(
            plain(step["score"]), numbers.number(step["score"]), step["meaning"],
            filled.value == plain(step["score"]),
        )
        for step in criterion.steps
    ]  # fmt: skip
    unknown = Option(UNKNOWN, _("?"), _("It cannot be judged."), filled.value == UNKNOWN)
    return (*steps, unknown)


def given_of(mark: MarkFacts) -> Given:
    """Return a mark as it is shown."""
    return Given(
        hand=mark.hand_label,
        score=numbers.number(mark.value) if mark.value is not None else numbers.unknown(),
        note=mark.note,
        by=mark.by,
        proofs=mark.proofs,
        value=plain(mark.value) if mark.value is not None else UNKNOWN,
    )


def _crumbs(entrant: Entrant) -> tuple[Crumb, ...]:
    return (
        Crumb(_("My desk"), "/desk"),
        Crumb(str(entrant.edition), entrant.edition.work_path),
        Crumb(entrant.name),
    )


def _lead(*, is_own: bool) -> str:
    if is_own:
        return _("A score for each criterion, with what shows it: a document, an address, or a "
                 "reason. Reviewers read it.")  # fmt: skip
    return _("Nobody sees your scores until the other reviewer has given theirs; then both stand.")


def _lacks(lacking: int, of: int) -> str:
    if not lacking:
        return _("All {n} criteria have a score.").format(n=numbers.number(of))
    words = ngettext(
        "{n} of {of} criteria lacks a score.", "{n} of {of} criteria lack a score.", lacking
    )
    return words.format(n=numbers.number(lacking), of=numbers.number(of))


def _settle_lead(entrant: Entrant, due: int) -> str:
    if entrant.edition.state == State.ASSESSING:
        return _("Marks are being given. Differences are settled when the marking is closed.")
    if not due:
        return _("Nothing is left to settle.")
    words = ngettext("{n} score is to be settled.", "{n} scores are to be settled.", due)
    return words.format(n=numbers.number(due))


def _faults(items: Sequence[Item], said: str) -> tuple[Fault, ...]:
    first = [Fault(said)] if said else []
    return (
        *first,
        *(Fault(f"{one.name}: {one.fault}", f"c{one.key}") for one in items if one.fault),
    )
