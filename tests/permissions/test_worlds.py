"""Random worlds: no answer shows what is hidden from its reader, and every number agrees.

What somebody may see is said a second time in `tests.permissions.worlds.seeing`, without the
program's own rules. A failure names the seed; ``a_world(seed)`` makes that world again.
"""

import random

import hypothesis
import pytest
from django.apps import apps
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from decapolis.access.bridge import happened_to, payload_of
from decapolis.access.choices import Event
from decapolis.access.models import Delivery, Webhook
from decapolis.audit.models import AuditEntry
from decapolis.library.models import HandOver
from decapolis.library.queries.letters import call_letter
from decapolis.notices.exports import letter_of
from decapolis.notices.models import Notice
from decapolis.organisations.queries.hats import bodies_of
from decapolis.people.models import Person
from tests.permissions.table import TABLE
from tests.permissions.worlds.making import a_world
from tests.permissions.worlds.reading import (
    browser,
    counted,
    expected,
    program,
    readers_of,
    role_of,
    told_too_much,
    visit,
)
from tests.permissions.worlds.seeing import MAY_READ, VISIBLE, hidden_from
from tests.permissions.worlds.walking import LEFT_OUT, addresses, routes_walked

SOAKS = hypothesis.settings.get_current_profile_name() == "soak"
SHARE_OF_KEYS = 1.0 if SOAKS else 0.5
SHARE_OF_ADDRESSES = 1.0 if SOAKS else 0.08
seeds = st.integers(0, 2**32 - 1)


def worlds(usual):
    """Run a test in so many random worlds, or in as many as `decapolis soak` asks for.

    A world is made anew from its seed, so that there is nothing to shrink.
    """
    phases = (Phase.explicit, Phase.reuse, Phase.generate)
    quiet = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    most = settings.get_profile("worlds").max_examples if SOAKS else usual
    return settings(max_examples=most, phases=phases, suppress_health_check=quiet)


def visible(model, who):
    """Ask the program which rows of a model somebody may see."""
    more = {"bodies": bodies_of(who)} if model is AuditEntry else {}
    return set(model._default_manager.visible_to(who, **more).values_list("pk", flat=True))


@pytest.mark.django_db
@worlds(5)
@given(seed=seeds)
def test_every_queryset_gives_each_reader_the_rows_that_are_theirs_and_no_other(storage, seed):
    with a_world(seed) as world:
        for who in readers_of(world, world.of(Person)):
            for model, may_see in VISIBLE.items():
                theirs = {row.pk for row in world.of(model) if may_see(world, who, row)}
                assert visible(model, who) == theirs, (model.__name__, role_of(who))


@pytest.mark.django_db
@worlds(3)
@given(seed=seeds)
def test_no_answer_shows_what_is_hidden_from_its_reader(storage, seed):
    with a_world(seed) as world:
        wrong, chosen = [], random.Random(seed)  # noqa: S311 -- no secret
        for who in readers_of(world, world.of(Person)):
            ways = [browser(who), program(world, who)]
            hidden = min(hidden_from(world, who))
            for _route, address in addresses(world, hidden, SHARE_OF_KEYS):
                if chosen.random() < SHARE_OF_ADDRESSES:
                    way = chosen.choice(ways) if address.startswith("/api/") else ways[0]
                    wrong += visit(world, who, way, address)
        assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
@worlds(2)
@given(seed=seeds)
def test_lists_counts_and_tables_hold_what_is_open_to_their_reader_and_all_of_it(storage, seed):
    with a_world(seed) as world:
        for who in readers_of(world, world.of(Person)):
            assert counted(world, who, browser(who)) == expected(world, who), role_of(who)


@pytest.mark.django_db
@worlds(3)
@given(seed=seeds)
def test_letters_and_messages_tell_whom_they_go_to_nothing_that_is_hidden_from_them(storage, seed):
    with a_world(seed) as world:
        wrong = []
        every = [one.pk for one in world.of(Notice)]
        for who in world.of(Person):
            letter = letter_of(person_id=who.pk, notice_ids=every)
            wrong += told_too_much(world, who, str(letter))
        for hand in world.of(HandOver):
            for again in (False, True):
                wrong += told_too_much(world, hand.to, str(call_letter(hand.pk, again=again)))
        for hook in world.of(Webhook):
            for entry in world.of(AuditEntry):
                told = Delivery(webhook=hook, entry=entry.pk, event=Event.PRACTICE_CORRECTED)
                told.at = entry.at
                data = happened_to(told)
                said = payload_of(told, data).decode() if data is not None else ""
                wrong += told_too_much(world, hook.owner, said)
        assert not wrong, "\n".join(wrong)


def test_every_model_that_can_hide_rows_is_in_the_worlds(db, storage):
    hiding = {model for model in apps.get_models() if hasattr(model._default_manager, "visible_to")}
    assert hiding == set(VISIBLE), "Say in tests/permissions/worlds/seeing.py who may see these"
    with a_world(0) as world:
        assert not {model.__name__ for model in hiding if not world.of(model)}
        assert {kind for kind, _row in world.marks.values()} == set(MAY_READ)
        assert all(row is not None for _kind, row in world.marks.values())


def test_every_address_that_answers_is_walked_or_holds_nothing_of_a_world():
    known = {row.route for row in TABLE if row.method == "get" and row.is_read}
    missing = {route for route in known - routes_walked() if not route.startswith(LEFT_OUT)}
    assert not missing, "Walk them in tests/permissions/worlds/walking.py"
    assert routes_walked() <= {row.route for row in TABLE}
