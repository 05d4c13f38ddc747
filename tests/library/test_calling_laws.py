"""Laws of spreading: nobody over her limit, and nobody asked while another is lighter by one."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decapolis.library.actions import pass_on_call
from decapolis.library.errors import NobodyFree
from decapolis.library.models import HandOver
from decapolis.library.queries.callable import (
    Seat,
    first_of_next_month,
    free_from,
    next_seat,
    seats_of,
)
from tests.factories import calls, people

TODAY = date(2026, 5, 12)
START = datetime(2026, 1, 1, tzinfo=UTC)
limits = st.lists(st.integers(0, 6), min_size=1, max_size=5)
moments = st.none() | st.integers(0, 120).map(lambda n: START + timedelta(n))
days = st.none() | st.dates(TODAY - timedelta(40), TODAY + timedelta(80))
seats = st.lists(
    st.builds(Seat, st.integers(1, 9), st.integers(0, 6), st.integers(0, 8), moments, days),
    max_size=6,
    unique_by=lambda seat: seat.person_id,
)


def spread(many, asks):
    """Ask again and again; return the loads, and how many found nobody."""
    loads, missed = [0] * len(many), 0
    for _n in range(asks):
        now = [Seat(n, limit, loads[n]) for n, limit in enumerate(many)]
        chosen = next_seat(now, today=TODAY)
        if chosen is None:
            missed += 1
        else:
            loads[chosen.person_id] += 1
    return loads, missed


@given(limits, st.integers(0, 40))
def test_nobody_is_asked_more_than_she_wants_and_no_room_is_left_unused(many, asks):
    loads, missed = spread(many, asks)
    assert all(load <= limit for load, limit in zip(loads, many, strict=True))
    assert missed == max(0, asks - sum(many))


@given(limits, st.integers(0, 40))
def test_loads_differ_by_at_most_one_for_the_limit(many, asks):
    loads, _missed = spread(many, asks)
    able = [(load, limit) for load, limit in zip(loads, many, strict=True) if limit]
    for load, limit in able:
        for other, other_limit in able:
            assert (load - 1) * other_limit <= other * limit


@given(st.integers(1, 5), st.integers(1, 6), st.integers(0, 30))
def test_with_equal_limits_loads_differ_by_at_most_one(number, limit, asks):
    loads, _missed = spread([limit] * number, asks)
    assert max(loads) - min(loads) <= 1


@given(seats)
def test_who_is_chosen_is_there_has_room_and_waited_longest_of_her_equals(found):
    chosen = next_seat(found, today=TODAY)
    free = [seat for seat in found if seat.is_free(TODAY)]
    assert (chosen is None) == (not free)
    for seat in free:
        assert chosen.load * seat.limit <= seat.load * chosen.limit
        if chosen.load * seat.limit == seat.load * chosen.limit and chosen.last:
            assert seat.last is not None
            assert chosen.last <= seat.last


@given(seats)
def test_the_day_that_is_told_is_the_first_on_which_somebody_can_be_asked(found):
    day = free_from(found, today=TODAY)
    assert (day is None) == all(seat.limit == 0 for seat in found)
    if day is None:
        return
    assert day >= TODAY
    assert (day == TODAY) == (next_seat(found, today=TODAY) is not None)
    month = first_of_next_month(TODAY)
    then = [
        Seat(one.person_id, one.limit, 0 if day >= month else one.load, None, one.away_until)
        for one in found
    ]
    assert next_seat(then, today=day) is not None


@pytest.mark.django_db
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    many=st.lists(st.integers(0, 3), min_size=1, max_size=4),
    steps=st.lists(st.sampled_from(["ask", "pass"]), max_size=9),
)
def test_the_rows_keep_the_law_whatever_is_asked_and_passed_on(many, steps):
    with transaction.atomic():
        practice = calls.practice()
        wanted = {calls.contact(practice, most=most).person_id: most for most in many}
        last = None
        for step in steps:
            try:
                if step == "ask":
                    last = calls.call(practice, people.person())
                elif last is not None:
                    pass_on_call(by=last.to, call=last)
                    last.refresh_from_db()
            except NobodyFree:
                pass
            loads = {seat.person_id: seat.load for seat in seats_of(practice)}
            assert all(load <= wanted[key] for key, load in loads.items())
            assert sum(loads.values()) == HandOver.objects.filter(practice=practice).count()
        transaction.set_rollback(True)
