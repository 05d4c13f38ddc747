"""What took long to make, kept in memory as long as it is asked for."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Remembered(Generic[Made]):
    """Some things by their keys; what was not asked for the longest goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[object, Made] = OrderedDict()
        self._lock = Lock()

    def get(self, key: object, make: Callable[[], Made]) -> Made:
        """Return what was made for a key; make it if that is not known. It is made unlocked."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        made = make()
        with self._lock:
            self._held[key] = made
            if len(self._held) > self._most:
                self._held.popitem(last=False)
        return made
