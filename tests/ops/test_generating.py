from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decapolis.kernel.permissions import Visibility
from decapolis.ops.generating import PREFIX, Generator, Town, starter_practices

TOWNS = (
    Town("Dayton", "Ohio", "US", "USD"),
    Town("València", "Valencia", "ES", "EUR"),
    Town("長沙市", "Hunan", "CN", "CNY"),
    Town("Nowhere", "", "XX", ""),
)


@pytest.fixture(scope="module")
def practices():
    return starter_practices()


def records(practices, seed, count, start=1):
    made = Generator(practices, TOWNS, seed=seed).samples(count, start=start)
    return [sample.record for sample in made]


def test_the_same_seed_makes_the_same_practices(practices):
    assert records(practices, 7, 50) == records(practices, 7, 50)


def test_another_seed_makes_other_practices(practices):
    first, other = records(practices, 7, 50), records(practices, 8, 50)
    assert {one.title for one in first} != {one.title for one in other}
    assert not {one.slug for one in first} & {one.slug for one in other}


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(), count=st.integers(1, 15), skipped=st.integers(0, 15))
def test_fewer_practices_are_a_part_of_more(practices, seed, count, skipped):
    more = records(practices, abs(seed), 30)
    assert records(practices, abs(seed), count, start=skipped + 1) == list(
        islice(more, skipped, skipped + count)
    )


def test_every_sample_says_that_it_is_one(practices):
    for one in records(practices, 3, 200):
        assert one.slug.startswith(PREFIX)
        assert one.title.startswith("Sample: ")
        assert one.visibility == Visibility.PUBLIC
        assert [source.publisher for source in one.sources] == ["No city did this"]


def test_a_sample_speaks_in_sentences_of_the_starter_library_about_its_own_city(practices):
    themes = {one.slug: set(one.themes) for one in practices}
    for sample in Generator(practices, TOWNS, seed=1).samples(100):
        assert set(sample.record.themes) == themes[sample.base]
        assert sample.record.city in sample.record.title
        assert sample.record.problem
        assert sample.record.approach


def test_a_cost_is_in_the_money_of_its_city(practices):
    money = {town.country: town.currency for town in TOWNS}
    costs = [(one.country, one.cost) for one in records(practices, 5, 300) if one.cost]
    assert costs
    assert {cost.currency for _country, cost in costs} <= set(money.values())
    assert all(cost.currency == money[country] for country, cost in costs)
    assert "XX" not in {country for country, _cost in costs}


def test_years_and_status_agree(practices):
    for one in records(practices, 9, 300):
        assert (one.ended is not None) == (one.status in {"ended", "cancelled"})
        assert one.ended is None or one.started <= one.ended
