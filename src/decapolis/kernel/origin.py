"""Where an act comes from: which door, and which address. Set at the door, read by the audit."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum


class Door(StrEnum):
    """The ways into the program."""

    PAGE = "page"
    API = "api"
    MAIL = "mail"
    COMMAND = "command"
    JOB = "job"


@dataclass(frozen=True, slots=True)
class Origin:
    """A door, and the network address of who stands there; empty for commands and jobs."""

    door: Door
    address: str = ""


_AT_HOME = Origin(Door.COMMAND)
_origin: ContextVar[Origin] = ContextVar("origin", default=_AT_HOME)


def origin() -> Origin:
    """Return where the act at hand comes from."""
    return _origin.get()


@contextmanager
def acting_from(door: Door, address: str = "") -> Iterator[None]:
    """Let what happens inside come from a door."""
    before = _origin.set(Origin(door, address))
    try:
        yield
    finally:
        _origin.reset(before)
