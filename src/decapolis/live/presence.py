"""Who is here: awareness states of browsers, passed on with the name that the server knows.

A state belongs to the person whose browser told it first; nobody else changes it or takes it
away, and none is kept of who opened the board by a link.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from decapolis.live.wire import BadMessage, Source, chunk, number

LONGEST = 4_000  # bytes of one state
MOST_EACH = 8  # browsers of one person on one board
MOST_GONE = 1_000


@dataclass(slots=True)
class State:
    """One browser: its clock, and what it shows; None once it is gone."""

    person: int
    clock: int
    shown: str | None


@dataclass(slots=True)
class Presence:
    """All who are at one board."""

    states: dict[int, State] = field(default_factory=dict)
    news: set[int] = field(default_factory=set)

    def take(self, data: bytes, *, person: int, name: str) -> set[int]:
        """Take over what somebody's browser tells of itself; return the ids that are theirs.

        Raises
        ------
        BadMessage
            It is no such message.
        """
        source = Source(data)
        theirs = set()
        for _turn in range(source.number()):
            key, clock, text = source.number(), source.number(), source.chunk()
            if self._is_news(key, clock, text, person):
                self.states[key] = State(person, clock, _cleaned(text, person, name))
                self.news.add(key)
                theirs.add(key)
        source.end()
        return theirs

    def leave(self, keys: Iterable[int]) -> None:
        """Let browsers go; their clocks stay, so that coming back is news to those who saw it."""
        for key in keys:
            state = self.states.get(key)
            if state is not None and state.shown is not None:
                state.shown = None
                self.news.add(key)
        gone = [key for key, state in self.states.items() if state.shown is None]
        for key in gone[: max(0, len(gone) - MOST_GONE)]:
            del self.states[key]
            self.news.discard(key)

    def told(self, *, news: bool = False) -> bytes:
        """Return what is told of everyone who is here, or of what is new since the last time."""
        if news:
            keys = sorted(self.news & self.states.keys())
            self.news.clear()
        else:
            keys = [key for key, state in self.states.items() if state.shown is not None]
        return b"".join((number(len(keys)), *map(self._one, keys))) if keys else b""

    def _one(self, key: int) -> bytes:
        state = self.states[key]
        shown = "null" if state.shown is None else state.shown
        return number(key) + number(state.clock) + chunk(shown.encode())

    def _is_news(self, key: int, clock: int, text: bytes, person: int) -> bool:
        known = self.states.get(key)
        if len(text) > LONGEST:
            return False
        if known is None:
            mine = sum(
                1 for one in self.states.values() if one.person == person and one.shown is not None
            )
            return text != b"null" and mine < MOST_EACH
        turns = (known.shown is None) != (text == b"null")
        is_newer = clock > known.clock or (clock == known.clock and turns)
        return known.person == person and is_newer


def _cleaned(text: bytes, person: int, name: str) -> str | None:
    """Return a state with the true name in it.

    Raises
    ------
    BadMessage
        It is no JSON.
    """
    try:
        state = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadMessage("a state is no JSON") from error
    if state is None:
        return None
    shown = state if isinstance(state, dict) else {}
    return json.dumps({**shown, "user": {"id": person, "name": name}})
