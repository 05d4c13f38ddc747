"""What a browser may not write on a board, though it can: somebody else's name, sums of votes.

Whatever comes from a browser is taken over as Yjs has it, since a part of it cannot be left out.
What was forged is then set right by edits of the server's own, stored and told together with it.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any

from pycrdt import Doc, Map

from decapolis.canvas.bridge.document import root

SIGNED = ("notes", "comments")  # what has an author
WATCHED = {"by", "name", "votes"}
OF_THE_SERVER = ("round", "each")  # of the session


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes: the key of a person, and the names that they sign with."""

    person: int
    names: frozenset[str]


class Guard:
    """Knows what is genuine on one board, and sets right what is not."""

    def __init__(self, doc: "Doc[Any]") -> None:
        self.doc = doc
        self.signed: dict[tuple[str, str], tuple[Any, Any]] = {}
        self.votes: dict[str, float] = {}
        self.session: dict[str, Any] = {}
        self._touched: set[tuple[str, str]] = set()
        self._replaced: set[tuple[str, str]] = set()
        # Held here, since a map that is let go of takes its observers along. Each entry is watched
        # by itself: who types in one wakes nobody.
        self._entries: dict[tuple[str, str], Map[Any]] = {}
        self._roots = {name: root(doc, name) for name in (*SIGNED, "session")}
        for name, held in self._roots.items():
            held.observe(partial(self._note, name))
            self._replaced.update((name, str(key)) for key in held.keys())  # noqa: SIM118 -- no dict
        self.trust()

    def trust(self) -> None:
        """Take what changed since the last time as genuine: it comes from the server."""
        for name, key in self._take():
            held = self._roots[name].get(key)
            if isinstance(held, Map):
                self._remember(name, key, held)
        session = self._roots["session"]
        self.session = {name: session.get(name) for name in OF_THE_SERVER}

    def set_right(self, author: Author) -> bool:
        """Set right what a person's browser has forged since the last time; tell whether it did."""
        forged: list[tuple[Any, str, object]] = []
        for name, key in self._take():
            if name == "session":
                forged += self._forged_in_session(key)
                continue
            held = self._roots[name].get(key)
            if isinstance(held, Map):
                wrong = self._forged(name, key, held, author)
                forged += wrong
                if not wrong:
                    self._remember(name, key, held)
        if forged:
            with self.doc.transaction():
                for held, field, value in forged:
                    held[field] = value
            self.trust()
        return bool(forged)

    def _take(self) -> set[tuple[str, str]]:
        """Return what was touched since the last time, and watch entries that are new."""
        for name, key in self._replaced:
            self._entries.pop((name, key), None)
            held = self._roots[name].get(key)
            if name in SIGNED and isinstance(held, Map):
                self._entries[name, key] = held
                held.observe(partial(self._note_entry, name, key))
        taken = self._touched | self._replaced
        self._touched, self._replaced = set(), set()
        return taken

    def _note(self, name: str, event: Any) -> None:  # noqa: ANN401 -- a MapEvent; untyped there
        self._replaced.update((name, key) for key in event.keys)

    def _note_entry(self, name: str, key: str, event: Any) -> None:  # noqa: ANN401 -- as above
        if WATCHED & event.keys.keys():
            self._touched.add((name, key))

    def _forged(
        self, name: str, key: str, held: "Map[Any]", author: Author
    ) -> list[tuple[Any, str, object]]:
        wrong: list[tuple[Any, str, object]] = []
        if not self._may_sign(name, key, held, author):
            wrong += [(held, "by", None), (held, "name", "")]
        votes = held.get("votes") or 0
        if name == "notes" and votes != self.votes.get(key, 0):
            wrong.append((held, "votes", self.votes.get(key, 0)))
        return wrong

    def _may_sign(self, name: str, key: str, held: "Map[Any]", author: Author) -> bool:
        by, signed = held.get("by"), held.get("name") or ""
        if by is None:
            return signed == ""
        if isinstance(by, bool) or not isinstance(by, int | float) or not isinstance(signed, str):
            return False
        is_own = by == author.person and signed in author.names
        return is_own or self.signed.get((name, key)) == (by, signed)

    def _forged_in_session(self, key: str) -> list[tuple[Any, str, object]]:
        session = self._roots["session"]
        if key not in OF_THE_SERVER or session.get(key) == self.session.get(key):
            return []
        return [(session, key, self.session.get(key))]

    def _remember(self, name: str, key: str, held: "Map[Any]") -> None:
        """Know who signed, also after the note is gone: somebody may undo its removal."""
        if held.get("by") is None:
            self.signed.pop((name, key), None)
        else:
            self.signed[name, key] = (held.get("by"), held.get("name"))
        if name == "notes":
            self.votes[key] = held.get("votes") or 0
