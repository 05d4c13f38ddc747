"""Who is here: the true name, one owner for each browser, nothing kept that is too much."""

import json

import pytest

from decapolis.live.presence import LONGEST, MOST_EACH, Presence
from decapolis.live.wire import BadMessage, Source, chunk, number

ANA, BEN = 1, 2


def states(*told):
    parts = [number(len(told))]
    for key, clock, state in told:
        text = state if isinstance(state, bytes) else json.dumps(state).encode()
        parts += [number(key), number(clock), chunk(text)]
    return b"".join(parts)


def read(data):
    source = Source(data)
    found = {}
    for _turn in range(source.number()):
        key, clock, text = source.number(), source.number(), source.chunk()
        found[key] = (clock, json.loads(text))
    source.end()
    return found


@pytest.fixture
def here():
    return Presence()


def test_a_state_is_passed_on_with_the_true_name(here):
    said = {"user": {"name": "Mayor", "id": 99}, "note": "a"}
    assert here.take(states((7, 1, said)), person=ANA, name="Ana") == {7}
    shown = {"user": {"id": ANA, "name": "Ana"}, "note": "a"}
    assert read(here.told(news=True)) == {7: (1, shown)} == read(here.told())
    assert here.told(news=True) == b""


def test_nobody_changes_or_ends_the_state_of_another(here):
    here.take(states((7, 1, {})), person=ANA, name="Ana")
    assert here.take(states((7, 5, {"note": "x"})), person=BEN, name="Ben") == set()
    assert here.take(states((7, 5, None)), person=BEN, name="Ben") == set()
    assert read(here.told())[7][0] == 1
    here.leave([7])
    assert here.told() == b""
    assert here.take(states((7, 9, {})), person=BEN, name="Ben") == set()  # an echo
    assert here.take(states((7, 2, {})), person=ANA, name="Ana") == {7}  # back again


def test_an_older_state_is_none_and_a_last_one_counts_at_the_same_clock(here):
    here.take(states((7, 3, {"note": "new"})), person=ANA, name="Ana")
    assert here.take(states((7, 3, {"note": "old"})), person=ANA, name="Ana") == set()
    assert here.take(states((7, 3, None)), person=ANA, name="Ana") == {7}
    assert read(here.told(news=True)) == {7: (3, None)}
    assert here.told() == b""


def test_too_long_and_too_many_states_are_left_out(here):
    many = [(key, 1, {}) for key in range(MOST_EACH + 3)]
    assert len(here.take(states(*many), person=ANA, name="Ana")) == MOST_EACH
    long = {"note": "x" * LONGEST}
    assert here.take(states((99, 1, long)), person=BEN, name="Ben") == set()


@pytest.mark.parametrize(
    "data",
    [b"", b"\x05", states((1, 1, b"nope")), states((1, 1, {})) + b"x", states((1, 1, b"[" * 3000))],
)
def test_nonsense_is_refused(here, data):
    with pytest.raises(BadMessage):
        here.take(data, person=ANA, name="Ana")


def test_a_state_that_is_no_object_shows_the_name_alone(here):
    here.take(states((7, 1, [1, 2])), person=ANA, name="Ana")
    assert read(here.told())[7][1] == {"user": {"id": ANA, "name": "Ana"}}
