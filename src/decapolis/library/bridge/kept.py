"""What was made of the records and holds until they change."""

import hashlib
import logging
import threading
import time
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cache as once
from pathlib import Path
from typing import Generic, TypeVar

from django.core.cache import cache
from django.db import connection
from django.utils.translation import get_language

from decapolis.kernel.permissions import Reader, readable_by
from decapolis.search.bridge import latest_version

logger = logging.getLogger(__name__)

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

LONGEST_S = 60.0  # what does not come with the records, such as counts of residents, may change


class Kept(Generic[K, V]):
    """Things made of the records as they are now, for readers who may see the same.

    Every change of a record gives the index another version (`latest_version`); with it all is
    made again, and in any case after a minute. Inside a transaction nothing is kept: one's own
    changes must be seen, and may be undone.

    Parameters
    ----------
    most
        How many things to hold; when there are more, all are dropped.
    lasting
        A name under which they outlive this process, in Django's cache, so that the first reader
        after a start need not wait; empty: they do not.
    """

    def __init__(self, most: int = 2000, *, lasting: str = "") -> None:
        self._most = most
        self._lasting = lasting
        self._lock = threading.Lock()
        self._state: tuple[str, int] = ("", 0)
        self._since = 0.0
        self._held: dict[tuple[tuple[str, ...], K], V] = {}

    def get(
        self,
        keys: Iterable[K],
        make: Callable[[Sequence[K]], Mapping[K, V]],
        *,
        reader: Reader | None,
    ) -> dict[K, V]:
        """Return things by key, in the order of the keys; those missing are made in one go.

        Parameters
        ----------
        make
            Gives, for some keys, what there is of them; a key may be left out.
        """
        asked = list(dict.fromkeys(keys))
        version = 0 if connection.in_atomic_block else latest_version()
        if not version:
            return _in_order(asked, make(asked) if asked else {})
        state = (str(connection.settings_dict["NAME"]), version)
        whose = (get_language() or "", *readable_by(reader))
        with self._lock:
            self._renew(state)
            found = {key: self._held[whose, key] for key in asked if (whose, key) in self._held}
        missing = [key for key in asked if key not in found]
        if missing:
            made = self._made(missing, make, (*state, *whose))
            found.update(made)
            with self._lock:
                if self._state == state:
                    self._held.update({(whose, key): value for key, value in made.items()})
        return _in_order(asked, found)

    def _made(
        self,
        keys: Sequence[K],
        make: Callable[[Sequence[K]], Mapping[K, V]],
        whose: tuple[object, ...],
    ) -> Mapping[K, V]:
        if not self._lasting:
            return make(keys)
        names = {_name(self._lasting, key, whose): key for key in keys}
        try:
            found: dict[K, V] = {names[n]: one for n, one in cache.get_many(names).items()}
        except Exception:
            logger.exception("What was kept by an earlier process cannot be read.")
            found = {}
        missing = [key for key in keys if key not in found]
        if missing:
            made = make(missing)
            cache.set_many({n: made[key] for n, key in names.items() if key in made}, timeout=None)
            found.update(made)
        return found

    def _renew(self, state: tuple[str, int]) -> None:
        now = time.monotonic()
        if self._state != state or now - self._since > LONGEST_S or len(self._held) > self._most:
            self._state, self._since, self._held = state, now, {}


def _name(lasting: str, key: object, whose: tuple[object, ...]) -> str:
    said = repr((_stamp(), whose, key)).encode()
    return f"{lasting}-{hashlib.sha256(said).hexdigest()}"


@once
def _stamp() -> int:
    """Return what changes with the program: other code makes other things."""
    files = Path(__file__).resolve().parents[2].rglob("*.py")
    return max(file.stat().st_mtime_ns for file in files)


def _in_order(keys: Sequence[K], found: Mapping[K, V]) -> dict[K, V]:
    return {key: found[key] for key in keys if key in found}
