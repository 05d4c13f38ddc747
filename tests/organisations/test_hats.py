"""Who may say what they are, who confirms it, and what is written down of it."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from decapolis.audit.models import AuditEntry, Concern
from decapolis.kernel.permissions import Forbidden
from decapolis.notices.models import Notice
from decapolis.organisations import actions, rules
from decapolis.organisations.bridge import Invitee
from decapolis.organisations.choices import CITY_ROLES, Ground, Role, Standing
from decapolis.organisations.errors import (
    DateOutOfRange,
    DomainNotOfABody,
    DomainTaken,
    HatNotWaiting,
    HatThere,
    ReasonMissing,
    RoleDoesNotFit,
)
from decapolis.organisations.exports import held_on
from decapolis.organisations.models import Acceptance, BodyDomain, Hat, Invitation
from decapolis.organisations.queries import (
    bodies_of,
    hats_of,
    people_of,
    speaks_for,
    waiting,
)
from decapolis.organisations.validators import clean_domain
from decapolis.people.actions import erase
from tests.factories import cities, hats, organisations, people
from tests.factories.library import HIDDEN

pytestmark = pytest.mark.django_db


def written():
    """What would show that something was written."""
    return (
        list(Hat.objects.order_by("pk").values()),
        list(BodyDomain.objects.order_by("pk").values()),
        AuditEntry.objects.count(),
        Notice.objects.count(),
    )


def refused(error, act, **told):
    """Check that an act is refused and leaves no trace; return its error."""
    before = written()
    with pytest.raises(error) as caught:
        act(**told)
    assert written() == before
    return caught.value


def told(person):
    return list(Notice.objects.filter(person=person).values_list("title", flat=True))


def test_an_address_of_the_city_verifies_a_hat_at_once():
    dayton, ana = cities.city("Dayton"), people.person(email="ana@dayton.example")
    hats.domain(dayton)
    hats.confirmed(ana)
    hat = actions.claim_hat(by=ana, role=Role.INNOVATION, body=dayton, title=" Chief ")
    assert (hat.standing, hat.ground, hat.title) == (Standing.VERIFIED, Ground.DOMAIN, "Chief")
    assert speaks_for(ana, dayton)
    assert bodies_of(ana) == (("cities.city", str(dayton.pk)),)


@pytest.mark.parametrize(
    "address",
    [
        "ana@other.example",
        "ana@sub.dayton.example",
        "ana@notdayton.example",
        "ana@dayton.example.org",
    ],
)
def test_no_other_domain_verifies_a_hat(address):
    dayton, ana = cities.city("Dayton"), people.person(email=address)
    hats.domain(dayton)
    hats.confirmed(ana)
    assert actions.claim_hat(by=ana, role=Role.STAFF, body=dayton).standing == Standing.CLAIMED
    assert not speaks_for(ana, dayton)


def test_an_address_that_is_not_confirmed_verifies_nothing():
    dayton, ana = cities.city("Dayton"), people.person(email="ana@dayton.example")
    hats.domain(dayton)
    address = hats.confirmed(ana)
    address.verified = False
    address.save()
    assert actions.claim_hat(by=ana, role=Role.STAFF, body=dayton).standing == Standing.CLAIMED


def test_a_resident_with_an_address_of_the_city_does_not_speak_for_it():
    dayton, ana = cities.city("Dayton"), people.person(email="ana@dayton.example")
    hats.domain(dayton)
    hats.confirmed(ana)
    hat = actions.claim_hat(by=ana, role=Role.RESIDENT, body=dayton)
    assert hat.standing == Standing.CLAIMED
    assert not waiting(people.staff()).exists()
    hats.verified(ana, dayton, role=Role.EXPERT)
    assert not speaks_for(ana, dayton)


def test_a_claim_waits_and_staff_and_colleagues_are_told():
    dayton, staff, ana = cities.city("Dayton"), people.staff(), people.person(name="Ana")
    colleague, stranger = hats.speaker(dayton), hats.speaker(cities.city("Akron"))
    hat = actions.claim_hat(by=ana, role=Role.MAYOR, body=dayton)
    title = "Ana says: Mayor, Dayton, Ohio, United States"
    assert [told(one) for one in (staff, colleague)] == [[title], [title]]
    assert told(stranger) == told(ana) == []
    assert [list(waiting(one)) for one in (staff, colleague)] == [[hat], [hat]]
    assert [list(waiting(one)) for one in (stranger, ana, None)] == [[], [], []]
    entry = AuditEntry.objects.get(act="organisations.hat_claimed")
    assert entry.after["role"] == "mayor"
    assert sorted(entry.concerns.values_list("kind", "key")) == [
        ("cities.city", str(dayton.pk)),
        ("people.person", str(ana.pk)),
    ]


def test_a_role_must_fit_its_body():
    ana, dayton, firm = people.person(), cities.city(), organisations.organisation()
    cases = [
        (Role.MAYOR, None, "city"),
        (Role.MAYOR, firm, "role"),
        (Role.COMPANY, dayton, "role"),
        (Role.COMPANY, None, "organisation"),
        ("emperor", dayton, "role"),
        ("", dayton, "role"),
    ]
    for role, body, field in cases:
        error = refused(RoleDoesNotFit, actions.claim_hat, by=ana, role=role, body=body)
        assert error.field == field, role
    for role, body in [(Role.EXPERT, None), (Role.RESIDENT, dayton), (Role.HEAD, firm)]:
        assert actions.claim_hat(by=ana, role=role, body=body).body == body


def test_a_date_must_be_possible():
    ana, today = people.person(), timezone.localdate()
    for since in (today + timedelta(days=1), date(1800, 1, 1), date(9999, 1, 1)):
        refused(DateOutOfRange, actions.claim_hat, by=ana, role=Role.EXPERT, since=since)
    assert actions.claim_hat(by=ana, role=Role.EXPERT, since=today).since == today


def test_a_hat_is_put_on_once_and_no_one_wears_too_many():
    ana, dayton = people.person(), cities.city()
    actions.claim_hat(by=ana, role=Role.STAFF, body=dayton)
    refused(HatThere, actions.claim_hat, by=ana, role=Role.STAFF, body=dayton)
    actions.claim_hat(by=ana, role=Role.EXPERT)
    refused(HatThere, actions.claim_hat, by=ana, role=Role.EXPERT)
    for _number in range(10):
        actions.claim_hat(by=ana, role=Role.RESIDENT, body=cities.city("Paris", "FR"))
    error = refused(HatThere, actions.claim_hat, by=ana, role=Role.MAYOR, body=dayton)
    assert "12 hats" in error.message


def test_who_has_not_signed_in_says_nothing():
    verdict = rules.may_claim(AnonymousUser())
    assert (bool(verdict), verdict.reason) == (False, "Sign in to say what you are.")
    refused(Forbidden, actions.claim_hat, by=people.person(is_active=False), role=Role.EXPERT)


def test_staff_and_colleagues_confirm_with_their_ground():
    dayton, ana, ben = cities.city("Dayton"), people.person(), people.person()
    one, other = hats.hat(ana, dayton), hats.hat(ben, dayton)
    actions.verify_hat(by=people.staff(), hat=one)
    assert (one.standing, Hat.objects.get(pk=one.pk).ground) == (Standing.CLAIMED, Ground.STAFF)
    checked = actions.verify_hat(by=ana, hat=other)
    assert (checked.ground, checked.verified_by) == (Ground.COLLEAGUE, ana)
    assert told(ben) == ["“City staff, Dayton, Ohio, United States” is verified"]
    assert hats_of(ben, reader=ana)[0].ground_label == "by someone who speaks for this body"


@pytest.mark.parametrize("act", [actions.verify_hat, actions.refuse_hat, actions.end_hat])
def test_nobody_else_decides_about_a_hat(act):
    dayton, ana = cities.city("Dayton"), people.person()
    hat = hats.hat(ana, dayton)
    claimant, resident, elsewhere = people.person(), people.person(), hats.speaker(cities.city())
    hats.hat(claimant, dayton)
    hats.verified(resident, dayton, role=Role.RESIDENT)
    outside = hats.speaker(dayton)
    outside.is_member = False
    outside.save()
    gone = hats.speaker(dayton)
    Hat.objects.filter(person=gone).update(until=timezone.localdate())
    more = {"reason": "No."} if act is actions.refuse_hat else {}
    for by in (claimant, resident, elsewhere, outside, gone, people.person(is_reviewer=True)):
        refused(Forbidden, act, by=by, hat=hat, **more)


def test_nobody_confirms_what_they_say_of_themselves_except_staff():
    dayton = cities.city("Dayton")
    ana = hats.speaker(dayton)
    mayor = hats.hat(ana, dayton, role=Role.MAYOR)
    refused(Forbidden, actions.verify_hat, by=ana, hat=mayor)
    assert list(waiting(ana)) == []
    lone = people.staff()
    assert actions.verify_hat(by=lone, hat=hats.hat(lone, dayton)).ground == Ground.STAFF


def test_a_refusal_needs_a_reason_which_the_person_reads():
    staff, ana, dayton = people.staff(), people.person(), cities.city()
    hat = hats.hat(ana, dayton)
    refused(ReasonMissing, actions.refuse_hat, by=staff, hat=hat, reason=" \n ")
    actions.refuse_hat(by=staff, hat=hat, reason="We called; nobody knows you.")
    assert Notice.objects.get(person=ana).text == "We called; nobody knows you."
    assert AuditEntry.objects.get().note == "We called; nobody knows you."
    error = refused(HatThere, actions.claim_hat, by=ana, role=Role.STAFF, body=dayton)
    assert "not confirmed" in error.message
    refused(HatNotWaiting, actions.refuse_hat, by=staff, hat=hat, reason="Again.")
    assert actions.verify_hat(by=staff, hat=hat).standing == Standing.VERIFIED
    refused(HatNotWaiting, actions.verify_hat, by=staff, hat=hat)


def test_a_refused_hat_is_seen_by_its_wearer_and_staff_alone():
    ana, staff = people.person(), people.staff()
    hats.hat(ana, cities.city(), standing=Standing.REFUSED)
    assert [len(hats_of(ana, reader=one)) for one in (ana, staff)] == [1, 1]
    assert [len(hats_of(ana, reader=one)) for one in (people.person(), None)] == [0, 0]


def test_a_hat_is_taken_off_and_put_on_again_by_who_took_it_off():
    dayton = cities.city()
    ana = hats.speaker(dayton)
    hat = Hat.objects.get(person=ana)
    actions.end_hat(by=ana, hat=hat)
    assert not speaks_for(ana, dayton)
    refused(HatNotWaiting, actions.end_hat, by=ana, hat=hat)
    hat.refresh_from_db()
    refused(Forbidden, actions.put_on_again, by=people.person(), hat=hat)
    actions.put_on_again(by=ana, hat=hat)
    assert speaks_for(ana, dayton)
    hat.refresh_from_db()
    refused(Forbidden, actions.put_on_again, by=ana, hat=hat)
    assert list(AuditEntry.objects.order_by("pk").values_list("act", flat=True)) == [
        "organisations.hat_ended",
        "organisations.hat_put_on_again",
    ]


def test_what_staff_took_off_its_wearer_cannot_put_on_again():
    dayton, staff = cities.city(), people.staff()
    ana = hats.speaker(dayton)
    hat = actions.end_hat(by=staff, hat=Hat.objects.get(person=ana))
    assert len(told(ana)) == 1
    refused(Forbidden, actions.put_on_again, by=ana, hat=hat)
    again = actions.claim_hat(by=ana, role=Role.STAFF, body=dayton)
    assert again.standing == Standing.CLAIMED
    refused(HatThere, actions.put_on_again, by=staff, hat=hat)


def test_undo_ends_after_a_day():
    ana = hats.speaker(cities.city())
    hat = actions.end_hat(by=ana, hat=Hat.objects.get(person=ana))
    hat.until -= timedelta(days=2)
    hat.save()
    refused(Forbidden, actions.put_on_again, by=ana, hat=hat)


def test_a_domain_that_staff_set_verifies_who_waits_under_it():
    dayton, staff = cities.city("Dayton"), people.staff()
    ana, ben = people.person(email="ana@dayton.example"), people.person()
    for one in (ana, ben):
        hats.confirmed(one)
        hats.hat(one, dayton)
    actions.set_domain(by=staff, domain="@Dayton.Example ", body=dayton)
    assert [speaks_for(one, dayton) for one in (ana, ben)] == [True, False]
    held = BodyDomain.objects.get()
    assert (held.domain, held.body) == ("dayton.example", dayton)
    actions.remove_domain(by=staff, domain=held)
    assert not BodyDomain.objects.exists()
    assert speaks_for(ana, dayton)


def test_a_newly_confirmed_address_verifies_what_waits():
    dayton, ana = cities.city(), people.person()
    hats.domain(dayton)
    hats.hat(ana, dayton)
    assert actions.verify_by_domain(by=ana, person=ana) == []
    hats.confirmed(ana, "ana@dayton.example")
    assert [hat.ground for hat in actions.verify_by_domain(by=ana, person=ana)] == ["domain"]


def test_only_staff_set_and_remove_domains():
    dayton = cities.city()
    held = hats.domain(dayton, "held.example")
    for by in (people.person(), hats.speaker(dayton), people.person(is_operator=True)):
        refused(Forbidden, actions.set_domain, by=by, domain="x.example", body=dayton)
        refused(Forbidden, actions.remove_domain, by=by, domain=held)


def test_a_domain_belongs_to_one_body():
    firm, staff = organisations.organisation("Lamp Guild"), people.staff()
    hats.domain(firm)
    error = refused(
        DomainTaken, actions.set_domain, by=staff, domain="dayton.example", body=cities.city()
    )
    assert "Lamp Guild" in error.message


@pytest.mark.parametrize(
    "domain",
    ["", "gmail.com", "ana@Outlook.com", "localhost", "a b.com", "x" * 300 + ".com", "-a.com"],
)
def test_what_is_no_domain_of_a_body_is_refused(domain):
    staff, dayton = people.staff(), cities.city()
    refused(DomainNotOfABody, actions.set_domain, by=staff, domain=domain, body=dayton)


@given(st.text(max_size=400))
def test_any_text_is_a_domain_or_is_refused(text):
    try:
        domain = clean_domain(text)
    except DomainNotOfABody:
        return
    assert domain.isascii()
    assert clean_domain(domain) == domain


def test_a_domain_in_another_script_is_the_one_that_mail_servers_write():
    assert clean_domain("münchen.example") == clean_domain("xn--mnchen-3ya.example")


def test_members_read_who_is_at_a_city_and_the_public_reads_a_number():
    dayton = cities.city("Dayton")
    ana = hats.speaker(dayton, name="Ana")
    hats.hat(people.person(name="Ben"), dayton)
    hats.verified(people.person(name="Gone"), dayton, until=timezone.localdate())
    hats.verified(people.person(name="Outside", is_member=False), dayton)
    hats.verified(ana, dayton, role=Role.MAYOR)
    seen = people_of(dayton, reader=people.person())
    assert [(one.name, one.hat.role_label, one.hat.is_verified) for one in seen.people] == [
        ("Ana", "Mayor", True),
        ("Ben", "City staff", False),
    ]
    for reader in (None, AnonymousUser(), people.person(is_member=False)):
        public = people_of(dayton, reader=reader)
        assert (public.people, public.speaking, public.is_named) == ((), 1, False)


def test_a_hat_of_a_hidden_body_is_hidden_with_it():
    secret = organisations.organisation("Secret", **HIDDEN | {"visibility": "staff"})
    ana = hats.speaker(secret)
    assert hats_of(ana, reader=people.person()) == ()
    assert len(hats_of(ana, reader=people.staff())) == len(hats_of(ana, reader=ana)) == 1


@given(role=st.sampled_from(Role.values), is_city=st.booleans(), has_body=st.booleans())
def test_who_speaks_for_a_city_has_a_role_of_its_government(role, is_city, has_body):
    body = (cities.city() if is_city else organisations.organisation()) if has_body else None
    ana = people.person()
    try:
        hat = actions.claim_hat(by=ana, role=role, body=body)
    except RoleDoesNotFit:
        assert not Hat.objects.filter(person=ana).exists()
        return
    actions.verify_hat(by=people.staff(), hat=hat)
    if is_city and has_body:
        assert speaks_for(ana, body) == (role in CITY_ROLES)


def test_an_erased_person_leaves_no_trace_here_and_no_name_in_the_log():
    dayton, staff = cities.city("Dayton"), people.staff()
    ana = people.person(name="Ana Díaz", email="ana@dayton.example")
    hats.confirmed(ana)
    actions.claim_hat(by=ana, role=Role.STAFF, body=dayton)
    to = Invitee(ana.email, "Ana Díaz", Role.MAYOR, "Mayor", dayton)
    actions.accept_invitation(by=ana, secret=actions.invite(by=staff, to=to).secret)
    actions.invite(by=staff, to=to)
    held = held_on(ana)
    assert [len(held[name]) for name in ("hats", "invited", "invitations_accepted")] == [2, 2, 1]
    actions.forget_person(by=ana, person=ana)
    erase(by=ana, person=ana)
    assert not Hat.objects.exists()
    assert not Acceptance.objects.exists()
    rest = str([list(model.objects.values()) for model in (Invitation, AuditEntry, Concern)])
    assert "Ana" not in rest
    assert "ana@" not in rest
    assert all(invitation.revoked for invitation in Invitation.objects.all())
