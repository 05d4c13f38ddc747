import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decapolis.kernel.permissions import Forbidden
from decapolis.library.actions import (
    accept_suggestion,
    correct_practice,
    decline_suggestion,
    publish_draft,
    restore_version,
    suggest_change,
    suggest_draft,
    withdraw_suggestion,
)
from decapolis.library.errors import ChangedMeanwhile, NothingChanged, ReasonMissing
from decapolis.library.models import Practice
from decapolis.notices.models import Notice
from tests.factories import cities, contributions, hats, organisations, people
from tests.factories.contributions import changed, loaded, record

pytestmark = pytest.mark.django_db


@pytest.fixture
def ben():
    return people.person(name="Ben")


def told():
    """Return who was told what, by kind."""
    return {(one.person, one.kind, one.title) for one in Notice.objects.all()}


def told_people():
    return {one.person for one in Notice.objects.all()}


def forget():
    Notice.objects.all().delete()


def correct(by, practice, note="", **changes):
    base = practice.version
    record_ = changed(practice, **changes)
    return correct_practice(by=by, practice=practice, record=record_, base=base, note=note)


# -- a suggestion


def test_who_speaks_for_the_city_is_told_of_a_suggestion_and_staff_are_not(lamps, ana, ben):
    people.staff()
    hats.speaker(cities.city("Springfield"))
    hats.hat(people.person(), lamps.city)  # they say so; nobody has verified it
    made = contributions.suggestion(ben, lamps, title="L")
    assert told() == {(ana, "changes", "A change of “LED street lights” is suggested")}
    notice = Notice.objects.get()
    assert (notice.by, notice.text) == (ben, "I was there.")
    assert notice.url == f"/contribute/suggestions/{made.pk}"


def test_who_speaks_for_the_lead_is_told_as_well(dayton, ana, ben):
    guild = organisations.organisation("Lamp Guild")
    practice = loaded(lead={"name": "lamp guild", "sector": "nonprofit"})
    master = hats.speaker(guild)
    contributions.suggestion(ben, practice, title="L")
    assert told_people() == {ana, master}


def test_where_nobody_speaks_for_the_city_it_waits_at_the_desk(lamps, ben):
    desk = people.staff()
    people.staff(is_active=False)
    contributions.suggestion(ben, lamps, title="L")
    assert told() == {(desk, "desk", "A change of “LED street lights” is suggested")}


def test_who_suggests_is_not_told_and_the_desk_is_where_they_alone_speak(lamps, ana):
    desk = people.staff()
    contributions.suggestion(ana, lamps, title="L")
    assert told_people() == {desk}
    forget()
    colleague = hats.speaker(lamps.city)
    contributions.suggestion(ana, lamps, title="Lamps")
    assert told_people() == {colleague}


def test_a_new_practice_is_told_to_its_city_and_without_one_to_the_desk(ana, ben):
    desk = people.staff()
    suggest_change(by=ben, practice=None, record=record(title="Night buses"))
    assert told() == {(ana, "changes", "A new practice is proposed: Night buses")}
    forget()
    suggest_change(by=ben, practice=None, record=record(title="Trams", city="Nowhere"))
    assert told() == {(desk, "desk", "A new practice is proposed: Trams")}


def test_a_draft_that_is_handed_in_tells_the_same_people(lamps, ana, ben):
    suggest_draft(by=ben, draft=contributions.draft(ben, lamps, title="L"))
    assert told_people() == {ana}


def test_a_suggestion_on_a_hidden_practice_is_told_to_staff_alone(dayton, ana):
    hidden, desk = loaded(visibility="staff"), people.staff()
    contributions.suggestion(people.staff(), hidden, title="L")
    assert told_people() == {desk}


def test_what_is_refused_tells_nobody(lamps, ana, ben):
    with pytest.raises(NothingChanged):
        suggest_change(by=ben, practice=lamps, record=changed(lamps), base=1)
    with pytest.raises(Forbidden):
        contributions.suggestion(people.person(is_member=False), lamps, title="L")
    with pytest.raises(Forbidden):
        correct(ben, lamps, title="L")
    with pytest.raises(NothingChanged):
        correct(people.staff(), lamps)
    assert not Notice.objects.exists()


# -- a decision


@pytest.mark.parametrize(
    ("act", "word"), [(accept_suggestion, "accepted"), (decline_suggestion, "declined")]
)
def test_who_suggested_is_told_what_became_of_it_and_why(lamps, ana, ben, act, word):
    made = contributions.suggestion(ben, lamps, lessons=["Ask twice."])
    forget()
    act(by=ana, suggestion=made, reason="The report says so.")
    title = f"The change of “LED street lights” that you suggested was {word}"
    assert told() == {(ben, "changes", title)}
    notice = Notice.objects.get()
    assert (notice.by, notice.text) == (ana, "The report says so.")
    assert notice.url == f"/contribute/suggestions/{made.pk}"


@pytest.mark.parametrize(
    ("act", "word"), [(accept_suggestion, "accepted"), (decline_suggestion, "declined")]
)
def test_who_proposed_a_practice_is_told_what_became_of_it(ana, ben, act, word):
    made = suggest_change(by=ben, practice=None, record=record(title="Night buses"))
    forget()
    act(by=ana, suggestion=made, reason="We know it.")
    assert told() == {(ben, "changes", f"“Night buses”, which you proposed, was {word}")}


def test_others_of_the_city_are_told_of_a_proposed_practice_that_was_accepted(dayton, ana, ben):
    colleague = hats.speaker(dayton, name="Cy")
    made = suggest_change(by=ben, practice=None, record=record(title="Night buses"), note="Seen.")
    forget()
    accept_suggestion(by=ana, suggestion=made)
    assert told() == {
        (ben, "changes", "“Night buses”, which you proposed, was accepted"),
        (colleague, "changes", "A practice was added: Night buses"),
    }
    notice = Notice.objects.get(person=colleague)
    assert (notice.url, notice.text) == (f"/practices/{Practice.objects.get().slug}", "Seen.")


@pytest.mark.parametrize("act", [accept_suggestion, decline_suggestion])
def test_who_may_not_see_the_practice_any_more_is_not_told_of_the_decision(lamps, ana, ben, act):
    made = contributions.suggestion(ben, lamps, lessons=["Ask twice."])
    correct(people.staff(), lamps, visibility="staff")
    forget()
    act(by=people.staff(), suggestion=made, reason="It is so.")
    assert not Notice.objects.filter(person__in=[ana, ben]).exists()


def test_who_decides_on_their_own_suggestion_is_not_told(lamps, ana):
    made = contributions.suggestion(ana, lamps, title="L")
    accept_suggestion(by=ana, suggestion=made)
    assert not Notice.objects.exists()


def test_a_decision_that_fails_tells_nobody(lamps, ana, ben):
    made = contributions.suggestion(ben, lamps, title="L")
    correct(ana, lamps, title="Ana's")
    forget()
    with pytest.raises(ReasonMissing):
        decline_suggestion(by=ana, suggestion=made, reason=" ")
    with pytest.raises(ChangedMeanwhile):
        accept_suggestion(by=ana, suggestion=made)
    withdraw_suggestion(by=ben, suggestion=made)
    assert not Notice.objects.exists()


# -- a correction, an earlier version


def test_others_of_the_city_and_earlier_authors_are_told_of_a_correction(lamps, ana, ben):
    hats.speaker(cities.city("Springfield"))
    people.staff()
    accept_suggestion(by=ana, suggestion=contributions.suggestion(ben, lamps, title="Lamps"))
    lamps.refresh_from_db()
    colleague = hats.speaker(lamps.city)
    forget()
    correct(ana, lamps, note="Final bill.", costs=[])
    title = "“Lamps” was corrected"
    assert told() == {(ben, "changes", title), (colleague, "changes", title)}
    notice = Notice.objects.get(person=ben)
    assert (notice.by, notice.text) == (ana, "Final bill.")
    assert notice.url == f"/practices/{lamps.slug}/versions"


def test_an_earlier_version_that_is_put_back_is_told_to_who_wrote_the_one_between(lamps, ana):
    author = people.staff()
    correct(author, lamps, title="Lamps")
    forget()
    restore_version(by=ana, practice=lamps, number=1, base=2, note="It was right.")
    title = "An earlier version of “LED street lights” was put back"
    assert told() == {(author, "changes", title)}
    assert Notice.objects.get().text == "It was right."


def test_a_draft_that_is_published_tells_of_the_correction(lamps, ana):
    colleague = hats.speaker(lamps.city)
    publish_draft(by=ana, draft=contributions.draft(ana, lamps, title="L"))
    assert told() == {(colleague, "changes", "“L” was corrected")}


def test_both_cities_are_told_where_a_practice_moves(lamps, ana):
    paris = hats.speaker(cities.city("Paris", "FR"))
    correct(people.staff(), lamps, city="Paris", country="FR", region=None)
    lamps.refresh_from_db()
    assert lamps.city.name == "Paris"
    assert told_people() == {ana, paris}


def test_nobody_who_may_not_see_a_hidden_practice_is_told(dayton, ana):
    hidden, first = loaded(visibility="staff"), people.staff()
    correct(first, hidden, title="Secret")
    second = people.staff()
    correct(second, hidden, title="More secret")
    restore_version(by=second, practice=hidden, number=1, base=3)
    assert told_people() == {first}


def test_who_hides_a_practice_tells_nobody_from_whom_it_is_hidden(lamps, ana):
    correct(people.staff(), lamps, visibility="staff", title="Secret")
    assert not Notice.objects.exists()


def test_an_author_who_is_no_member_any_more_hears_of_what_is_public_alone(lamps, ana, ben):
    accept_suggestion(by=ana, suggestion=contributions.suggestion(ben, lamps, title="Lamps"))
    ben.is_member = False
    ben.save()
    lamps.refresh_from_db()
    forget()
    correct(ana, lamps, title="Public")
    assert told_people() == {ben}
    forget()
    correct(people.staff(), lamps, visibility="network", title="Not public")
    assert told_people() == {ana}


# -- how much is asked


def test_telling_many_asks_as_often_as_telling_two(dayton, ben):
    def asked(act):
        with CaptureQueriesContext(connection) as found:
            act()
        return len(found)

    def both():
        practice, staff = loaded(), people.staff()
        return (
            asked(lambda: contributions.suggestion(ben, practice, title="L")),
            asked(lambda: correct(staff, practice, title="L")),
        )

    for _ in range(2):
        hats.speaker(dayton)
    both()  # what is asked for once alone is asked for here
    few = both()
    for _ in range(20):
        hats.speaker(dayton)
    assert both() == few
