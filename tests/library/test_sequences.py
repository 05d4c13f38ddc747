"""Whatever is written in whatever order: rows, versions and records tell the same."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decapolis.library.actions import correct_practice, restore_version
from decapolis.library.errors import NothingChanged
from decapolis.library.models import Practice
from decapolis.library.queries.comparing import compare_records, merged, same
from decapolis.library.queries.records import record_from_rows, record_of
from decapolis.library.queries.versions import provenance_of
from decapolis.library.validators import PracticeRecord
from tests.factories import cities, people
from tests.factories.contributions import loaded
from tests.library.records import records

pytestmark = pytest.mark.django_db
FEW = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@FEW
@given(steps=st.lists(st.tuples(st.booleans(), st.integers(1, 9), records()), max_size=6))
def test_corrections_and_restores_always_reproduce(steps):
    cities.country()
    Practice.objects.all().delete()
    practice, staff = loaded(), people.staff()
    history = [record_of(practice)]
    for is_restore, number, written in steps:
        practice.refresh_from_db()
        wanted = history[(number - 1) % len(history)] if is_restore else written.as_json()
        try:
            if is_restore:
                place = (number - 1) % len(history) + 1
                restore_version(by=staff, practice=practice, number=place, base=len(history))
            else:
                correct_practice(by=staff, practice=practice, record=written, base=len(history))
        except NothingChanged:
            continue
        history.append(wanted | {"slug": practice.slug})
    practice.refresh_from_db()
    kept = [one.record for one in practice.versions.order_by("number")]
    assert list(map(same, kept)) == list(map(same, history))
    assert same(record_from_rows(practice)) == same(history[-1]) == same(record_of(practice))
    figures = provenance_of(practice, reader=staff)
    assert all(1 <= one.number <= len(history) for one in figures)


@FEW
@given(records(), records())
def test_nothing_differs_between_a_record_and_itself_and_something_between_two(one, other):
    here, there = one.as_json(), other.as_json()
    assert compare_records(here, here) == ()
    told = compare_records(here, there)
    back = compare_records(there, here)
    assert {row.field for row in told} == {row.field for row in back}


@FEW
@given(records(), records(), st.sets(st.sampled_from(["title", "costs", "outcomes", "setback"])))
def test_what_is_merged_is_a_record_whose_figures_keep_their_sources(mine, theirs, take):
    made = merged(mine=mine.as_json(), theirs=theirs.as_json(), take=take)
    whole = PracticeRecord.model_validate(made).as_json()
    for field in ("title", "costs", "outcomes", "setback", "result"):
        side = theirs if field in take else mine
        rows = compare_records(side.as_json(), whole)
        assert field not in {row.field for row in rows}
