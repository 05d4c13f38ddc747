"""The history of a board, played: step by step what was added, changed and taken off.

A step is what was stored in one go of work: changes that follow each other within `PAUSE`, for at
most `LONGEST`, and never across a snapshot. Between two snapshots the stored changes are applied
once and remembered as what each step made of each note. Where changes were let go (after 90 days,
or since somebody was erased) a step leads from one snapshot to the next. What is told is what notes
say: no change is tied to a person, and a name is shown only on what bears it still.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias, TypeVar

from django.db.models import Count, Max, Min
from django.utils.translation import gettext as _
from pycrdt import Subscription

from decapolis.canvas.bridge.document import (
    OF_THE_TEAM,
    AnyDoc,
    Comment,
    Content,
    Group,
    Note,
    Part,
    Place,
    Session,
    content_from,
    content_of,
    doc_at,
    doc_of,
    opened,
    part_at,
    parts_of,
    root,
    session_of,
)
from decapolis.canvas.bridge.flat import AnyMap
from decapolis.canvas.bridge.remembered import Remembered
from decapolis.canvas.models import Board, Snapshot
from decapolis.kernel.errors import NotFound

PAUSE = timedelta(seconds=3)
LONGEST = timedelta(seconds=15)
KEPT = 16  # stretches in memory
SIGNATURE = frozenset({"by", "name"})

How = Literal["added", "changed", "removed"]
Parts: TypeAlias = Mapping[Place, Part]
Signed = TypeVar("Signed", Note, Comment)


@dataclass(frozen=True, slots=True)
class Step:
    """A short time in which a board changed. ``key`` is that of its last change."""

    key: int
    at: datetime
    is_kept: bool  # a snapshot was taken at its end


@dataclass(frozen=True, slots=True)
class Difference:
    """What a step did to one thing of a board.

    ``what`` is ``note``, ``group``, ``comment``, ``votes`` (a round of them) or ``timer``; ``note``
    is the id of the note that it is, or is said to; ``fields`` are what was changed.
    """

    how: How
    what: str
    note: str = ""
    block: str = ""
    text: str = ""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """A board as it was after a step, and what had changed."""

    step: Step
    content: Content
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class _After:
    """What a step made of the parts that it touched; None: they are gone."""

    parts: Mapping[Place, Part | None]
    session: Session


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A board as a snapshot has it, and what the steps up to the next one made of it."""

    parts: Parts
    session: Session
    steps: tuple[_After, ...]


_steps: Remembered[tuple[Step, ...]] = Remembered(KEPT)
_stretches: Remembered[_Stretch] = Remembered(KEPT)


def steps_of(board: Board) -> tuple[Step, ...]:
    """Return the steps of a board, the oldest first; no change is read for it."""
    kept = tuple(board.snapshots.order_by("upto", "at").values_list("upto", "at"))
    # The time as well: what is rolled back leaves its key to the next.
    held = board.updates.order_by().aggregate(Min("pk"), Max("pk"), Count("pk"), Max("at"))
    return _steps.get((board.pk, *held.values(), kept), lambda: _made_of(board, dict(kept)))


def _made_of(board: Board, kept: Mapping[int, datetime]) -> tuple[Step, ...]:
    times = {**kept, **dict(board.updates.order_by("pk").values_list("pk", "at"))}
    found: list[Step] = []
    began: datetime | None = None
    for key, at in sorted(times.items()):
        last = found[-1] if found else None
        goes_on = (
            last is not None
            and began is not None
            and not last.is_kept
            and at - last.at <= PAUSE
            and at - began <= LONGEST
        )
        if goes_on:
            found.pop()
        else:
            began = at
        found.append(Step(key, at, key in kept))
    return tuple(found)


def place_of(steps: Sequence[Step], key: int) -> int | None:
    """Return where in the history the step with a change stands; None: it is later than all."""
    return next((n for n, one in enumerate(steps) if one.key >= key), None)


def moment_at(
    board: Board, steps: Sequence[Step], place: int, *, since: int | None = None
) -> Moment:
    """Return a board as it was after one of its steps.

    Parameters
    ----------
    since
        The step after which differences are told; None: the one before, -1: the empty board.
    """
    before, was = _state_at(board, steps, place - 1 if since is None else since)
    parts, session = _state_at(board, steps, place)
    content = content_from(parts.values(), session)
    told = (*_differences(before, parts), *_session_differences(was, session))
    return Moment(steps[place], with_names_of(content, content_of(board)), told)


def snapshot_at(board: Board, steps: Sequence[Step], place: int) -> Snapshot:
    """Return a board as it was after a step, as a snapshot that is not stored.

    Raises
    ------
    NotFound
        Of that time not all changes are kept.
    """
    step = steps[place]
    doc = doc_at(board, step.key)
    if parts_of(doc) != _state_at(board, steps, place)[0]:
        raise NotFound(_("Of that time not everything is kept. Take a step that was kept."))
    return Snapshot(board=board, at=step.at, state=doc.get_update(), upto=step.key)


def with_names_of(then: Content, now: Content) -> Content:
    """Return what was on a board with the names that are on it now, and no other.

    Who takes their name off a note takes it off for all times; of a note that is gone nobody can
    tell whether they did.
    """
    signed: tuple[Note | Comment, ...] = (*now.notes, *now.comments)
    bear = {one.id: one.by for one in signed}

    def bare(one: Signed) -> Signed:
        keeps = one.by is None or bear.get(one.id) == one.by
        return one if keeps else replace(one, by=None, name="")

    return replace(
        then,
        notes=tuple(
            bare(replace(one, comments=tuple(map(bare, one.comments)))) for one in then.notes
        ),
        comments=tuple(map(bare, then.comments)),
    )


def names_gone(board: Board, state: bytes) -> frozenset[Place]:
    """Return the notes and comments of an older state that do not bear the same name now."""
    now = parts_of(doc_of(board))
    then = parts_of(opened(state))
    return frozenset(place for place, part in then.items() if _by(part) != _by(now.get(place)))


def _by(part: Part | None) -> int | None:
    return part.by if isinstance(part, Note | Comment) else None


def _around(steps: Sequence[Step], place: int) -> tuple[int, int]:
    """Return the first and the last step between the snapshots around a step."""
    first = last = place
    while first > 0 and not steps[first - 1].is_kept:
        first -= 1
    while last < len(steps) - 1 and not steps[last].is_kept:
        last += 1
    return first, last


def _state_at(board: Board, steps: Sequence[Step], place: int) -> tuple[Parts, Session]:
    """Return what was on a board after a step; -1: nothing."""
    if place < 0:
        return {}, Session()
    first, last = _around(steps, place)
    start = _snapshot(board, steps[first - 1].key) if first else b""
    end = _snapshot(board, steps[last].key) if steps[last].is_kept else b""
    ends = (hashlib.sha256(start).digest(), hashlib.sha256(end).digest())
    key = (board.pk, tuple(steps[first : last + 1]), *ends)
    held = _stretches.get(key, lambda: _walked(board, steps, (first, last), (start, end)))
    parts, session = dict(held.parts), held.session
    for one in held.steps[: place - first + 1]:
        _apply(parts, one)
        session = one.session
    return parts, session


def _snapshot(board: Board, key: int) -> bytes:
    found = board.snapshots.filter(upto=key).order_by("-at").values_list("state", flat=True).first()
    return bytes(found or b"")


def _walked(
    board: Board, steps: Sequence[Step], span: tuple[int, int], ends: tuple[bytes, bytes]
) -> _Stretch:
    first, last = span
    doc = opened(ends[0])
    parts, session = parts_of(doc), session_of(doc)
    after = steps[first - 1].key if first else -1
    done = tuple(_steps_on(doc, board, after, steps[first : last + 1]))
    if ends[1]:
        end = opened(ends[1])
        if (kept := parts_of(end)) != parts_of(doc):  # changes in between were let go
            told = _After({one: kept.get(one) for one in {**parts, **kept}}, session_of(end))
            done = (*(_After({}, session) for _one in done[:-1]), told)
    return _Stretch(parts, session, done)


def _steps_on(doc: AnyDoc, board: Board, after: int, steps: Sequence[Step]) -> Iterator[_After]:
    """Apply the stored changes step by step, and yield what each made of what it touched."""
    touched: set[Place] = set()
    watched = [(held, _watch(held, name, touched)) for name, held in _roots(doc)]
    rows = board.updates.filter(pk__gt=after, pk__lte=steps[-1].key).order_by("pk")
    waiting = iter(rows.values_list("pk", "data"))
    row = next(waiting, None)
    for step in steps:
        with doc.transaction():
            while row is not None and row[0] <= step.key:
                doc.apply_update(bytes(row[1]))
                row = next(waiting, None)
        yield _After({place: part_at(doc, place) for place in touched}, session_of(doc))
        touched.clear()
    for held, watch in watched:
        held.unobserve(watch)


def _roots(doc: AnyDoc) -> list[tuple[str, AnyMap]]:
    return [(name, root(doc, name)) for name in OF_THE_TEAM]


def _watch(held: AnyMap, name: str, touched: set[Place]) -> Subscription:
    """Note what is touched in one of the maps."""

    def note(events: Iterable[Any]) -> None:
        for event in events:
            touched.update((name, str(key)) for key in event.path[:1] or event.keys)

    return held.observe_deep(note)


def _apply(parts: dict[Place, Part], step: _After) -> None:
    for place, part in step.parts.items():
        if part is None:
            parts.pop(place, None)
        else:
            parts[place] = part


def _differences(before: Parts, after: Parts) -> Iterator[Difference]:
    """Yield what is another: notes, then groups, then comments; these not where their note went.

    That somebody took their name off is not told.
    """
    gone = {key for name, key in before.keys() - after.keys() if name == "notes"}
    every = {**before, **after}
    for place in sorted(every, reverse=True):
        was, now, part = before.get(place), after.get(place), every[place]
        if was is None:
            yield _told("added", part, (), every)
        elif now is None:
            if not (isinstance(part, Comment) and part.note in gone):
                yield _told("removed", part, (), every)
        elif was != now and (changed := _changed(was, now)):
            yield _told("changed", part, changed, every)


def _changed(was: Part, now: Part) -> tuple[str, ...]:
    names = (one.name for one in fields(now) if one.name not in SIGNATURE)
    return tuple(one for one in names if getattr(was, one) != getattr(now, one))


def _told(how: How, part: Part, changed: tuple[str, ...], parts: Parts) -> Difference:
    match part:
        case Note():
            return Difference(how, "note", part.id, part.block, part.text, changed)
        case Group():
            return Difference(how, "group", "", part.block, part.title, changed)
        case Comment():
            note = parts.get(("notes", part.note))
            block = note.block if isinstance(note, Note) else ""
            return Difference(how, "comment", part.note, block, part.text, changed)


def _session_differences(was: Session, now: Session) -> Iterator[Difference]:
    if was.round != now.round:
        yield Difference("added" if now.round else "removed", "votes")
    if was.timer_ends != now.timer_ends:
        yield Difference("added" if now.timer_ends else "removed", "timer")
