"""The document of a board: read as plain values, and changed as Yjs updates.

Browsers write on it freely, so nothing in it is believed: what is not of the shape that is told
here is left out or read as empty. The shape: docs/reference/live.md.
"""

import secrets
import string
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime
from math import isfinite
from typing import Any, TypeAlias

from django.db.models import QuerySet
from django.utils import timezone
from pycrdt import Doc, Map, Text

from decapolis.canvas.bridge.flat import AnyMap, Values, plain
from decapolis.canvas.bridge.remembered import Remembered
from decapolis.canvas.choices import Colour, LinkKind
from decapolis.canvas.models import Board, Update

ROOTS = ("notes", "groups", "comments", "session")
OF_THE_TEAM = ("notes", "groups", "comments")  # what a snapshot brings back
ID_LENGTH = 12
LETTERS = string.ascii_lowercase + string.digits
KEPT = 64  # contents in memory
MOST_LEVELS = 2  # of what several write in: an entry, and its text or links
NOTHING = b"\x00\x00"  # a Yjs update without changes
MOST_WHOLE = 2**53  # whole numbers that JavaScript holds

AnyDoc: TypeAlias = "Doc[Any]"


@dataclass(frozen=True, slots=True)
class Link:
    """What a note points to."""

    kind: str
    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody says to a note."""

    id: str
    note: str
    text: str
    by: int | None
    name: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Note:
    """One note. Without attribution ``by`` is None and ``name`` empty."""

    id: str
    block: str
    order: float
    text: str
    by: int | None
    name: str
    colour: str
    group: str
    at: datetime | None
    photo: str
    links: tuple[Link, ...]
    votes: int
    comments: tuple[Comment, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Notes of one block that belong together, under a title."""

    id: str
    block: str
    title: str
    order: float


@dataclass(frozen=True, slots=True)
class Session:
    """What a facilitator has set for everyone: a timer, a round of votes."""

    timer_ends: datetime | None = None
    timer_s: int = 0
    round: int = 0
    each: int = 0


@dataclass(frozen=True, slots=True)
class Content:
    """All that is on a board, in order: notes and groups as they stand, comments as they came."""

    notes: tuple[Note, ...] = ()
    groups: tuple[Group, ...] = ()
    comments: tuple[Comment, ...] = ()
    session: Session = Session()

    def note(self, key: str) -> Note | None:
        """Return one note."""
        return next((one for one in self.notes if one.id == key), None)

    def in_block(self, block: str) -> tuple[Note, ...]:
        """Return the notes of a block."""
        return tuple(one for one in self.notes if one.block == block)


Part: TypeAlias = Note | Group | Comment
Place: TypeAlias = tuple[str, str]  # the map of the document, and the id in it

# reading

_contents: Remembered[Content] = Remembered(KEPT)


def doc_of(board: Board) -> AnyDoc:
    """Return the document of a board as it is in the database now."""
    return doc_and_key(board)[0]


def doc_and_key(board: Board) -> tuple[AnyDoc, int]:
    """Return the document of a board, and the key of the last change in it; 0: there is none."""
    row = Board.objects.only("state", "merged").get(pk=board.pk)
    doc = opened(bytes(row.state))
    return doc, apply_changes(doc, row.updates.filter(pk__gt=row.merged)) or row.merged


def doc_at(board: Board, key: int) -> AnyDoc:
    """Return the document of a board as it was after one change."""
    start = board.snapshots.filter(upto__lte=key).order_by("-upto").first()
    doc = opened(bytes(start.state) if start else b"")
    apply_changes(doc, board.updates.filter(pk__gt=start.upto if start else 0, pk__lte=key))
    return doc


def apply_changes(doc: AnyDoc, changes: "QuerySet[Update]") -> int:
    """Apply stored changes to a document; return the key of the last, 0 if there are none."""
    last = 0
    with doc.transaction():
        for last, data in changes.order_by("pk").values_list("pk", "data"):  # noqa: B007 -- given back
            doc.apply_update(bytes(data))
    return last


def content_of(board: Board) -> Content:
    """Return what is on a board; kept until something changes."""
    # The time as well: what is rolled back leaves its key to the next.
    last = board.updates.order_by("-pk").values_list("pk", "at").first()
    return _contents.get((board.key, last), lambda: read(doc_of(board)))


def content_in(state: bytes) -> Content:
    """Return what is on a board by a whole state of it, such as a snapshot's."""
    return read(opened(state))


def opened(state: bytes = b"") -> AnyDoc:
    """Return a document with its four roots."""
    doc: AnyDoc = Doc()
    for name in ROOTS:
        doc.get(name, type=Map)
    if state:
        doc.apply_update(state)
    return doc


def read(doc: AnyDoc) -> Content:
    """Return what a document says."""
    return content_from(parts_of(doc).values(), session_of(doc))


def parts_of(doc: AnyDoc) -> dict[Place, Part]:
    """Return each note, group and comment by its place; notes come without their comments."""
    return {
        (name, key): READERS[name](key, plain(value, NAMES[name]))
        for name in OF_THE_TEAM
        for key, value in root(doc, name).items()
        if isinstance(value, Map)
    }


def part_at(doc: AnyDoc, place: Place) -> Part | None:
    """Return one note, group or comment; None where it is not on the board."""
    name, key = place
    found = root(doc, name).get(key)
    return READERS[name](key, plain(found, NAMES[name])) if isinstance(found, Map) else None


def content_from(parts: Iterable[Part], session: Session) -> Content:
    """Return what is on a board by its parts, in order."""
    notes, groups, said = [], [], []
    for part in parts:
        match part:
            case Note():
                notes.append(part)
            case Group():
                groups.append(part)
            case Comment():
                said.append(part)
    said.sort(key=lambda one: (_when(one), one.id))
    by_note: dict[str, list[Comment]] = {}
    for one in said:
        by_note.setdefault(one.note, []).append(one)
    notes.sort(key=lambda one: (one.order, _when(one), one.id))
    return Content(
        notes=tuple(
            replace(one, comments=tuple(by_note[one.id])) if one.id in by_note else one
            for one in notes
        ),
        groups=tuple(sorted(groups, key=lambda one: (one.order, one.id))),
        comments=tuple(said),
        session=session,
    )


def session_of(doc: AnyDoc) -> Session:
    """Return what a facilitator has set."""
    return _session(plain(root(doc, "session"), NAMES["session"]))


def root(doc: AnyDoc, name: str) -> AnyMap:
    """Return one of the four maps of a document."""
    found: AnyMap = doc.get(name, type=Map)
    return found


def _note(key: str, held: Values) -> Note:
    colour = _text(held.get("colour"))
    by = _key(held.get("by"))
    return Note(
        id=key,
        block=_text(held.get("block")),
        order=_number(held.get("order")),
        text=_text(held.get("text")),
        by=by,
        name=_text(held.get("name")) if by else "",
        colour=colour if colour in Colour.values else Colour.PAPER.value,
        group=_text(held.get("group")),
        at=_time(held.get("at")),
        photo=_text(held.get("photo")),
        links=tuple(_links(held.get("links"))),
        votes=_whole(held.get("votes")),
        comments=(),
    )


def _comment(key: str, held: Values) -> Comment:
    by = _key(held.get("by"))
    return Comment(
        id=key,
        note=_text(held.get("note")),
        text=_text(held.get("text")),
        by=by,
        name=_text(held.get("name")) if by else "",
        at=_time(held.get("at")),
    )


def _group(key: str, held: Values) -> Group:
    return Group(
        id=key,
        block=_text(held.get("block")),
        title=_text(held.get("title")),
        order=_number(held.get("order")),
    )


READERS: dict[str, Callable[[str, Values], Part]] = {
    "notes": _note,
    "groups": _group,
    "comments": _comment,
}
NAMES = {
    name: frozenset(one.name for one in fields(of))
    for name, of in zip(ROOTS, (Note, Group, Comment, Session), strict=True)
}


def _session(held: Values) -> Session:
    return Session(
        timer_ends=_time(held.get("timer_ends")),
        timer_s=_whole(held.get("timer_s")),
        round=_whole(held.get("round")),
        each=_whole(held.get("each")),
    )


def _links(value: object) -> Iterator[Link]:
    for key, title in sorted(value.items()) if isinstance(value, dict) else ():
        kind, _colon, slug = key.partition(":")
        if kind in LinkKind.values and slug:
            yield Link(kind=kind, slug=slug, title=_text(title))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and isfinite(value) else 0.0  # type: ignore[arg-type]


def _whole(value: object) -> int:
    number = _number(value)
    return int(number) if 0 <= number < MOST_WHOLE else 0


def _key(value: object) -> int | None:
    return _whole(value) or None


def _time(value: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(_text(value))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=timezone.get_default_timezone())


def _when(one: Note | Comment) -> float:
    return one.at.timestamp() if one.at else 0.0


# changing


def new_id() -> str:
    """Return an id for a note, a group or a comment."""
    return "".join(secrets.choice(LETTERS) for _place in range(ID_LENGTH))


def edited(board: Board, change: Callable[[AnyDoc], None]) -> bytes:
    """Return the Yjs update that a change makes, by the board as it is now; empty if none."""
    return update_of(doc_of(board), change)


def update_of(doc: AnyDoc, change: Callable[[AnyDoc], None]) -> bytes:
    """Change a document in one go, and return the Yjs update of it alone; empty if none."""
    made: list[bytes] = []
    watch = doc.observe(lambda event: made.append(event.update))
    try:
        with doc.transaction():
            change(doc)
    finally:
        doc.unobserve(watch)
    return b"" if not made or made[0] == NOTHING else made[0]


def unsign(held: AnyMap) -> None:
    """Let a note or a comment name nobody."""
    held["by"], held["name"] = None, ""


def put_text(held: AnyMap, name: str, words: str) -> None:
    """Make a text read as told, with the fewest edits, so that edits of others are kept.

    ``held["text"] += "more"`` would put a new text in place of the one that others write in.
    """
    text = held.get(name)
    if not isinstance(text, Text):
        held[name] = Text(words)
        return
    before, after = str(text).encode(), words.encode()
    start = _same(before, after)
    end = _same_from_behind(before[start:], after[start:])
    if len(before) - end > start:
        del text[start : len(before) - end]
    if len(after) - end > start:
        text.insert(start, after[start : len(after) - end].decode())


def _same(one: bytes, other: bytes) -> int:
    """Return how many bytes are the same at the start, in whole characters."""
    most = min(len(one), len(other))
    n = next((at for at in range(most) if one[at] != other[at]), most)
    while n and any(_is_inside(text, n) for text in (one, other)):
        n -= 1
    return n


def _same_from_behind(one: bytes, other: bytes) -> int:
    """Return how many bytes are the same at the end, in whole characters."""
    most = min(len(one), len(other))
    n = next((at for at in range(most) if one[-1 - at] != other[-1 - at]), most)
    while n and any(_is_inside(text, len(text) - n) for text in (one, other)):
        n -= 1
    return n


def _is_inside(text: bytes, at: int) -> bool:
    """Tell whether a place in UTF-8 lies within a character."""
    return at < len(text) and text[at] & 0xC0 == 0x80  # noqa: PLR2004 -- how UTF-8 goes on


def restored(board: Board, state: bytes, *, bare: Iterable[Place] = ()) -> bytes:
    """Return the edits that make a board's notes, groups and comments read as in an older state.

    Nothing that was written is undone or rewritten: who was offline meanwhile merges as ever. The
    session (timer, round of votes) stays as it is.

    Parameters
    ----------
    bare
        What comes back without a name.
    """
    old = opened(state)
    for name, key in bare:
        if isinstance(held := root(old, name).get(key), Map):
            unsign(held)

    def change(doc: AnyDoc) -> None:
        for name in OF_THE_TEAM:
            _become(root(doc, name), root(old, name))

    return edited(board, change)


def _become(held: AnyMap, old: AnyMap, level: int = 0) -> None:
    wanted = {
        key: value
        for key, value in old.items()
        if level < MOST_LEVELS or not isinstance(value, Map | Text)
    }
    for key in [key for key in held.keys() if key not in wanted]:  # noqa: SIM118 -- no dict
        del held[key]
    for key, value in wanted.items():
        _put(held, key, value, level)


def _put(held: AnyMap, key: str, value: Any, level: int) -> None:  # noqa: ANN401 -- whatever Yjs holds
    present = held.get(key)
    match value:
        case Map() if isinstance(present, Map):
            _become(present, value, level + 1)
        case Map():
            held[key] = Map()
            _become(held[key], value, level + 1)
        case Text():
            put_text(held, key, str(value))
        case None | str() | bool() | int() | float() if present != value or key not in held:
            held[key] = value
