"""Make a world from a seed: everything that somebody may be kept from seeing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import caches
from django.db import transaction

from decapolis.ops.preparing import index_words
from decapolis.search.bridge import forget
from decapolis.search.models import Entry
from tests.conftest import forget as forget_rows
from tests.permissions.worlds.boarding import make_boards
from tests.permissions.worlds.figures import make_figures
from tests.permissions.worlds.people import (
    make_bodies,
    make_circles,
    make_files,
    make_hats,
    make_people,
    make_programs,
)
from tests.permissions.worlds.planning import make_initiatives
from tests.permissions.worlds.rankings import make_rankings
from tests.permissions.worlds.records import (
    make_calls,
    make_catalogue,
    make_practices,
    make_retellings,
    make_trust,
    make_writing,
)
from tests.permissions.worlds.telling import make_log, make_notices, make_uploads
from tests.permissions.worlds.world import Dice, World

STEPS = (
    *(make_bodies, make_people, make_hats, make_circles, make_programs, make_files),
    *(make_catalogue, make_practices, make_writing, make_trust, make_calls, make_notices),
    *(make_log, make_uploads, make_retellings, make_figures, make_rankings),
    make_initiatives,
    make_boards,
)


@contextmanager
def a_world(seed: int) -> Iterator[World]:
    """Fill the database with the world of a seed, and empty it afterwards."""
    _remember_nothing()
    with transaction.atomic():
        world = World(Dice(seed))
        for step in STEPS:
            step(world)
        index_words()
        world.rows[Entry] = list(Entry.objects.all())
        yield world
        transaction.set_rollback(True)
    _remember_nothing()


def _remember_nothing() -> None:
    forget()
    forget_rows()
    for name in ("default", "near"):
        caches[name].clear()
