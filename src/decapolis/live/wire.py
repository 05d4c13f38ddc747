"""The messages on the line of a board: y-websocket's, and two of our own.

Numbers are lib0's: seven bits a byte, the lowest first. See docs/reference/live.md.
"""

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SYNC, PRESENCE, ASK_PRESENCE, SAVED, TOLD = 0, 1, 3, 4, 5
STEP_1, STEP_2, UPDATE = 0, 1, 2
MOST_MESSAGE = MOST_DOCUMENT = 4_000_000  # bytes
MOST_BITS = 63
SHORT, MIDDLE = 126, 1 << 16  # how WebSocket writes lengths


class BadMessage(Exception):
    """What came is no message of this line."""


@dataclass(slots=True)
class Source:
    """Bytes that are read from the front."""

    data: bytes
    at: int = 0

    def number(self) -> int:
        """Return the next number.

        Raises
        ------
        BadMessage
            There is none.
        """
        value = shift = 0
        while shift <= MOST_BITS and self.at < len(self.data):
            byte = self.data[self.at]
            self.at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:  # noqa: PLR2004 -- the last of a number
                return value
            shift += 7
        raise BadMessage("a number is cut off")

    def chunk(self) -> bytes:
        """Return the next bytes, which are told with their length.

        Raises
        ------
        BadMessage
            They are cut off.
        """
        end = self.number() + self.at
        if end > len(self.data):
            raise BadMessage("bytes are cut off")
        found = self.data[self.at : end]
        self.at = end
        return found

    def byte(self) -> int:
        """Return the next byte.

        Raises
        ------
        BadMessage
            There is none.
        """
        if self.at >= len(self.data):
            raise BadMessage("a byte is missing")
        self.at += 1
        return self.data[self.at - 1]

    def skip(self, count: int) -> None:
        """Go on behind some bytes.

        Raises
        ------
        BadMessage
            There are not so many.
        """
        self.at += count
        if self.at > len(self.data):
            raise BadMessage("bytes are cut off")

    def end(self) -> None:
        """Expect nothing more.

        Raises
        ------
        BadMessage
            There is more.
        """
        if self.at != len(self.data):
            raise BadMessage("more than one message")


def number(value: int) -> bytes:
    """Return a number as it is written.

    Examples
    --------
    >>> number(0).hex(), number(127).hex(), number(300).hex()
    ('00', '7f', 'ac02')
    """
    out = bytearray()
    while value > 0x7F:  # noqa: PLR2004 -- seven bits
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def chunk(data: bytes) -> bytes:
    """Return bytes with their length before them."""
    return number(len(data)) + data


def step_1(state: bytes) -> bytes:
    """Ask for what is missing here."""
    return bytes((SYNC, STEP_1)) + chunk(state)


def step_2(update: bytes) -> bytes:
    """Answer with what is missing there."""
    return bytes((SYNC, STEP_2)) + chunk(update)


def update(data: bytes) -> bytes:
    """Tell a change."""
    return bytes((SYNC, UPDATE)) + chunk(data)


def presence(states: bytes) -> bytes:
    """Tell who is here."""
    return bytes((PRESENCE,)) + chunk(states)


def saved(state: bytes) -> bytes:
    """Tell what is in the database: a state vector."""
    return bytes((SAVED,)) + chunk(state)


def told(values: Mapping[str, Any]) -> bytes:
    """Tell something about the board."""
    return bytes((TOLD,)) + chunk(json.dumps(values).encode())


def framed(message: bytes) -> bytes:
    """Return a message as a server writes it on a WebSocket."""
    size = len(message)
    if size < SHORT:
        return bytes((0x82, size)) + message
    if size < MIDDLE:
        return b"\x82\x7e" + struct.pack(">H", size) + message
    return b"\x82\x7f" + struct.pack(">Q", size) + message
