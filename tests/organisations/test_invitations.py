"""Inviting, one by one, by file and by link; and coming in."""

import csv
import io
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from decapolis.audit.models import AuditEntry
from decapolis.kernel.errors import DomainError
from decapolis.kernel.jobs import DBTaskResult
from decapolis.kernel.permissions import Forbidden
from decapolis.organisations import actions
from decapolis.organisations.bridge import Invitee, read_invitations
from decapolis.organisations.choices import Ground, Role, Standing
from decapolis.organisations.errors import (
    InvitationForOther,
    InvitationGone,
    InvitationNotValid,
    InvitationsFaulty,
    RoleDoesNotFit,
)
from decapolis.organisations.models import Acceptance, Hat, Invitation
from decapolis.organisations.queries import digest_of, invitations, speaks_for
from decapolis.organisations.tasks import forget_invitations, send_invitation
from decapolis.organisations.validators import read_invited
from decapolis.people.actions import let_go
from decapolis.people.models import MembershipRequest, Person
from tests.factories import cities, hats, organisations, people

pytestmark = pytest.mark.django_db


def written():
    return (
        list(Invitation.objects.order_by("pk").values()),
        list(Person.objects.order_by("pk").values("pk", "is_member")),
        Hat.objects.count(),
        Acceptance.objects.count(),
        AuditEntry.objects.count(),
        DBTaskResult.objects.count(),
    )


def refused(error, act, **told):
    before = written()
    with pytest.raises(error) as caught:
        act(**told)
    assert written() == before
    return caught.value


def outsider(email="new@city.example", **fields):
    person = people.person(email=email, is_member=False, **fields)
    hats.confirmed(person)
    return person


def faults_of(text, by=None):
    _found, faults = read_invitations(text, by=by or people.staff())
    return [(fault.line, fault.field) for fault in faults]


def test_an_invitation_gives_membership_and_a_verified_hat():
    dayton, staff = cities.city("Dayton"), people.staff(name="Sam")
    to = Invitee("New@City.example", "Ana", Role.MAYOR, "Mayor of Dayton", dayton)
    issued = actions.invite(by=staff, to=to)
    ana = outsider()
    MembershipRequest.objects.create(person=ana)
    actions.accept_invitation(by=ana, secret=issued.secret)
    ana.refresh_from_db()
    hat = Hat.objects.get()
    assert (ana.is_member, ana.membership_request.accepted) == (True, True)
    assert (hat.role, hat.title, hat.ground) == ("mayor", "Mayor of Dayton", Ground.STAFF)
    assert (hat.verified_by, speaks_for(ana, dayton)) == (staff, True)
    acts = list(AuditEntry.objects.order_by("pk").values_list("act", flat=True))
    assert acts[0] == "organisations.invited"
    assert {"organisations.invitation_accepted", "organisations.hat_given"} <= set(acts)


def test_who_speaks_for_a_city_invites_its_people_with_the_ground_said():
    dayton = cities.city()
    mayor = hats.speaker(dayton)
    to = Invitee("new@city.example", role=Role.STAFF, body=dayton)
    issued = actions.invite(by=mayor, to=to)
    actions.accept_invitation(by=outsider(), secret=issued.secret)
    assert Hat.objects.exclude(person=mayor).get().ground == Ground.INVITATION


def test_only_the_digest_of_a_secret_is_kept():
    issued = actions.invite(by=people.staff(), to=Invitee("new@city.example"))
    assert len(issued.secret) == 64
    held = str(list(Invitation.objects.values())) + str(list(AuditEntry.objects.values()))
    held += str(list(DBTaskResult.objects.values()))
    assert issued.secret not in held
    assert Invitation.objects.get().digest == digest_of(issued.secret)


def test_the_mail_holds_a_link_that_works_and_is_not_sent_for_one_taken_back():
    issued = actions.invite(by=people.staff(name="Sam\nBcc: x"), to=Invitee("new@city.example"))
    job = DBTaskResult.objects.get()
    told = job.args_kwargs["kwargs"]
    send_invitation.func(**told)
    assert mail.outbox[0].to == ["new@city.example"]
    assert f"/invitations/{issued.secret}" in mail.outbox[0].body
    assert "\n" not in mail.outbox[0].subject
    actions.revoke_invitation(by=Person.objects.get(is_staff=True), invitation=issued.invitation)
    send_invitation.func(**told)
    assert len(mail.outbox) == 1


def test_others_cannot_invite():
    dayton, akron = cities.city("Dayton"), cities.city("Akron")
    speaker, member = hats.speaker(dayton), people.person(is_reviewer=True)
    waits = people.person()
    hats.hat(waits, dayton)
    for by, body in [(speaker, akron), (speaker, None), (member, dayton), (waits, dayton)]:
        to = Invitee("new@city.example", role=Role.STAFF if body else "", body=body)
        refused(Forbidden, actions.invite, by=by, to=to)
        refused(Forbidden, actions.invite_link, by=by, to=to)
        city = f"{body.pk}" if body else ""
        text = f"email,role,city\nnew@city.example,{'staff' if city else ''},{city}"
        refused(InvitationsFaulty, actions.invite_many, by=by, text=text)


@pytest.mark.parametrize(
    ("error", "field", "to", "limits"),
    [
        (InvitationNotValid, "email", Invitee("nobody"), {}),
        (InvitationNotValid, "email", Invitee("a@b.example\nBcc: c@d.example"), {}),
        (InvitationNotValid, "days", Invitee("a@b.example"), {"days": 0}),
        (InvitationNotValid, "days", Invitee("a@b.example"), {"days": 10_000}),
        (RoleDoesNotFit, "city", Invitee("a@b.example", role=Role.MAYOR), {}),
    ],
)
def test_what_cannot_be_an_invitation_is_refused(error, field, to, limits):
    assert refused(error, actions.invite, by=people.staff(), to=to, **limits).field == field


@pytest.mark.parametrize("most_uses", [0, -1, 1_000_000])
def test_a_link_has_a_limit(most_uses):
    error = refused(
        InvitationNotValid,
        actions.invite_link,
        by=people.staff(),
        to=Invitee(),
        most_uses=most_uses,
    )
    assert error.field == "most_uses"


def test_a_link_that_does_not_count_says_why():
    staff, ana = people.staff(), outsider()
    used = actions.invite_link(by=staff, to=Invitee())
    actions.accept_invitation(by=outsider("other@city.example"), secret=used.secret)
    old, taken = (actions.invite_link(by=staff, to=Invitee()) for _number in range(2))
    Invitation.objects.filter(pk=old.invitation.pk).update(expires=timezone.now())
    actions.revoke_invitation(by=staff, invitation=taken.invitation)
    reasons = {used: "has been used", old: "too old", taken: "taken back"}
    for issued, words in reasons.items():
        error = refused(InvitationGone, actions.accept_invitation, by=ana, secret=issued.secret)
        assert words in error.message
    for secret in ("", "0" * 64, used.invitation.digest, "x" * 10_000, "\udcff", "東京"):
        error = refused(InvitationGone, actions.accept_invitation, by=ana, secret=secret)
        assert "not known" in error.message


def test_an_invitation_is_for_its_own_address():
    issued = actions.invite(by=people.staff(), to=Invitee("new@city.example"))
    other = outsider("other@city.example")
    liar = people.person(email="new@city.example", is_member=False)  # never confirmed
    for by in (other, liar):
        refused(InvitationForOther, actions.accept_invitation, by=by, secret=issued.secret)
    hats.confirmed(liar)
    assert actions.accept_invitation(by=liar, secret=issued.secret).person == liar


def test_coming_twice_counts_once():
    issued = actions.invite_link(by=people.staff(), to=Invitee(), most_uses=2)
    ana = outsider()
    first = actions.accept_invitation(by=ana, secret=issued.secret)
    assert actions.accept_invitation(by=ana, secret=issued.secret) == first
    assert Invitation.objects.get().uses == 1


def test_a_hat_waits_where_the_inviter_no_longer_speaks_for_the_body():
    dayton, ana = cities.city(), outsider()
    mayor = hats.speaker(dayton)
    to = Invitee(ana.email, role=Role.STAFF, body=dayton)
    issued = actions.invite(by=mayor, to=to)
    actions.end_hat(by=mayor, hat=Hat.objects.get(person=mayor))
    actions.accept_invitation(by=ana, secret=issued.secret)
    hat = Hat.objects.get(person=ana)
    assert (hat.standing, hat.ground) == (Standing.CLAIMED, "")


def waits(person):
    return MembershipRequest.objects.filter(person=person, accepted=None).exists()


def test_an_invitation_of_staff_who_are_staff_no_more_becomes_a_request():
    ana, boss = outsider(), people.staff()
    issued = actions.invite(by=boss, to=Invitee(ana.email))
    Person.objects.filter(pk=boss.pk).update(is_staff=False)
    actions.accept_invitation(by=ana, secret=issued.secret)
    assert not Person.objects.get(pk=ana.pk).is_member
    assert waits(ana)
    assert Invitation.objects.get().uses == 1


def test_whom_staff_let_go_comes_back_by_an_invitation_of_staff_alone():
    dayton, boss = cities.city(), people.staff()
    ana = people.person(email="new@city.example")
    hats.confirmed(ana)
    let_go(by=boss, person=ana, reason="She works for a supplier now.")
    to = Invitee(ana.email, role=Role.STAFF, body=dayton)
    issued = actions.invite(by=hats.speaker(dayton), to=to)
    actions.accept_invitation(by=ana, secret=issued.secret)
    assert not Person.objects.get(pk=ana.pk).is_member
    assert waits(ana)
    assert Hat.objects.get(person=ana).standing == Standing.CLAIMED
    issued = actions.invite(by=boss, to=to)
    actions.accept_invitation(by=Person.objects.get(pk=ana.pk), secret=issued.secret)
    assert Person.objects.get(pk=ana.pk).is_member
    assert not waits(ana)
    assert Hat.objects.get(person=ana).standing == Standing.VERIFIED


def test_invitations_that_ended_long_ago_are_forgotten_and_hats_stay(settings):
    dayton, boss, ana = cities.city(), people.staff(), outsider()
    to = Invitee(ana.email, role=Role.STAFF, body=dayton)
    used, old, taken_back, fresh = (actions.invite(by=boss, to=to) for _each in range(4))
    actions.accept_invitation(by=ana, secret=used.secret)
    long_ago = timezone.now() - timedelta(days=100)
    mine = Invitation.objects
    mine.filter(pk=used.invitation.pk).update(made=long_ago)
    mine.filter(pk=old.invitation.pk).update(expires=long_ago)
    mine.filter(pk=taken_back.invitation.pk).update(revoked=long_ago)
    assert forget_invitations.call() == 3
    assert mine.get() == fresh.invitation
    assert Hat.objects.get(person=ana).standing == Standing.VERIFIED
    settings.KEEP_INVITATIONS_DAYS = 0
    assert forget_invitations.call() == 0


def test_an_invitation_verifies_the_hat_that_someone_has_claimed():
    dayton, ana = cities.city(), outsider()
    claimed = actions.claim_hat(by=ana, role=Role.STAFF, body=dayton)
    to = Invitee(ana.email, role=Role.STAFF, body=dayton)
    issued = actions.invite(by=people.staff(), to=to)
    actions.accept_invitation(by=ana, secret=issued.secret)
    claimed.refresh_from_db()
    assert (Hat.objects.count(), claimed.standing) == (1, Standing.VERIFIED)


def test_who_made_an_invitation_and_staff_take_it_back():
    dayton = cities.city()
    mayor = hats.speaker(dayton)
    link = actions.invite_link(by=mayor, to=Invitee(role=Role.STAFF, body=dayton)).invitation
    refused(Forbidden, actions.revoke_invitation, by=hats.speaker(dayton), invitation=link)
    actions.revoke_invitation(by=people.staff(), invitation=link)
    refused(InvitationGone, actions.revoke_invitation, by=mayor, invitation=link)
    assert [list(invitations(one)) for one in (mayor, people.person(), None)] == [[link], [], []]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_come_at_once_by_a_link_for_one_only_one_gets_in():
    issued = actions.invite_link(by=people.staff(), to=Invitee())
    both = [outsider(f"{name}@city.example") for name in ("ana", "ben")]
    start, said = threading.Barrier(2), []

    def come(person):
        start.wait(10)
        try:
            actions.accept_invitation(by=person, secret=issued.secret)
            said.append("in")
        except InvitationGone:
            said.append("out")
        finally:
            connection.close()

    threads = [threading.Thread(target=come, args=(person,)) for person in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(said) == ["in", "out"]
    assert Person.objects.filter(is_member=True, is_staff=False).count() == 1
    assert (Invitation.objects.get().uses, Acceptance.objects.count()) == (1, 1)


def test_a_file_invites_everyone_in_it(starter_like):
    staff = people.staff()
    text = (
        "\ufeffName;Email;Role;City;Organisation;Title\r\n"
        '"Díaz; Ana";ANA@dayton.example;Mayor;"Dayton, Ohio";;Mayor\r\n'
        "\r\n"
        "田中;tanaka@guild.example;company;;lamp guild;\r\n"
        ";plain@city.example;;;;\r\n"
    )
    made = actions.invite_many(by=staff, text=text, days=3)
    rows = [(one.invitation.email, one.invitation.name, str(one.invitation.body)) for one in made]
    assert rows == [
        ("ana@dayton.example", "Díaz; Ana", "Dayton, Ohio, United States"),
        ("tanaka@guild.example", "田中", "Lamp Guild"),
        ("plain@city.example", "", "None"),
    ]
    assert DBTaskResult.objects.count() == 3
    assert made[0].invitation.expires < timezone.now() + timedelta(days=3, minutes=1)


@pytest.fixture
def starter_like():
    """Make the few bodies that files here name."""
    cities.city("Dayton")
    cities.city("Springfield", population=100_000)
    cities.city("Springfield", admin1_name="Illinois", population=110_000)
    organisations.organisation("Lamp Guild")


def test_faults_of_a_file_are_told_by_line_and_field_and_nobody_is_invited(starter_like):
    text = (
        "email,name,role,city,organisation,title\n"
        "nobody,Ana,mayor,Dayton,,\n"
        "a@b.example,Ana,emperor,Dayton,,\n"
        "c@d.example,Ana,mayor,Atlantis,,\n"
        "e@f.example,Ana,mayor,Springfield,,\n"
        "g@h.example,Ana,company,,Nobody Ltd,\n"
        "i@j.example,Ana,mayor,Dayton,Lamp Guild,\n"
        "A@B.example,Ana,mayor,Dayton,,\n"
        "k@l.example,Ana,,Dayton,,\n"
        f"m@n.example,{'x' * 300},mayor,Dayton,,\n"
        "o@p.example,Ana,mayor,,,\n"
        "q@r.example,a,mayor,Dayton,,,,more\n"
    )
    staff = people.staff()
    error = refused(InvitationsFaulty, actions.invite_many, by=staff, text=text)
    assert [(fault.line, fault.field) for fault in error.faults] == [
        (2, "email"),
        (3, "role"),
        (4, "city"),
        (5, "city"),
        (6, "organisation"),
        (7, "organisation"),
        (8, "email"),
        (9, "role"),
        (10, "name"),
        (11, "city"),
        (12, ""),
    ]
    assert all(fault.reason.rstrip("?")[-1] in ".?s" for fault in error.faults)
    assert "Nobody was invited: mend 11 things first." in error.message


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", [(1, "email")]),
        ("\n\n \n", [(1, "email")]),
        ("ana@city.example\nben@city.example", [(1, "email")]),
        ("email\n", [(1, "")]),
        ("email,salary\na@b.example,1", [(1, "salary")]),
        ("email,email\na@b.example,", [(1, "email")]),
        ("email\0", [(1, "")]),
        ("email\n" + "x" * 600_000, [(1, "")]),
        ("email,name\n" + 'a@b.example,"' + "x" * 200_000, [(2, "")]),
    ],
)
def test_a_file_that_is_none_is_told(text, faults):
    assert faults_of(text) == faults


def test_a_file_is_cut_at_five_hundred():
    text = "email\n" + "\n".join(f"p{number}@city.example" for number in range(501))
    assert faults_of(text) == [(502, "")]
    assert faults_of(text.rpartition("\n")[0]) == []


@given(st.text(max_size=2000))
def test_any_text_is_read_without_an_accident(text):
    rows, faults = read_invited(text)
    assert rows or faults


cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


@given(st.lists(st.lists(cells, min_size=6, max_size=6), min_size=1, max_size=6))
def test_every_row_is_taken_or_told(table):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["email", "name", "role", "city", "organisation", "title"])
    writer.writerows(table)
    invitees, faults = read_invitations(text.getvalue(), by=Person(is_staff=True))
    filled = [row for row in table if any(cell.strip() for cell in row)]
    assert len(invitees) + len({fault.line for fault in faults}) >= min(len(filled), 1)
    for fault in faults:
        assert fault.reason


@given(st.text(max_size=200))
def test_no_guess_opens_a_link(secret):
    issued = actions.invite_link(by=people.staff(), to=Invitee())
    if secret != issued.secret:
        with pytest.raises(DomainError):
            actions.accept_invitation(by=people.person(), secret=secret)
    assert Invitation.objects.get(pk=issued.invitation.pk).uses == 0
