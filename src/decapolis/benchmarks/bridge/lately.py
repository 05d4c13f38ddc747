"""What was made of runs lately.

A run is written once, so that what was made of it holds as long as there is room. Whether somebody
may read the run is asked each time.
"""

import threading
from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from typing import TypeVar, cast

from django.db import connection

from decapolis.benchmarks.models import Edition, Run
from decapolis.kernel.permissions import Reader

V = TypeVar("V")

MOST_RUNS = 16  # with all that was made of them
MOST_THINGS = 200  # made of one run
Name = tuple[str, int, datetime]  # database, key, when it was made


class _Shelf:
    """The runs used last, and what was made of each."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: dict[Name, tuple[Run, dict[Hashable, object]]] = {}

    def run(self, name: Name) -> Run | None:
        with self._lock:
            found = self._held.pop(name, None)
            if found is None:
                return None
            self._held[name] = found  # now the last used
            return found[0]

    def things(self, run: Run) -> dict[Hashable, object]:
        name = (str(connection.settings_dict["NAME"]), run.pk, run.at)
        with self._lock:
            found = self._held.pop(name, None) or (run, {})
            self._held[name] = found
            while len(self._held) > MOST_RUNS:
                del self._held[next(iter(self._held))]
            return found[1]


_shelf = _Shelf()


def run_lately(edition: Edition, *, reader: Reader | None) -> Run | None:
    """Return the run that counts; None where there is none, or it may not be seen yet."""
    return runs_lately([edition.pk], reader=reader).get(edition.pk)


def runs_lately(editions: Iterable[int], *, reader: Reader | None) -> dict[int, Run]:
    """Return the runs that count, by the key of their edition, as far as they may be seen.

    One query where all were used lately, else two.
    """
    rows = Run.objects.visible_to(reader).current().filter(edition__in=list(editions))
    keys = list(rows.values_list("edition", "pk", "at"))
    place = str(connection.settings_dict["NAME"])
    found = {edition: _shelf.run((place, pk, at)) for edition, pk, at in keys}
    missing = [pk for edition, pk, _at in keys if found[edition] is None]
    for run in Run.objects.filter(pk__in=missing) if missing else ():
        _shelf.things(run)
        found[run.edition_id] = run
    return {edition: run for edition, run in found.items() if run is not None}


def lately(run: Run, what: Hashable, make: Callable[[], V]) -> V:
    """Return what was made of a run, or make it; ``what`` says which thing of it this is."""
    things = _shelf.things(run)
    if what not in things:
        if len(things) >= MOST_THINGS:
            things.clear()
        things[what] = make()
    return cast("V", things[what])
