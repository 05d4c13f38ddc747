"""What is done with accounts, and what of it is recorded."""

import json
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from decapolis.audit.models import AuditEntry
from decapolis.kernel.permissions import Forbidden
from decapolis.notices.models import Notice
from decapolis.people import actions
from decapolis.people.errors import (
    AccountClosed,
    AddressTaken,
    LastAddress,
    NoSuchPerson,
    NothingWaits,
    ReasonMissing,
    ValueRefused,
)
from decapolis.people.exports import held_on
from decapolis.people.models import FORMER, MembershipRequest, Person
from decapolis.people.queries import locks_of, person_of_address, requests_waiting
from decapolis.people.rules import Roles
from decapolis.people.tasks import forget_ended_sessions
from decapolis.people.validators import clean_address, clean_name
from tests.factories import people

pytestmark = pytest.mark.django_db


def acts():
    return list(AuditEntry.objects.order_by("pk").values_list("act", flat=True))


def test_whoever_confirms_an_address_is_a_member_of_an_open_network():
    person = actions.join(by=None, email=" Ada@City.Example ")
    assert (person.email, person.is_member, person.name) == ("ada@city.example", True, "")
    assert person.member_since is not None
    assert EmailAddress.objects.get().primary
    assert acts() == ["people.joined", "people.became_member"]


def test_coming_back_changes_nothing():
    person = actions.join(by=None, email="ada@city.example")
    assert actions.join(by=None, email="ADA@city.example") == person
    assert Person.objects.count() == EmailAddress.objects.count() == 1
    assert acts() == ["people.joined", "people.became_member"]


def test_elsewhere_a_request_waits_until_staff_decide(settings):
    settings.OPEN = False
    staff = people.staff()
    person = actions.join(by=None, email="ada@city.example")
    assert not person.is_member
    assert [one.person for one in requests_waiting(staff)] == [person]
    assert not requests_waiting(person).exists()
    actions.let_in(by=staff, person=person, note="Known from the congress.")
    request = MembershipRequest.objects.get()
    assert (request.accepted, request.decided_by) == (True, staff)
    assert Person.objects.get(pk=person.pk).is_member
    entry = AuditEntry.objects.get(act="people.became_member")
    assert (entry.by, entry.note) == (staff, "Known from the congress.")
    assert AuditEntry.objects.visible_to(person).filter(pk=entry.pk).exists()


def test_staff_turn_someone_away_with_a_reason(settings):
    settings.OPEN = False
    staff, person = people.staff(), actions.join(by=None, email="ada@city.example")
    request = actions.turn_away(by=staff, person=person, reason="No city, no organisation.")
    assert (request.accepted, request.reason) == (False, "No city, no organisation.")
    with pytest.raises(NothingWaits):
        actions.turn_away(by=staff, person=person, reason="Again.")
    assert acts().count("people.turned_away") == 1


@pytest.mark.parametrize("act", ["let_in", "turn_away"])
def test_a_member_lets_nobody_in(settings, act):
    settings.OPEN = False
    person = actions.join(by=None, email="ada@city.example")
    more = {"reason": "No."} if act == "turn_away" else {}
    with pytest.raises(Forbidden, match="Only network staff"):
        getattr(actions, act)(by=people.person(), person=person, **more)
    assert MembershipRequest.objects.get().accepted is None
    assert not Person.objects.get(pk=person.pk).is_member


def ended(person):
    """A session of someone, and one that waits for a code to their address."""
    for key, held in (
        ("hers", {"_auth_user_id": str(person.pk)}),
        ("code", {"mailed_code_sign-in": {"address": person.email}}),
        ("others", {"mailed_code_sign-in": {"address": f"not-{person.email}"}}),
    ):
        store = SessionStore()
        store.update(held)
        store.create()
        Session.objects.filter(session_key=store.session_key).update(session_key=key)
    UserSession.objects.create(user=person, ip="198.51.100.7", session_key="hers", user_agent="")


def test_a_membership_ends_with_a_reason_and_all_sessions():
    ada, boss = people.person(), people.staff()
    ended(ada)
    actions.let_go(by=boss, person=ada, reason="  She works for a supplier now. ")
    ada.refresh_from_db()
    assert (ada.is_member, ada.member_since, ada.is_active) == (False, None, True)
    assert list(Session.objects.values_list("session_key", flat=True)) == ["others"]
    assert not UserSession.objects.exists()
    told = Notice.objects.get()
    assert (told.person, told.text, told.due is None) == (
        ada,
        "She works for a supplier now.",
        False,
    )
    assert acts() == ["people.let_go"]
    actions.let_in(by=boss, person=ada)
    assert ada.is_member


@pytest.mark.parametrize(
    ("who", "whom", "reason", "error"),
    [
        ({}, {}, "Because.", Forbidden),
        ({"is_operator": True}, {}, "Because.", Forbidden),
        ({"is_staff": True}, {"is_staff": True}, "Because.", Forbidden),
        ({"is_staff": True}, {"is_reviewer": True}, "Because.", Forbidden),
        ({"is_staff": True}, {"is_member": False}, "Because.", Forbidden),
        ({"is_staff": True}, {}, " \n ", ReasonMissing),
    ],
)
def test_nobody_is_let_go_without_right_and_reason(who, whom, reason, error):
    by, person = people.person(**who), people.person(**whom)
    with pytest.raises(error):
        actions.let_go(by=by, person=person, reason=reason)
    before = whom.get("is_member", True)
    assert Person.objects.get(pk=person.pk).is_member is before
    assert not Notice.objects.exists()
    assert not AuditEntry.objects.exists()


def test_nobody_ends_their_own_membership():
    boss = people.staff()
    with pytest.raises(Forbidden, match="Leave the network instead"):
        actions.let_go(by=boss, person=boss, reason="Enough.")


def test_staff_are_told_of_a_request_and_whoever_asks_of_the_decision(settings):
    settings.OPEN = False
    boss = people.staff()
    ada, ben = (actions.join(by=None, email=f"{one}@city.example") for one in ("ada", "ben"))
    assert Notice.objects.filter(person=boss, url=f"/staff/requests/{ada.pk}").exists()
    actions.let_in(by=boss, person=ada)
    actions.turn_away(by=boss, person=ben, reason="We know nobody of that name.")
    assert Notice.objects.get(person=ada).title == "You are a member of the network."
    assert Notice.objects.get(person=ben).text == "We know nobody of that name."
    assert Notice.objects.get(person=ben).kind == "membership"


def test_whoever_asks_again_waits_again_and_once(settings):
    settings.OPEN = False
    boss, ada = people.staff(), actions.join(by=None, email="ada@city.example")
    assert actions.ask_to_be_let_in(by=ada) is None
    actions.turn_away(by=boss, person=ada, reason="Not now.")
    again = actions.ask_to_be_let_in(by=ada, note="I have moved.")
    assert (again.accepted, again.reason, again.text) == (None, "", "I have moved.")
    assert list(requests_waiting(boss)) == [again]


def test_a_closed_account_stays_closed():
    people.person(email="ada@city.example", is_active=False)
    with pytest.raises(AccountClosed):
        actions.join(by=None, email="ada@city.example")
    assert not EmailAddress.objects.exists()


def test_a_confirmed_address_wins_over_one_that_somebody_else_only_typed():
    eve = people.person()
    EmailAddress.objects.create(user=eve, email="ada@city.example", verified=False)
    ada = actions.join(by=None, email="ada@city.example")
    assert ada != eve
    assert list(EmailAddress.objects.values_list("user", "verified")) == [(ada.pk, True)]


def test_people_change_their_own_profile_alone():
    ada, eve = people.person(name="Ada"), people.person()
    actions.change_profile(
        by=ada,
        person=ada,
        values={"title": "Lighting", "languages": ["es", "en", "es"], "time_zone": "Europe/Madrid"},
    )
    ada.refresh_from_db()
    assert (ada.title, ada.languages) == ("Lighting", ["es", "en"])
    entry = AuditEntry.objects.get()
    assert entry.after == {
        "title": "Lighting",
        "languages": ["es", "en"],
        "time_zone": "Europe/Madrid",
    }
    with pytest.raises(Forbidden):
        actions.change_profile(by=eve, person=ada, values={"title": "Nothing"})
    with pytest.raises(Forbidden):
        actions.change_profile(by=people.staff(), person=ada, values={"title": "Nothing"})
    ada.refresh_from_db()
    assert ada.title == "Lighting"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "  "),
        ("name", "x" * 201),
        ("name", "Win at https://evil.example"),
        ("title", "x" * 201),
        ("languages", ["english please"]),
        ("languages", [f"a{chr(97 + n)}" for n in range(13)]),
        ("time_zone", "Mars/Olympus"),
        ("helps_with", "x" * 2001),
    ],
)
def test_what_cannot_stand_in_a_profile_is_refused_by_field(field, value):
    ada = people.person(name="Ada")
    with pytest.raises(ValueRefused) as refused:
        actions.change_profile(by=ada, person=ada, values={"title": "New", field: value})
    assert refused.value.field == field
    assert Person.objects.get().title == ""
    assert acts() == []


@given(st.text(max_size=300))
def test_a_name_is_one_line_of_what_shows_or_refused(text):
    try:
        name = clean_name(text)
    except ValueRefused:
        return
    assert name == clean_name(name)
    assert name.isprintable()
    assert 0 < len(name) <= 200


@given(st.emails() | st.text(max_size=300))
def test_an_address_is_kept_in_one_form_or_refused(text):
    try:
        address = clean_address(text)
    except ValueRefused:
        return
    assert address == clean_address(address.upper()) == address.lower()
    assert not set(address) & set(" \r\n\t\0")


# roles

NEITHER, STAFF, OPERATOR = {}, {"is_staff": True}, {"is_operator": True}


@pytest.mark.parametrize(
    ("who", "roles", "may"),
    [
        (NEITHER, Roles(reviewer=True), False),
        (NEITHER, Roles(staff=True), False),
        (STAFF, Roles(reviewer=True), True),
        (STAFF, Roles(staff=True), True),
        (STAFF, Roles(operator=True), False),
        (OPERATOR, Roles(staff=True), True),
        (OPERATOR, Roles(operator=True), True),
    ],
)
def test_who_may_give_which_role(who, roles, may):
    by, person = people.person(**who), people.person()
    if may:
        actions.set_roles(by=by, person=person, roles=roles)
    else:
        with pytest.raises(Forbidden):
            actions.set_roles(by=by, person=person, roles=roles)
    now = Person.objects.get(pk=person.pk)
    assert (now.is_staff or now.is_reviewer or now.is_operator) is may
    assert acts() == (["people.roles_set"] if may else [])


def test_nobody_gives_a_role_to_themselves_or_takes_their_last_one():
    person, staff = people.person(), people.staff()
    with pytest.raises(Forbidden):
        actions.set_roles(by=person, person=person, roles=Roles(staff=True))
    with pytest.raises(Forbidden, match="your own rights"):
        actions.set_roles(by=staff, person=staff, roles=Roles(staff=False))
    operator = people.person(is_operator=True)
    for by in (operator, None):
        with pytest.raises(Forbidden, match="the last operator"):
            actions.set_roles(by=by, person=operator, roles=Roles(operator=False))
    assert Person.objects.get(pk=operator.pk).is_operator


def test_the_first_operator_comes_from_the_command_line():
    person = actions.appoint(
        by=None, email="Boss@city.example", roles=Roles(staff=True, operator=True)
    )
    assert (person.email, person.is_staff, person.is_operator, person.is_member) == (
        "boss@city.example",
        True,
        True,
        True,
    )
    assert actions.join(by=None, email="boss@city.example") == person
    assert acts() == ["people.account_made", "people.roles_set", "people.became_member"]


def test_a_role_makes_a_member(settings):
    settings.OPEN = False
    person = actions.join(by=None, email="ada@city.example")
    actions.set_roles(by=people.staff(), person=person, roles=Roles(reviewer=True))
    assert Person.objects.get(pk=person.pk).is_member
    assert MembershipRequest.objects.get().accepted


# addresses


def test_an_address_of_another_account_is_not_taken():
    ada, eve = (actions.join(by=None, email=f"{who}@city.example") for who in ("ada", "eve"))
    with pytest.raises(AddressTaken):
        actions.add_address(by=eve, email="ADA@city.example")
    assert person_of_address("ada@city.example") == ada
    assert EmailAddress.objects.filter(user=eve).count() == 1


def test_mail_goes_to_another_address_and_the_old_one_can_go():
    ada = actions.join(by=None, email="ada@city.example")
    actions.add_address(by=ada, email="ada@home.example")
    old, new = EmailAddress.objects.order_by("pk")
    with pytest.raises(LastAddress):
        actions.remove_address(by=ada, key=old.pk)
    assert actions.make_main_address(by=ada, key=new.pk) == "ada@city.example"
    assert Person.objects.get().email == "ada@home.example"
    assert actions.remove_address(by=Person.objects.get(), key=old.pk) == "ada@city.example"
    assert person_of_address("ada@city.example") is None


def test_nobody_touches_the_addresses_of_others():
    ada, eve = (actions.join(by=None, email=f"{who}@city.example") for who in ("ada", "eve"))
    theirs = EmailAddress.objects.get(user=ada)
    for act in (actions.make_main_address, actions.remove_address):
        with pytest.raises(LastAddress):
            act(by=eve, key=theirs.pk)
    assert Person.objects.get(pk=eve.pk).email == "eve@city.example"
    assert EmailAddress.objects.count() == 2


def test_an_operator_opens_an_account_whose_owner_lost_every_key():
    ada, operator = people.person(email="ada@city.example"), people.person(is_operator=True)
    Authenticator.objects.create(user=ada, type="totp", data={"secret": "x"})
    for by in (ada, people.staff()):
        with pytest.raises(Forbidden):
            actions.unlock(by=by, email="ada@city.example")
    assert Authenticator.objects.exists()
    actions.unlock(by=operator, email="Ada@city.example")
    assert not Authenticator.objects.exists()
    assert acts() == ["people.unlocked"]
    with pytest.raises(Forbidden, match="somebody else"):
        actions.unlock(by=operator, email=operator.email)
    with pytest.raises(NoSuchPerson):
        actions.unlock(by=None, email="nobody@city.example")


# what is held, and the end


def full_account():
    ada = actions.join(by=None, email="ada.okoye@city.example")
    values = {"name": "Ada Okoye", "title": "Lighting", "helps_with": "Lamps by the sea."}
    actions.change_profile(by=ada, person=ada, values=values)
    Authenticator.objects.create(user=ada, type="totp", data={"secret": "hushhush"})
    return ada


def test_what_is_held_is_told_without_any_secret():
    ada = full_account()
    text = json.dumps(held_on(ada), cls=DjangoJSONEncoder)
    for word in ("Ada Okoye", "ada.okoye@city.example", "Lamps by the sea."):
        assert word in text
    assert "hushhush" not in text
    assert ada.password not in text


def test_whoever_is_handed_what_is_held_is_recorded_and_others_get_nothing():
    ada, operator = full_account(), people.person(is_operator=True)
    actions.note_export(by=ada, person=ada)
    actions.note_export(by=operator, person=ada)
    assert acts()[-2:] == ["people.exported"] * 2
    with pytest.raises(Forbidden):
        actions.note_export(by=people.staff(), person=ada)
    assert acts().count("people.exported") == 2


def test_who_is_erased_is_a_former_member_everywhere():
    ada = full_account()
    other = people.person()
    actions.erase(by=ada, person=ada)
    left = Person.objects.get(pk=ada.pk)
    assert str(left) == FORMER
    assert not left.is_active
    assert not left.is_member
    assert left.left
    assert not Person.objects.visible_to(other).filter(pk=ada.pk).exists()
    everything = [
        *Person.objects.filter(pk=ada.pk).values(),
        *AuditEntry.objects.values(),
        *EmailAddress.objects.values(),
        *Authenticator.objects.values(),
    ]
    text = json.dumps(everything, cls=DjangoJSONEncoder)
    for word in ("Okoye", "okoye", "Lighting", "Lamps", "hushhush"):
        assert word not in text
    assert acts()[-1] == "people.erased"
    assert person_of_address("ada.okoye@city.example") is None


def test_who_was_erased_joins_again_as_somebody_new():
    ada = full_account()
    actions.erase(by=ada, person=ada)
    again = actions.join(by=None, email="ada.okoye@city.example")
    assert again.pk != ada.pk
    assert again.name == ""


def test_others_erase_nobody_and_the_last_operator_stays():
    ada, operator = full_account(), people.person(is_operator=True)
    for by in (people.person(), people.staff()):
        with pytest.raises(Forbidden):
            actions.erase(by=by, person=ada)
    with pytest.raises(Forbidden, match="last operator"):
        actions.erase(by=operator, person=operator)
    assert Person.objects.get(pk=ada.pk).name == "Ada Okoye"
    actions.erase(by=operator, person=ada)
    with pytest.raises(Forbidden):
        actions.erase(by=operator, person=Person.objects.get(pk=ada.pk))


def test_who_may_see_whom():
    member, newcomer = people.person(), people.person(is_member=False)
    staff, gone = people.staff(), people.person(is_active=False)
    everyone = {member, newcomer, staff, gone}

    def seen_by(reader):
        return everyone & set(Person.objects.visible_to(reader))

    assert seen_by(None) == seen_by(AnonymousUser()) == set()
    assert seen_by(newcomer) == {newcomer}
    assert seen_by(member) == {member, staff}
    assert seen_by(staff) == {member, newcomer, staff}


def test_what_keeps_an_account_is_told():
    ada = people.person()
    assert locks_of(ada).has_second_step is False
    Authenticator.objects.create(user=ada, type="totp", data={"secret": "x"})
    assert locks_of(ada).has_second_step is True
    assert locks_of(ada).codes_left is None


def test_sessions_that_have_ended_are_forgotten():
    ada = people.person()
    here, gone = (
        Session.objects.create(
            session_key=key, session_data="", expire_date=timezone.now() + timedelta(days=days)
        )
        for key, days in (("here", 1), ("gone", -1))
    )
    for session in (here, gone):
        UserSession.objects.create(
            user=ada, ip="198.51.100.7", session_key=session.session_key, user_agent=""
        )
    assert forget_ended_sessions.call() == 1
    assert [one.session_key for one in UserSession.objects.all()] == ["here"]
