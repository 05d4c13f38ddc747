"""What is told on the bell of a board: a change that was stored, or that one should look."""

import struct
from dataclasses import dataclass

KEY = struct.Struct(">cQ")
CHANGE = b"u"
LARGEST = 100_000  # bytes of a change that is sent along; a larger one is read from the database


@dataclass(frozen=True, slots=True)
class Stored:
    """A change that is in the database; empty data where it is to be read there."""

    key: int
    data: bytes


def channel_of(board_id: int) -> str:
    """Return the name of a board's bell."""
    return f"board:{board_id}"


def told(key: int, data: bytes) -> bytes:
    """Return what is rung for a change."""
    return KEY.pack(CHANGE, key) + (data if len(data) <= LARGEST else b"")


def heard(payload: bytes) -> Stored | None:
    """Return the change that was rung; None: look what is new, and who may still be there."""
    if len(payload) < KEY.size or payload[:1] != CHANGE:
        return None
    _kind, key = KEY.unpack_from(payload)
    return Stored(key, payload[KEY.size :])
