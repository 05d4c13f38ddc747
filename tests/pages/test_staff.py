"""The desk of the network's staff."""

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from decapolis.organisations.models import BodyDomain, Hat
from decapolis.people.models import MembershipRequest
from tests.factories import cities, hats, organisations, people
from tests.pages.test_people import signed_in, text_of

pytestmark = pytest.mark.django_db

ROOMS = ("/staff", "/staff/people", "/staff/domains", "/staff/figures")


@pytest.fixture
def staff():
    return people.staff(name="Sam")


def asks(name="Ana", **fields):
    person = people.person(name=name, is_member=False)
    MembershipRequest.objects.create(person=person, **fields)
    return person


@pytest.mark.parametrize("address", ROOMS)
def test_the_desk_is_not_there_for_others(client, address):
    assert client.get(address)["Location"] == f"/sign-in?next={address}"
    for fields in ({}, {"is_reviewer": True}, {"is_operator": True}):
        assert signed_in(people.person(**fields)).get(address).status_code == 404


def test_others_decide_nothing(client):
    ana, held = asks(), hats.domain(cities.city())
    for one in (client, signed_in(people.person()), signed_in(people.person(is_operator=True))):
        one.post(f"/staff/requests/{ana.pk}", {"decision": "accept"})
        one.post(f"/staff/people/{ana.pk}/roles", {"change": "staff-1"})
        one.post("/staff/domains", {"domain": "x.example", "city": "Dayton"})
        one.post(f"/staff/domains/{held.pk}/remove")
    ana.refresh_from_db()
    assert (ana.is_member, ana.is_staff) == (False, False)
    assert list(BodyDomain.objects.all()) == [held]


def test_what_waits_is_shown_and_settled(staff):
    ana, dayton = asks(text="I run the lamps of Dayton."), cities.city("Dayton")
    hat = hats.hat(people.person(name="Ben"), dayton)
    client = signed_in(staff)
    page = text_of(client.get("/staff"))
    for words in ("Asks to be let in (1)", "I run the lamps", "Ben"):
        assert words in page, words
    assert "1 request for membership, 1 claim to confirm" in text_of(client.get("/desk"))
    assert client.post(f"/staff/requests/{ana.pk}", {"decision": "accept"})["Location"] == "/staff"
    client.post(f"/people/hats/{hat.pk}/decide", {"decision": "confirm"})
    ana.refresh_from_db()
    assert ana.is_member
    assert Hat.objects.get().ground == "staff"
    page = text_of(client.get("/staff"))
    assert "Nobody waits." in page
    assert "No claim waits." in page


def test_who_is_turned_away_is_told_why_and_can_be_let_in_after_all(staff):
    ana = asks()
    client = signed_in(staff)
    address = f"/staff/requests/{ana.pk}"
    response = client.post(address, {"decision": "refuse", "reason": ""})
    assert (response.status_code, ana.membership_request.accepted) == (422, None)
    client.post(address, {"decision": "refuse", "reason": "This is for cities."})
    assert MembershipRequest.objects.get().reason == "This is for cities."
    assert "This is for cities." in text_of(client.get(address))
    client.post(address, {"decision": "accept"})
    ana.refresh_from_db()
    assert ana.is_member
    assert client.get(f"/staff/requests/{people.person().pk}").status_code == 404


def test_a_role_is_given_and_the_change_undone(staff):
    ana = people.person(name="Ana")
    client = signed_in(staff)
    address = f"/staff/people/{ana.pk}/roles"
    response = client.post(address, {"change": "reviewer-1", "next": "/staff/people?q=ana"})
    assert response["Location"] == f"/staff/people?q=ana&undo={ana.pk}-reviewer-0"
    page = text_of(client.get(response["Location"]))
    assert "Ana is now: reviewer." in page
    assert 'name="change" value="reviewer-0"' in page
    client.post(address, {"change": "reviewer-0"})
    ana.refresh_from_db()
    assert not ana.is_reviewer


def test_a_membership_is_ended_with_a_reason_and_the_end_undone(staff):
    dayton = cities.city("Dayton")
    ana = hats.speaker(dayton, name="Ana")
    client = signed_in(staff)
    page = text_of(client.get("/staff/people"))
    assert page.count("Why the membership ends") == 1  # nobody ends their own
    address = f"/staff/people/{ana.pk}/end"
    told = client.post(address, {"reason": " "}, follow=True)
    assert "Say why, in a sentence; they will read it." in text_of(told)
    told = text_of(client.post(address, {"reason": "She moved."}, follow=True))
    assert "Ana is no longer: member." in told
    ana.refresh_from_db()
    assert not ana.is_member
    assert not Hat.objects.worn().exists()
    mine = signed_in(ana)
    desk = text_of(mine.get("/desk"))
    assert "You are no member of the network." in desk
    assert "She moved." in desk
    assert ">People<" not in desk
    hat = Hat.objects.get(person=ana)
    back = {"change": "member-1", "hats": f"{hat.pk}.abc.99999999999999", "next": "/staff/people"}
    assert f'name="hats" value="{hat.pk}"' in told
    client.post(f"/staff/people/{ana.pk}/roles", back)
    ana.refresh_from_db()
    assert ana.is_member
    assert Hat.objects.worn().get() == hat


def test_who_may_act_on_others_is_told_to_add_a_second_lock(staff):
    client = signed_in(staff)
    asked = "Your account has rights over others, and one lock."
    for address in ("/desk", "/staff"):
        assert asked in text_of(client.get(address))
    Authenticator.objects.create(user=staff, type="totp", data={"secret": "x"})
    for address in ("/desk", "/staff"):
        assert asked not in text_of(client.get(address))
    assert asked not in text_of(signed_in(people.person()).get("/desk"))
    operator = signed_in(people.person(is_operator=True))
    for address in ("/desk", "/operator"):
        assert asked in text_of(operator.get(address))


def test_what_may_not_be_changed_is_told(staff):
    ana = people.person(name="Ana")
    client = signed_in(staff)
    for change in ("operator-1", "emperor-1", "staff-2", "member-0", "", "staff"):
        response = client.post(f"/staff/people/{ana.pk}/roles", {"change": change})
        assert response["Location"] == "/staff/people", change
    client.post(f"/staff/people/{staff.pk}/roles", {"change": "staff-0"})
    for one in (ana, staff):
        one.refresh_from_db()
    assert (ana.is_operator, ana.is_staff, ana.is_member, staff.is_staff) == (
        False,
        False,
        True,
        True,
    )
    response = client.post(
        f"/staff/people/{ana.pk}/roles", {"change": "staff-1", "next": "//evil.example"}
    )
    assert response["Location"].startswith("/staff/people?undo=")


def test_people_are_narrowed_by_role_and_searched(staff):
    people.person(name="Rea Viewer", is_reviewer=True)
    people.person(name="Ana")
    client = signed_in(staff)
    page = text_of(client.get("/staff/people?is=reviewer"))
    assert "Rea Viewer" in page
    assert ">Ana<" not in page
    assert "1 person." in text_of(client.get("/staff/people?q=viewer"))
    assert client.get("/staff/people?is=emperor").status_code == 200


def test_a_domain_is_set_removed_and_set_again(staff):
    dayton = cities.city("Dayton")
    ana = people.person(email="ana@dayton.example")
    hats.confirmed(ana)
    hats.hat(ana, dayton)
    client = signed_in(staff)
    page = text_of(
        client.post("/staff/domains", {"domain": "Dayton.example", "city": "Dayton"}, follow=True)
    )
    assert "dayton.example" in page
    assert Hat.objects.get().standing == "verified"
    response = client.post(f"/staff/domains/{BodyDomain.objects.get().pk}/remove")
    page = text_of(client.get(response["Location"]))
    assert "dayton.example was removed." in page
    undone = {"domain": "dayton.example", "city": str(dayton.pk), "organisation": ""}
    client.post("/staff/domains", undone)
    assert BodyDomain.objects.get().city == dayton


def test_a_domain_that_cannot_be_is_told_at_its_field(staff):
    organisations.organisation("Lamp Guild")
    cities.city("Dayton")
    client = signed_in(staff)
    for sent, words in [
        ({"domain": "", "city": "Dayton"}, "Write the domain"),
        ({"domain": "gmail.com", "city": "Dayton"}, "Anybody can get an address"),
        ({"domain": "x.example"}, "Say to which city"),
        ({"domain": "x.example", "city": "Atlantis"}, "No city in the gazetteer"),
        ({"domain": "x.example", "organisation": "Lamp"}, "Did you mean one of these: Lamp Guild?"),
        ({"domain": "<script>", "city": "Dayton"}, "&lt;script&gt;"),
    ]:
        response = client.post("/staff/domains", sent)
        assert response.status_code == 422, sent
        assert words in text_of(response), sent
    assert not BodyDomain.objects.exists()


def test_figures_are_shown_with_the_table_behind_the_chart(staff):
    hats.speaker(cities.city())
    hats.hat(people.person(joined=timezone.now()), cities.city())
    asks()
    page = text_of(signed_in(staff).get("/staff/figures"))
    assert "4 people joined in the last 12 weeks." in page
    assert "Cities with someone verified" in page
    assert "<table" in page
    assert page.count("<tr>") >= 12


def test_a_stranger_sees_no_word_of_the_desk(client):
    assert "/staff" not in client.get("/").content.decode()


def test_staff_take_a_hat_off_from_the_profile(staff):
    ana = hats.speaker(cities.city("Dayton"), name="Ana")
    hat = Hat.objects.get()
    client = signed_in(staff)
    address = f"/people/hats/{hat.pk}/decide"
    assert f'href="{address}"' in text_of(client.get(f"/people/{ana.pk}"))
    assert address not in text_of(signed_in(people.person()).get(f"/people/{ana.pk}"))
    assert f'action="/people/hats/{hat.pk}/end"' in text_of(client.get(address))
    assert client.post(f"/people/hats/{hat.pk}/end")["Location"] == f"/people/{ana.pk}"
    hat.refresh_from_db()
    assert (hat.until, hat.ended_by) == (timezone.localdate(), staff)
