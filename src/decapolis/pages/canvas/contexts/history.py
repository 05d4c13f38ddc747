"""What the history of a board shows: its snapshots, one of them as it was, and the way on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.forms import Form
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.canvas.bridge.document import Content, content_in, content_of
from decapolis.canvas.models import Board, Snapshot
from decapolis.canvas.queries.boards import SnapshotFacts, snapshots_of
from decapolis.canvas.queries.votes import Ballot
from decapolis.canvas.rules import may_lead
from decapolis.kernel import numbers
from decapolis.pages.canvas.contexts.board import BlockShown, blocks_shown
from decapolis.pages.components import Fault
from decapolis.pages.forms import faults_of
from decapolis.pages.links import with_query
from decapolis.people.models import Person


@dataclass(frozen=True, slots=True)
class Moment:
    """One time of a board."""

    key: int
    title: str
    detail: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """The times of a board, and how it was at one of them."""

    template: ClassVar[str] = "canvas/history.html"
    board: str
    url: str
    moments: tuple[Moment, ...]
    blocks: tuple[BlockShown, ...]
    shown: str  # when, in words
    key: int  # of the snapshot that is shown; 0: the board as it is now
    first: str
    before: str
    after: str
    place: str
    can_lead: bool
    form: Form
    faults: tuple[Fault, ...]


def history_page(board: Board, me: Person, chosen: Snapshot | None, form: Form) -> HistoryPage:
    """Return the history of a board with one of its times; None shows it as it is now."""
    held = snapshots_of(board, reader=me)  # the newest first
    here = f"{board.path}/history"
    key = chosen.pk if chosen else 0
    urls = [with_query(here, at=one.key) for one in reversed(held)] + [here]
    at = len(held) if chosen is None else [one.key for one in reversed(held)].index(key)
    return HistoryPage(
        board=board.title,
        url=board.path,
        moments=tuple(_moment(one, here, key) for one in held),
        blocks=blocks_shown(board, _content(board, chosen), Ballot()),
        shown=_at(chosen.at) if chosen else _("now"),
        key=key,
        first=urls[0],
        before=urls[at - 1] if at else "",
        after=urls[at + 1] if at + 1 < len(urls) else "",
        place=_("{n} of {all}").format(n=at + 1, all=len(urls)),
        can_lead=bool(may_lead(me, board)),
        form=form,
        faults=faults_of(form),
    )


def _content(board: Board, chosen: Snapshot | None) -> Content:
    return content_in(bytes(chosen.state)) if chosen else content_of(board)


def _moment(one: SnapshotFacts, here: str, chosen: int) -> Moment:
    notes = ngettext("{n} note", "{n} notes", one.notes).format(n=numbers.number(one.notes))
    parts: Sequence[str] = (_at(one.at), notes, one.by)
    return Moment(
        key=one.key,
        title=one.name or _("Taken by itself"),
        detail=", ".join(part for part in parts if part),
        url=with_query(here, at=one.key),
        current=one.key == chosen,
    )


def _at(when: datetime) -> str:
    local = timezone.localtime(when)
    return f"{numbers.day(local.date())}, {local:%H:%M}"
