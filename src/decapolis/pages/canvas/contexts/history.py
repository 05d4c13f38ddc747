"""What the history of a board shows: its steps, one of them as it was, and what was kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.forms import Form
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.canvas.bridge.playback import Difference, Moment, Step, moment_at, place_of
from decapolis.canvas.models import Board
from decapolis.canvas.queries.boards import SnapshotFacts, snapshots_of
from decapolis.canvas.queries.templates import blocks_of
from decapolis.canvas.queries.votes import Ballot
from decapolis.canvas.rules import may_lead
from decapolis.kernel import numbers
from decapolis.pages.canvas.contexts.board import BlockShown, Choice, blocks_shown
from decapolis.pages.components import Fault
from decapolis.pages.forms import faults_of
from decapolis.pages.links import with_query
from decapolis.people.models import Person

PACES = (1, 5, 25)  # steps at a time
MOST_TOLD = 6
MOST_KEPT = 20  # of those without a name
LONGEST = 80  # characters of a note in a sentence


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a history is asked for: a step by its change or its place."""

    step: int | None = None
    place: int | None = None  # from 1
    pace: int = 1


@dataclass(frozen=True, slots=True)
class Kept:
    """A snapshot in the list."""

    title: str
    detail: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Way:
    """The way through the steps: addresses are empty where there is nothing."""

    place: int
    of: int
    first: str
    before: str
    after: str
    pace: int
    paces: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """The steps of a board, how it was after one of them, and what that step did."""

    template: ClassVar[str] = "canvas/history.html"
    board: str
    url: str
    kept: tuple[Kept, ...]
    more: str  # how many are not in the list, in words
    blocks: tuple[BlockShown, ...]
    way: Way | None  # None: nothing has happened yet
    shown: str  # when, in words
    told: tuple[str, ...]
    step: int
    can_lead: bool
    form: Form
    faults: tuple[Fault, ...]


def history_page(
    board: Board, me: Person, steps: Sequence[Step], asked: Asked, form: Form
) -> HistoryPage:
    """Return the history of a board at one of its steps; the newest where none is asked for."""
    snapshots = snapshots_of(board, reader=me)  # the newest first
    place = _place(steps, asked)
    pace = asked.pace if asked.pace in PACES else 1
    moment = moment_at(board, steps, place, since=max(-1, place - pace)) if steps else None
    shown = moment.step.key if moment else None
    unnamed = [one for one in snapshots if not one.name]
    listed = [one for one in snapshots if one.name or one in unnamed[:MOST_KEPT]]
    return HistoryPage(
        board=board.title,
        url=board.path,
        kept=tuple(_kept(one, board, is_current=one.upto == shown) for one in listed),
        more=_more(len(snapshots) - len(listed)),
        blocks=_blocks(board, moment),
        way=_way(board, steps, place, pace) if steps else None,
        shown=_at(moment.step.at) if moment else "",
        told=_told(board, moment.differences) if moment else (),
        step=shown or 0,
        can_lead=bool(may_lead(me, board)),
        form=form,
        faults=faults_of(form),
    )


def _place(steps: Sequence[Step], asked: Asked) -> int:
    """Return the place of the step that is asked for; a board is begun at its newest."""
    last = len(steps) - 1
    if asked.step is not None:
        found = place_of(steps, asked.step)
        return last if found is None else found
    return last if asked.place is None else max(0, min(last, asked.place - 1))


def _way(board: Board, steps: Sequence[Step], place: int, pace: int) -> Way:
    here = f"{board.path}/history"
    last = len(steps) - 1

    def url(to: int) -> str:
        if to == place:
            return ""
        told = str(pace) if pace > 1 else ""
        return with_query(here, step=str(steps[to].key), pace=told)

    return Way(
        place=place + 1,
        of=len(steps),
        first=url(0),
        before=url(max(0, place - pace)),
        after=url(min(last, place + pace)),
        pace=pace,
        paces=tuple(Choice(str(one), _pace(one), one == pace) for one in PACES),
    )


def _pace(steps: int) -> str:
    return ngettext("{n} step", "{n} steps", steps).format(n=steps)


def _blocks(board: Board, moment: Moment | None) -> tuple[BlockShown, ...]:
    if moment is None:
        return ()
    marks = {one.note: "changed" for one in moment.differences if one.what == "comment"}
    marks |= {one.note: str(one.how) for one in moment.differences if one.what == "note"}
    return blocks_shown(board, moment.content, Ballot(), marks=marks)


def _told(board: Board, differences: Sequence[Difference]) -> tuple[str, ...]:
    """Return what changed, in sentences; of many only the first."""
    titles = {one.id: one.title for one in blocks_of(board)}
    told = [_sentence(one, titles.get(one.block, "")) for one in differences[:MOST_TOLD]]
    more = len(differences) - len(told)
    if more:
        told.append(ngettext("And {n} more.", "And {n} more.", more).format(n=more))
    return tuple(told) or (_("Nothing that is seen here changed."),)


def _sentence(one: Difference, block: str) -> str:
    said = {
        ("added", "note"): _("Added to {block}: {text}"),
        ("changed", "note"): _("Changed in {block}: {text}"),
        ("removed", "note"): _("Taken off {block}: {text}"),
        ("added", "group"): _("New group in {block}: {text}"),
        ("changed", "group"): _("Group changed in {block}: {text}"),
        ("removed", "group"): _("Group taken off {block}: {text}"),
        ("added", "comment"): _("Comment in {block}: {text}"),
        ("changed", "comment"): _("Comment changed in {block}: {text}"),
        ("removed", "comment"): _("Comment taken off {block}: {text}"),
        ("added", "votes"): _("Votes were opened."),
        ("removed", "votes"): _("Votes were closed."),
        ("added", "timer"): _("The timer was started."),
        ("removed", "timer"): _("The timer was stopped."),
    }[one.how, one.what]
    if one.what == "note" and one.how == "changed" and "text" not in one.fields:
        said = _moved_or_marked(one.fields) or said
    return said.format(block=block, text=Truncator(one.text).chars(LONGEST))


def _moved_or_marked(fields: Sequence[str]) -> str:
    """Return what was done to a note whose words are the same; empty: nothing that has a word."""
    said = {
        "block": _("Moved to {block}: {text}"),
        "order": _("Moved in {block}: {text}"),
        "group": _("Grouped in {block}: {text}"),
        "votes": _("Votes counted in {block}: {text}"),
    }
    return next((words for name, words in said.items() if name in fields), "")


def _kept(one: SnapshotFacts, board: Board, *, is_current: bool) -> Kept:
    notes = ngettext("{n} note", "{n} notes", one.notes).format(n=numbers.number(one.notes))
    parts: Sequence[str] = (_at(one.at), notes, one.by)
    return Kept(
        title=one.name or _("Kept by itself"),
        detail=", ".join(part for part in parts if part),
        url=with_query(f"{board.path}/history", at=one.key),
        current=is_current,
    )


def _more(left: int) -> str:
    """Return how many older ones are not in the list, in words; empty: none."""
    words = ngettext(
        "And {n} older one, kept by itself.", "And {n} older ones, kept by themselves.", left
    )
    return words.format(n=left) if left else ""


def _at(when: datetime) -> str:
    local = timezone.localtime(when)
    return f"{numbers.day(local.date())}, {local:%H:%M:%S}"
