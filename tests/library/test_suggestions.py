import pytest

from decapolis.kernel.permissions import Forbidden
from decapolis.library.actions import (
    accept_suggestion,
    correct_practice,
    decline_suggestion,
    suggest_change,
    withdraw_suggestion,
)
from decapolis.library.errors import (
    AlreadyDecided,
    ChangedMeanwhile,
    NothingChanged,
    ReasonMissing,
)
from decapolis.library.models import Practice, Suggestion
from decapolis.library.queries.contributions import own_suggestions, suggestions_waiting
from decapolis.library.queries.records import record_of
from tests.factories import cities, contributions, hats, people
from tests.factories.contributions import changed, loaded, record

pytestmark = pytest.mark.django_db


def test_what_is_accepted_stands_there_by_the_name_of_who_suggested_it(lamps, ana):
    member = people.person(name="Ben")
    made = contributions.suggestion(member, lamps, title="L")
    version = accept_suggestion(by=ana, suggestion=made)
    assert (version.number, version.by, version.origin) == (2, member, "suggested")
    made.refresh_from_db()
    assert (made.state, made.decided_by) == ("accepted", ana)
    assert Practice.objects.get().title == "L"


def test_a_suggestion_waits_for_those_who_may_write_the_practice_and_for_nobody_else(lamps, ana):
    member = people.person()
    made = contributions.suggestion(member, lamps, title="L")
    elsewhere = hats.speaker(cities.city("Springfield"))
    waits = [len(suggestions_waiting(one)) for one in (ana, people.staff(), member, elsewhere)]
    assert waits == [1, 1, 0, 0]
    assert [row.suggestion_id for row in own_suggestions(member)] == [made.pk]
    seen = [
        Suggestion.objects.visible_to(one).count()
        for one in (ana, people.staff(), member, elsewhere, people.person(), None)
    ]
    assert seen == [1, 1, 1, 0, 0, 0]


@pytest.mark.parametrize("act", [accept_suggestion, decline_suggestion])
def test_who_suggested_does_not_decide(lamps, act):
    member = people.person()
    made = contributions.suggestion(member, lamps, title="L")
    with pytest.raises(Forbidden):
        act(by=member, suggestion=made, reason="It is good.")
    made.refresh_from_db()
    assert made.state == "open"
    assert Practice.objects.get().title == "LED street lights"


def test_who_declines_says_why(lamps, ana):
    made = contributions.suggestion(people.person(), lamps, title="L")
    with pytest.raises(ReasonMissing):
        decline_suggestion(by=ana, suggestion=made, reason="  ")
    decline_suggestion(by=ana, suggestion=made, reason="The source says otherwise.")
    made.refresh_from_db()
    assert (made.state, made.reason) == ("declined", "The source says otherwise.")
    assert Practice.objects.get().version == 1


def test_each_suggestion_is_decided_once(lamps, ana):
    made = contributions.suggestion(people.person(), lamps, title="L")
    accept_suggestion(by=ana, suggestion=made)
    with pytest.raises(AlreadyDecided):
        decline_suggestion(by=ana, suggestion=made, reason="No.")


def test_one_takes_back_ones_own_alone(lamps, ana):
    member = people.person()
    made = contributions.suggestion(member, lamps, title="L")
    with pytest.raises(Forbidden):
        withdraw_suggestion(by=ana, suggestion=made)
    assert withdraw_suggestion(by=member, suggestion=made).state == "withdrawn"


def test_what_others_changed_elsewhere_is_kept_beside_the_suggestion(lamps, ana):
    made = contributions.suggestion(people.person(), lamps, title="L")
    correct_practice(by=ana, practice=lamps, record=changed(lamps, costs=[]), base=1)
    accept_suggestion(by=ana, suggestion=made)
    held = record_of(Practice.objects.get())
    assert held["title"] == "L"
    assert "costs" not in held


def test_what_others_changed_in_the_same_place_is_not_overwritten(lamps, ana):
    made = contributions.suggestion(people.person(), lamps, title="L")
    correct_practice(by=ana, practice=lamps, record=changed(lamps, title="Ana's"), base=1)
    with pytest.raises(ChangedMeanwhile):
        accept_suggestion(by=ana, suggestion=made)
    made.refresh_from_db()
    assert made.state == "open"
    assert Practice.objects.get().title == "Ana's"


def test_a_suggestion_changes_neither_address_nor_readers(lamps):
    taken = changed(lamps, slug="another", visibility="staff", title="L")
    made = suggest_change(by=people.person(), practice=lamps, record=taken, base=1)
    assert made.record["slug"] == lamps.slug
    assert "visibility" not in made.record
    with pytest.raises(NothingChanged):
        suggest_change(by=people.person(), practice=lamps, record=changed(lamps), base=1)


def test_a_proposed_practice_is_written_by_who_may_add_it(dayton, ana):
    member = people.person(name="Ben")
    made = suggest_change(by=member, practice=None, record=record(title="Night buses"))
    with pytest.raises(Forbidden):
        accept_suggestion(by=hats.speaker(cities.city("Springfield")), suggestion=made)
    version = accept_suggestion(by=ana, suggestion=made)
    made.refresh_from_db()
    assert (version.by, version.practice.slug) == (member, "dayton-night-buses")
    assert made.practice == version.practice


def test_who_may_not_read_a_practice_neither_suggests_nor_decides(dayton, ana):
    hidden = loaded(visibility="staff")
    with pytest.raises(Forbidden):
        contributions.suggestion(people.person(), hidden, title="L")
    contributions.suggestion(people.staff(), hidden, title="L")
    assert suggestions_waiting(ana) == ()
    assert not Suggestion.objects.visible_to(ana).exists()
