"""Look through a Yjs update (version 1) before it is believed.

The library that applies updates makes room for as many parts as an update says it has: a few bytes
could claim gigabytes, and objects in objects in objects take the process down. So what it says is
counted against what is there; and what no board holds (documents in documents, XML, other roots,
anything deeper than the text or the links of an entry) is refused, as is what is no update at all.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from decapolis.canvas.bridge.document import MOST_LEVELS, ROOTS
from decapolis.live.wire import BadMessage, Source

Id: TypeAlias = tuple[int, int]  # a client, and its clock

DEEPEST = 16  # plain values in plain values
MOST_UNPLACED = 5000  # far fewer than the levels at which a document takes the process down
LONGEST_RUN = 1 << 31  # clocks are whole numbers of 32 bits there
GC, SKIP = 0, 10
HAS_LEFT, HAS_RIGHT, HAS_KEY = 0x80, 0x40, 0x20
KIND = 0x1F
ARRAY, MAP, TEXT = 0, 1, 2
TYPE = 7
FIXED = {127: 0, 126: 0, 124: 4, 123: 8, 122: 8, 121: 0, 120: 0}  # bytes of plain values
WHOLE, STRING, OBJECT, LIST, BYTES = 125, 119, 118, 117, 116


@dataclass(slots=True)
class Looked:
    """What an update says of itself."""

    starts: dict[int, int] = field(default_factory=dict)  # up to which clock must be there before
    ends: dict[int, int] = field(default_factory=dict)  # up to which clock is there afterwards
    needs: dict[int, int] = field(default_factory=dict)  # the last clock beside or in which it is
    levels: dict[Id, int] = field(default_factory=dict)  # of objects: 1 is an entry of a root
    parents: set[Id] = field(default_factory=set)  # of objects, where they come along
    unplaced: int = 0  # objects of which only the document knows in what they are

    def leads_on_from(self, held: Mapping[int, int]) -> bool:
        """Tell whether nothing is missing between a document with these clocks and the update."""
        return all(start <= held.get(client, 0) for client, start in self.starts.items()) and all(
            last < max(held.get(client, 0), self.ends.get(client, 0))
            for client, last in self.needs.items()
        )

    def is_in(self, held: Mapping[int, int]) -> bool:
        """Tell whether a document with these clocks has taken all of it in."""
        return all(end <= held.get(client, 0) for client, end in self.ends.items())

    def is_placed(self, held: Mapping[int, int]) -> bool:
        """Tell whether it is known how deep its objects lie in a document that had these clocks.

        It is not where an update tells anew what was there: that is kept as it was there.
        """
        return not self.unplaced and all(clock >= held.get(of, 0) for of, clock in self.parents)


def check_update(data: bytes) -> Looked:
    """Look through an update.

    Raises
    ------
    BadMessage
        It is none, or none of a board.
    """
    source, looked = Source(data), Looked()
    for _client in range(_count(source)):
        structs = _count(source)
        client = source.number()
        clock = _clock(source)
        if client in looked.starts:
            raise BadMessage("one client is told twice")
        looked.starts[client] = clock
        for _struct in range(structs):
            clock += _struct_of(source, (client, clock), looked)
        looked.ends[client] = clock
    for _client in range(_count(source)):
        source.number()
        for _range in range(_count(source)):
            _clock(source)
            _clock(source)
    source.end()
    return looked


def clocks(state: bytes) -> dict[int, int]:
    """Return the clock of each client, from a state vector."""
    source = Source(state)
    return {source.number(): source.number() for _client in range(source.number())}


def _count(source: Source) -> int:
    """Return how many parts follow; each takes a byte at least.

    Raises
    ------
    BadMessage
        There are not so many bytes.
    """
    found = source.number()
    if found > len(source.data) - source.at:
        raise BadMessage("more is told than is there")
    return found


def _clock(source: Source) -> int:
    found = source.number()
    if found >= LONGEST_RUN:
        raise BadMessage("a clock is out of reach")
    return found


def _struct_of(source: Source, at: Id, looked: Looked) -> int:
    """Look through a part of an update; return how many clocks it takes.

    Raises
    ------
    BadMessage
        No board holds it.
    """
    info = source.byte()
    kind = info & KIND
    if kind in {GC, SKIP}:
        length = _clock(source)
        if kind == SKIP:
            looked.starts[at[0]] = at[1] + length
        return length
    beside = [_id(source) for side in (HAS_LEFT, HAS_RIGHT) if info & side]
    parent = None if beside else _parent(source, has_key=info & HAS_KEY)
    for client, clock in (*beside, *([parent] if isinstance(parent, tuple) else ())):
        looked.needs[client] = max(clock, looked.needs.get(client, 0))
    read = CONTENTS.get(kind)
    if read is None:
        raise BadMessage("no board holds this")
    told = read(source)
    if kind == TYPE:
        _place(at, parent, told, looked)
        return 1
    return told


def _parent(source: Source, *, has_key: int) -> Id | str:
    """Return what a part is in: the name of a root, or where the object was made.

    Raises
    ------
    BadMessage
        It is no root of a board, or nothing is told under which name it is there.
    """
    if source.number() == 1:
        root = source.chunk().decode(errors="replace")
        if root not in ROOTS or not has_key:
            raise BadMessage("no board holds this")
        parent: Id | str = root
    else:
        parent = _id(source)
    if has_key:
        source.chunk()
    return parent


def _place(at: Id, parent: Id | str | None, kind: int, looked: Looked) -> None:
    """Find how deep an object lies; what stands beside something is where that is.

    Raises
    ------
    BadMessage
        It lies deeper than the text or the links of an entry, or is an entry that is no map.
    """
    level = 1
    if isinstance(parent, tuple) and parent in looked.levels:
        looked.parents.add(parent)
        level += looked.levels[parent]
    elif not isinstance(parent, str):
        looked.unplaced += 1
    elif kind != MAP:
        raise BadMessage("no board holds this")
    if level > MOST_LEVELS or looked.unplaced > MOST_UNPLACED:
        raise BadMessage("no board lies so deep")
    looked.levels[at] = level


def _id(source: Source) -> Id:
    return source.number(), _clock(source)


def _strings(source: Source) -> int:
    count = _count(source)
    for _part in range(count):
        source.chunk()
    return count


def _chunk(source: Source) -> int:
    source.chunk()
    return 1


def _text(source: Source) -> int:
    """Pass over a text; each letter takes a clock, as JavaScript counts them.

    Raises
    ------
    BadMessage
        It is no UTF-8.
    """
    found = source.chunk()
    if found.isascii():
        return len(found)
    try:
        return len(found.decode().encode("utf-16-le")) // 2
    except UnicodeDecodeError as error:
        raise BadMessage("no text") from error


def _format(source: Source) -> int:
    source.chunk()
    source.chunk()
    return 1


def _type(source: Source) -> int:
    """Return of which kind an object is.

    Raises
    ------
    BadMessage
        No board holds such.
    """
    found = source.number()
    if found not in {ARRAY, MAP, TEXT}:
        raise BadMessage("no board holds this")
    return found


def _values(source: Source) -> int:
    count = _count(source)
    for _part in range(count):
        _value(source)
    return count


def _value(source: Source, depth: int = 0) -> None:
    kind = source.byte()
    if kind in FIXED:
        source.skip(FIXED[kind])
    elif kind == WHOLE:
        source.number()  # with a sign; where it ends is the same
    elif kind in {STRING, BYTES}:
        source.chunk()
    elif kind in {OBJECT, LIST} and depth < DEEPEST:
        for _part in range(_count(source)):
            if kind == OBJECT:
                source.chunk()
            _value(source, depth + 1)
    else:
        raise BadMessage("no value")


CONTENTS: dict[int, Callable[[Source], int]] = {
    1: _clock,  # deleted
    2: _strings,  # JSON
    3: _chunk,  # bytes
    4: _text,
    5: _chunk,  # embedded in a text
    6: _format,
    TYPE: _type,
    8: _values,
}
