"""Circles at the desk of staff, and on the desk of who sits in one."""

import pytest
from django.utils import timezone

from decapolis.audit.models import AuditEntry
from decapolis.notices.models import Notice
from decapolis.organisations.models import Hat
from decapolis.people.models import Circle, CircleSeat
from tests.factories import cities, hats, people
from tests.pages.test_people import signed_in, text_of

pytestmark = pytest.mark.django_db

ROOM = "/staff/circles"


@pytest.fixture
def staff():
    return people.staff(name="Sam")


@pytest.fixture
def ana():
    return people.person(name="Ana Díaz", email="ana@city.example")


def sitting(circle):
    return sorted(CircleSeat.objects.filter(circle=circle).values_list("person__name", flat=True))


def test_staff_form_a_circle_and_add_people_to_it(staff, ana):
    ben, client = people.person(name="Ben Okoye"), signed_in(staff)
    shown = text_of(client.get(ROOM))
    assert "There is no circle yet." in shown
    values = {"name": "Night mayors", "purpose": "What failed.", "people": "ana@city.example"}
    made = client.post(ROOM, values)
    assert (made.status_code, made["Location"]) == (302, f"{ROOM}/night-mayors")
    shown = text_of(client.get(made["Location"]))
    for words in (
        "The circle “Night mayors” is formed.",
        "Ana Díaz",
        "ana@city.example",
        "1 person",
    ):
        assert words in shown, words
    client.post(made["Location"], {"do": "seat", "people": "ben okoye\n"})
    shown = text_of(client.get(made["Location"]))
    assert "Ben Okoye is in the circle." in shown
    assert sitting(Circle.objects.get()) == ["Ana Díaz", "Ben Okoye"]
    listed = text_of(client.get(ROOM))
    assert "2 people" in listed
    assert "Night mayors" in text_of(signed_in(ben).get("/desk"))


def test_what_cannot_be_is_told_at_its_field_and_nothing_is_lost(staff, ana):
    people.circle(name="Night")
    client = signed_in(staff)
    for values, words in (
        ({"name": "", "people": "Ana Díaz"}, "Write a name by which its people know the circle."),
        ({"name": "NIGHT", "people": "Ana Díaz"}, "There is a circle of this name."),
        ({"name": "Day", "people": "Ana Diez"}, "No member has the name or address “Ana Diez”."),
        ({"name": "x" * 121}, "at most 120 characters"),
    ):
        answer = client.post(ROOM, {"purpose": "What failed <b>.", **values})
        assert answer.status_code == 422, values
        shown = text_of(answer)
        assert words in shown
        assert "What failed &lt;b&gt;." in shown
    assert [one.name for one in Circle.objects.all()] == ["Night"]
    assert not CircleSeat.objects.exists()


def test_faults_on_the_page_of_a_circle(staff, ana):
    circle = people.circle(ana, name="Night", slug="night")
    client = signed_in(staff)
    for values, words in (
        ({"do": "seat", "people": "Nobody Here"}, "No member has the name or address"),
        ({"do": "seat", "people": " "}, "Write at least one name or address."),
        ({"do": "seat", "people": "Sam"}, "You cannot seat yourself."),
        ({"do": "change", "name": " "}, "Write a name by which its people know the circle."),
    ):
        answer = client.post(f"{ROOM}/night", values)
        assert answer.status_code == 422, values
        assert words in text_of(answer)
    for values in ({"do": "fly"}, {}, {"do": "take-out"}, {"do": "again", "person": "abc"}):
        assert client.post(f"{ROOM}/night", values)["Location"] == f"{ROOM}/night"
    told = client.post(f"{ROOM}/night", {"do": "again", "person": str(staff.pk)}, follow=True)
    assert "You cannot seat yourself." in text_of(told)
    assert sitting(circle) == ["Ana Díaz"]
    assert not AuditEntry.objects.exists()


def test_someone_is_taken_out_and_that_undone(staff, ana):
    circle = people.circle(ana, slug="night")
    client = signed_in(staff)
    gone = client.post(f"{ROOM}/night", {"do": "take-out", "person": ana.pk})
    assert gone["Location"] == f"{ROOM}/night?undo={ana.pk}"
    assert sitting(circle) == []
    shown = text_of(client.get(gone["Location"]))
    assert "Ana Díaz is no longer in this circle." in shown
    assert f'name="person" value="{ana.pk}"' in shown
    client.post(f"{ROOM}/night", {"do": "again", "person": ana.pk})
    assert sitting(circle) == ["Ana Díaz"]
    assert "no longer" not in text_of(client.get(gone["Location"]))
    assert "no longer" not in text_of(client.get(f"{ROOM}/night?undo=99999999999999999999"))


def test_a_circle_is_renamed_closed_and_opened_again(staff, ana):
    people.circle(ana, name="Night", slug="night")
    client = signed_in(staff)
    client.post(f"{ROOM}/night", {"do": "change", "name": "Night mayors", "purpose": "For them."})
    shown = text_of(client.get(f"{ROOM}/night"))
    assert "Saved." in shown
    assert "For them." in shown
    client.post(f"{ROOM}/night", {"do": "close"})
    shown = text_of(client.get(f"{ROOM}/night"))
    assert "Closed since" in shown
    assert "Add people" not in shown
    assert "Take out" not in shown
    assert "Closed since" in text_of(client.get(ROOM))
    told = client.post(f"{ROOM}/night", {"do": "close"}, follow=True)
    assert "This circle is closed. Open it again first." in text_of(told)
    assert "Night mayors" not in text_of(signed_in(ana).get("/desk")).split("My circles")[-1:]
    client.post(f"{ROOM}/night", {"do": "reopen"})
    assert "Add people" in text_of(client.get(f"{ROOM}/night"))


def test_the_room_is_not_there_for_others(client, ana):
    circle = people.circle(ana, slug="night")
    for address in (ROOM, f"{ROOM}/night"):
        assert client.get(address)["Location"] == f"/sign-in?next={address}"
        for one in (ana, people.person(is_reviewer=True), people.person(is_operator=True)):
            other = signed_in(one)
            assert other.get(address).status_code == 404
            assert other.post(address, {"do": "close", "name": "Mine"}).status_code == 404
    circle.refresh_from_db()
    assert circle.closed is None
    assert Circle.objects.count() == 1
    assert signed_in(people.staff()).get(f"{ROOM}/nothing").status_code == 404


def test_my_desk_shows_my_circles_and_who_is_in_them(ana):
    ben = people.person(name="Ben Okoye", email="ben@town.example")
    people.circle(ana, ben, name="Night mayors", purpose="What failed.")
    people.circle(ana, name="Alone")
    people.circle(ben, name="Others")
    people.circle(ana, name="Past", closed=timezone.now())
    shown = text_of(signed_in(ana).get("/desk"))
    for words in ("My circles", "Night mayors", "What failed.", "You and 1 other person."):
        assert words in shown, words
    assert f'href="/people/{ben.pk}"' in shown
    assert "You are alone in it so far." in shown
    for words in ("Others", "Past", "ben@town.example"):
        assert words not in shown, words
    assert "My circles" not in text_of(signed_in(people.person()).get("/desk"))


def test_a_circle_is_left_from_the_desk(ana):
    circle = people.circle(ana, name="Night mayors", slug="night")
    client = signed_in(ana)
    left = client.post("/circles/night/leave", follow=True)
    assert "You left the circle “Night mayors”." in text_of(left)
    assert sitting(circle) == []
    assert client.post("/circles/night/leave").status_code == 404
    assert client.get("/circles/night/leave").status_code == 405
    told = signed_in(people.staff()).post("/circles/night/leave", follow=True)
    assert "You do not sit in this circle." in text_of(told)


def test_nobody_leaves_for_another(client, ana):
    circle = people.circle(ana, slug="night")
    assert client.post("/circles/night/leave")["Location"].startswith("/sign-in")
    assert signed_in(people.person()).post("/circles/night/leave").status_code == 404
    assert sitting(circle) == ["Ana Díaz"]


def test_an_ended_membership_is_undone_with_its_circles(staff):
    ana = hats.speaker(cities.city("Dayton"), name="Ana")
    circle = people.circle(ana)
    client = signed_in(staff)
    told = client.post(f"/staff/people/{ana.pk}/end", {"reason": "She moved."}, follow=True)
    assert sitting(circle) == []
    assert f'name="circles" value="{circle.pk}"' in text_of(told)
    hat = Hat.objects.get(person=ana)
    back = {"change": "member-1", "hats": f"{hat.pk}", "circles": f"{circle.pk}.x.99999"}
    client.post(f"/staff/people/{ana.pk}/roles", back)
    assert sitting(circle) == ["Ana"]
    assert Hat.objects.worn().get() == hat
    assert Notice.objects.filter(person=ana, title__startswith="You are in the circle").exists()
