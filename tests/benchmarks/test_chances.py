"""How sure places are: the draws of a run made again, whole or among some of its cities."""

from importlib import import_module
from itertools import pairwise

import pytest

from decapolis.benchmarks.bridge.chances import stands
from decapolis.benchmarks.bridge.lately import run_lately, runs_lately
from decapolis.benchmarks.bridge.relations import relations
from decapolis.benchmarks.bridge.weighing import reweighed
from decapolis.benchmarks.models import Edition, Run
from decapolis.benchmarks.queries.groupings import groupings
from decapolis.benchmarks.queries.strong import practices_in
from tests.factories import benchmarks, cities, library, people


@pytest.fixture
def run(starter):
    return Run.objects.get(edition__slug="2020-21")


def test_the_draws_made_again_give_the_intervals_of_the_run(run):
    found = {one.code: (one.rank, one.low, one.high) for one in stands(run)}
    result = run.result
    kept = zip(result["ranks"], result["low"], result["high"], strict=True)
    assert found == dict(zip(result["units"], map(tuple, kept), strict=True))


def test_somebody_is_first_in_every_draw(run):
    shares = [one.first for one in stands(run)]
    assert sum(shares) == pytest.approx(1.0, abs=0.01)  # more than one where they tie
    assert max(shares) == shares[0] == pytest.approx(0.89)


def test_neighbours_are_told_apart_as_the_pairs_of_the_run_say(run):
    at = {unit: row for row, unit in enumerate(run.result["units"])}
    found = stands(run)
    for one, other in pairwise(found):
        kept = run.result["above"][at[one.code]][at[other.code]]
        assert one.over_next == pytest.approx(kept, abs=1e-4)
    assert found[-1].over_next is None


def test_a_group_ends_where_a_city_is_surely_below_its_first(run):
    at = {unit: row for row, unit in enumerate(run.result["units"])}
    first = {}
    for one in stands(run):
        leader = first.setdefault(one.group, one.code)
        if one.code != leader:
            assert run.result["above"][at[leader]][at[one.code]] <= 0.9
        elif one.group > 1:
            assert run.result["above"][at[first[one.group - 1]]][at[one.code]] > 0.9
    assert len(first) == 6


def test_among_some_cities_places_are_counted_among_them(run):
    some = [one.code for one in stands(run)][4:9]
    found = stands(run, some)
    assert [one.code for one in found] == some
    assert [one.rank for one in found] == [1, 2, 3, 4, 5]
    assert all(1 <= one.low <= one.high <= 5 for one in found)
    assert stands(run, ["nobody"]) == ()


def test_a_city_without_a_score_has_no_place(db):
    edition = benchmarks.published()
    run = edition.runs.get()
    run.result["ranks"][1] = None
    assert [one.code for one in stands(run)] == [run.result["units"][0]]


def test_a_run_without_draws_has_places_without_intervals(db):
    run = benchmarks.published().runs.get()
    for name in ("low", "high", "first", "over_next", "group"):
        del run.result[name]
    assert [(one.rank, one.low, one.first, one.group) for one in stands(run)] == [
        (1, None, None, 1), (2, None, None, 1),
    ]  # fmt: skip


def test_a_run_of_an_earlier_release_is_drawn_again_and_grouped_alike(run):
    kept = stands(run)
    old = Run(**{name: getattr(run, name) for name in ("doubt", "draws", "inputs", "seed", "spec")})
    old.pk, old.at = -run.pk, run.at
    old.result = {name: run.result[name] for name in run.result if name not in {"first", "group"}}
    found = stands(old)
    assert [(one.code, one.rank, one.low, one.high, one.group) for one in found] == [
        (one.code, one.rank, one.low, one.high, one.group) for one in kept
    ]
    assert [one.first for one in found] == pytest.approx([one.first for one in kept], abs=1e-6)
    over = [one.over_next for one in kept]
    assert [one.over_next for one in found[:-1]] == pytest.approx(over[:-1], abs=1e-6)


def test_the_groups_of_earlier_runs_come_from_the_pairs_that_they_kept(run):
    migration = import_module("decapolis.benchmarks.migrations.0005_groups_by_their_first")
    result = run.result
    assert migration.groups(result["ranks"], result["above"]) == result["group"]
    assert migration.groups([2, None, 1], [[0.5, 0, 0.1], [0, 0, 0], [0.9, 0, 0.5]]) == [1, None, 1]


def test_weighed_as_published_a_run_has_the_same_places_and_nearly_the_same_intervals(run):
    kept = {one.code: one for one in stands(run)}
    found = reweighed(run)
    assert [one.group for one in found] == sorted(one.group for one in found)
    for one in found:
        was = kept[one.code]
        assert one.rank == was.rank
        assert one.low == pytest.approx(was.low, abs=1)
        assert one.high == pytest.approx(was.high, abs=1)
        assert one.first == pytest.approx(was.first, abs=0.05)


def test_intervals_follow_the_weights(run):
    alone = reweighed(run, off=[code for code in run.result["weights"]
                                if code not in {"vision", run.result["index"]}])  # fmt: skip
    # One criterion is left: nothing else can be weighed, so that no place is in doubt.
    assert all(one.low == one.high == one.rank for one in alone)
    some = [one.code for one in alone][:5]
    few = reweighed(run, weights={"vision": 0.0}, among=some)
    assert {one.code for one in few} == set(some)
    assert all(1 <= one.low <= one.high <= 5 for one in few)


def test_a_run_is_read_once_and_asked_for_each_time(db, django_assert_num_queries):
    edition = benchmarks.published(benchmarks.framework(visibility="network"))
    member = people.person(is_member=True)
    with django_assert_num_queries(2):
        first = run_lately(edition, reader=member)
    with django_assert_num_queries(1):
        assert run_lately(edition, reader=member) is first
    assert run_lately(edition, reader=None) is None
    assert runs_lately([], reader=member) == {}


def test_a_criterion_goes_with_the_index_as_numpy_says(run):
    import numpy as np  # noqa: PLC0415 -- for this test alone

    found = {one.code: one for one in relations(run)}
    values = np.array(run.result["values"])
    at = run.result["codes"].index("budget")
    wanted = np.corrcoef(values[:, at], values[:, -1])[0, 1]
    assert found["budget"].with_index == pytest.approx(wanted, rel=1e-9)
    assert found["budget"].weight == pytest.approx(0.1)
    assert [one.with_others[place] for place, one in enumerate(found.values())] == (
        pytest.approx([1.0] * 10)
    )


def test_cities_fall_into_regions_sizes_and_groups_of_their_own(db):
    towns = [cities.city(f"Town {n}", population=50_000) for n in range(3)]
    edition = benchmarks.edition(None, *towns, cities.city("Paris", "FR", population=3_000_000))
    edition.entrants.filter(city__in=towns).update(groups={"Climate": "cold"})
    found = {one.key: len(one.codes) for one in groupings(edition)}
    assert found["size:small"] == found["Climate:cold"] == 3
    assert "size:very-large" not in found  # one city is no ranking


def test_practices_of_strong_cities_are_those_that_a_reader_may_see(db):
    city = cities.city("Dayton")
    library.practice(title="Seen", city=city, tools=["vision"])
    library.practice(title="Hidden", city=city, visibility="network")
    found = practices_in([city.pk], reader=None)
    assert [(one.title, one.city, one.tools) for one in found] == [("Seen", "Dayton", ("vision",))]


def test_the_shipped_editions_have_regions_and_sizes(starter):
    found = groupings(Edition.objects.get(slug="2020-21"))
    assert {one.key: len(one.codes) for one in found} == {
        "region:Americas": 4, "region:Asia": 12, "region:Europe": 11, "region:Oceania": 4,
        "size:large": 11, "size:medium": 3, "size:very-large": 17,
    }  # fmt: skip
