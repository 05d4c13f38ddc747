from itertools import islice

import numpy as np
import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from decapolis.kernel.permissions import Visibility
from decapolis.library.bridge.find import find_in_library
from decapolis.library.models import Cost, Outcome, Partner, Practice
from decapolis.ops.generating import PREFIX, Generator, Town, own_records, starter_practices
from decapolis.ops.preparing import bar
from decapolis.ops.seeding import put_samples
from decapolis.search.actions import refresh_vectors
from decapolis.search.bridge.index import unpack
from decapolis.search.models import Entry, Vectors
from tests.factories.library import practice

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
    costs = [(one.country, cost) for one in records(practices, 5, 300) for cost in one.costs]
    assert costs
    assert {cost.currency for _country, cost in costs} <= set(money.values())
    assert all(cost.currency == money[country] for country, cost in costs)
    assert "XX" not in {country for country, _cost in costs}


def test_years_and_status_agree(practices):
    for one in records(practices, 9, 300):
        assert (one.ended is not None) == (one.status in {"ended", "cancelled"})
        assert one.ended is None or one.started <= one.ended


def samples():
    return Practice.objects.filter(slug__startswith=PREFIX)


def stored():
    """All that is kept of samples, but for the keys that parts get anew."""
    parts = [model.objects.filter(practice__in=samples()) for model in (Cost, Outcome, Partner)]
    vectors = Vectors.objects.filter(entry__slug__startswith=PREFIX).order_by("entry__slug")
    return (
        list(samples().order_by("slug").values()),
        [part.count() for part in parts],
        list(Entry.objects.filter(slug__startswith=PREFIX).order_by("slug").values()),
        [(bytes(one.data), bytes(one.centroid), one.digest) for one in vectors],
    )


@pytest.mark.usefixtures("starter")
def test_samples_are_written_once_however_often_they_are_asked_for():
    assert put_samples(count=6, seed=7, progress=bar) == 6
    first = stored()
    assert len(first[0]) == len(first[2]) == len(first[3]) == 6
    put_samples(count=6, seed=7, progress=bar)
    assert stored() == first


@pytest.mark.usefixtures("starter")
def test_samples_have_vectors_of_unit_length_so_that_none_is_left_to_embed():
    put_samples(count=6, seed=7, progress=bar)
    for one in Vectors.objects.filter(entry__slug__startswith=PREFIX):
        rows = unpack(bytes(one.data), 512)
        assert len(rows) == one.passages + one.hints
        assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=2e-3)
    assert refresh_vectors(by=None) == 0


@pytest.mark.usefixtures("starter")
def test_a_sample_is_found_by_its_title():
    put_samples(count=6, seed=7, progress=bar)
    wanted = samples().order_by("slug").first()
    found = find_in_library(wanted.title, reader=None)
    assert found.hits[0].key == f"practice:{wanted.slug}"


@pytest.mark.usefixtures("starter")
def test_the_starter_library_and_samples_are_no_records_of_ones_own():
    put_samples(count=2, seed=7, progress=bar)
    assert own_records() == {}
    practice()
    assert own_records() == {"practices": 1}


@pytest.mark.usefixtures("starter")
def test_samples_do_not_come_among_a_networks_own_records_unasked(capsys):
    practice()
    with pytest.raises(SystemExit, match="2"):
        call_command("seed", "--practices", "2")
    assert "records of its own (1 practices)" in capsys.readouterr().err
    assert not samples().exists()
    call_command("seed", "--practices", "2", "--yes")
    assert samples().count() == 2
