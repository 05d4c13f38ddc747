"""Look through a Yjs update (version 1) before it is believed.

The library that applies updates makes room for as many parts as an update says it has: a few bytes
could claim gigabytes. So what it says is counted against what is there; and what no board holds
(documents in documents, XML) is refused, as is what is no update at all.
"""

from collections.abc import Callable

from decapolis.live.wire import BadMessage, Source

DEEPEST = 16  # objects in objects
LONGEST_RUN = 1 << 31  # clocks are whole numbers of 32 bits there
GC, SKIP = 0, 10
HAS_LEFT, HAS_RIGHT, HAS_KEY = 0x80, 0x40, 0x20
KIND = 0x1F
ARRAY, MAP, TEXT = 0, 1, 2
FIXED = {127: 0, 126: 0, 124: 4, 123: 8, 122: 8, 121: 0, 120: 0}  # bytes of plain values
WHOLE, STRING, OBJECT, LIST, BYTES = 125, 119, 118, 117, 116


def check_update(data: bytes) -> None:
    """Look through an update.

    Raises
    ------
    BadMessage
        It is none, or none of a board.
    """
    source = Source(data)
    for _client in range(_count(source)):
        structs = _count(source)
        source.number()
        _clock(source)
        for _struct in range(structs):
            _struct_of(source)
    for _client in range(_count(source)):
        source.number()
        for _range in range(_count(source)):
            _clock(source)
            _clock(source)
    source.end()


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


def _struct_of(source: Source) -> None:
    info = source.byte()
    kind = info & KIND
    if kind in {GC, SKIP}:
        _clock(source)
        return
    if info & HAS_LEFT:
        _id(source)
    if info & HAS_RIGHT:
        _id(source)
    if not info & (HAS_LEFT | HAS_RIGHT):
        if source.number() == 1:
            source.chunk()
        else:
            _id(source)
        if info & HAS_KEY:
            source.chunk()
    read = CONTENTS.get(kind)
    if read is None:
        raise BadMessage("no board holds this")
    read(source)


def _id(source: Source) -> None:
    source.number()
    _clock(source)


def _strings(source: Source) -> None:
    for _part in range(_count(source)):
        source.chunk()


def _format(source: Source) -> None:
    source.chunk()
    source.chunk()


def _type(source: Source) -> None:
    if source.number() not in {ARRAY, MAP, TEXT}:
        raise BadMessage("no board holds this")


def _values(source: Source) -> None:
    for _part in range(_count(source)):
        _value(source)


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


CONTENTS: dict[int, Callable[[Source], object]] = {
    1: _clock,  # deleted
    2: _strings,  # JSON
    3: Source.chunk,  # bytes
    4: Source.chunk,  # text
    5: Source.chunk,  # embedded in a text
    6: _format,
    7: _type,
    8: _values,
}
