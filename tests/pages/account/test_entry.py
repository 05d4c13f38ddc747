"""Signing in and joining by a code, as a browser without scripts does it."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from decapolis.audit.models import AuditEntry
from decapolis.people.models import MembershipRequest, Person
from tests.factories import people
from tests.pages.account.conftest import ask_for_code, last_code, sign_in


def acts():
    return list(AuditEntry.objects.order_by("pk").values_list("act", flat=True))


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_someone_new_joins_with_an_address_a_code_and_a_name(client):
    asked = ask_for_code(client, "New.Officer@City.Example", "/cities/")
    assert (asked.status_code, asked["Location"]) == (302, "/sign-in/code")
    assert not Person.objects.exists()
    answered = client.post("/sign-in/code", {"code": last_code("new.officer@city.example")})
    assert answered["Location"] == "/account/name?next=%2Fcities%2F"
    named = client.post(answered["Location"], {"name": "  Ada   Okoye "})
    assert named["Location"] in {"/cities/", "/welcome?next=%2Fcities%2F"}
    person = Person.objects.get()
    assert (person.email, person.name) == ("new.officer@city.example", "Ada Okoye")
    assert person.is_member
    assert person.member_since
    assert not person.has_usable_password()
    assert EmailAddress.objects.get().verified
    assert acts() == [
        "people.joined",
        "people.became_member",
        "people.signed_in",
        "people.profile_changed",
    ]
    entry = AuditEntry.objects.get(act="people.signed_in")
    assert (entry.by, entry.door, entry.address, entry.note) == (
        person,
        "page",
        "198.51.100.7",
        "code",
    )


def test_someone_known_signs_in_and_goes_where_they_wanted(client):
    person = people.person(email="ada@city.example")
    answered = sign_in(client, "ADA@city.example", "/cities/?sort=name")
    assert answered["Location"] == "/cities/?sort=name"
    assert client.session["_auth_user_id"] == str(person.pk)
    assert Person.objects.count() == 1


def test_an_address_that_was_added_signs_in_too(client):
    person = people.person(email="ada@city.example")
    EmailAddress.objects.create(user=person, email="ada@home.example", verified=True)
    sign_in(client, "ada@home.example")
    assert client.session["_auth_user_id"] == str(person.pk)


def test_where_the_network_is_not_open_a_newcomer_waits(client, settings):
    settings.OPEN = False
    sign_in(client, "new@city.example")
    person = Person.objects.get()
    assert not person.is_member
    assert MembershipRequest.objects.get().person == person
    assert "Network staff will let you in" in client.get("/account/name").content.decode()


def test_the_mail_holds_the_code_in_plain_text_and_in_html(client):
    ask_for_code(client, "ada@city.example")
    [sent] = mail.outbox
    code = last_code()
    assert sent.subject == f"Your code: {code}"
    [(html, kind)] = [(one.content, one.mimetype) for one in sent.alternatives]
    assert kind == "text/html"
    assert code in html
    assert "prefers-color-scheme: dark" in html  # the house style, readable in the dark
    assert "<" not in sent.body


def test_the_session_keeps_no_code(client):
    ask_for_code(client, "ada@city.example")
    code = last_code()
    kept = str(Session.objects.get().get_decoded())
    assert code not in kept
    assert code.replace("-", "") not in kept


# what strangers can learn


def answers_to(client, address):
    """All that somebody sees who types an address that is not theirs, without what is random."""
    asked = ask_for_code(client, address)
    shown = client.get(asked["Location"])
    wrong = client.post("/sign-in/code", {"code": "0000-0000"})
    bodies = [one.content.decode().replace(address, "ADDRESS") for one in (asked, shown, wrong)]
    token = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    heads = [
        (one.status_code, one.headers.get("Location"), sorted(one.headers))
        for one in (asked, shown, wrong)
    ]
    return heads, [token.sub("", body) for body in bodies]


def test_nothing_tells_whether_an_address_is_known(client):
    people.person(email="known@city.example")
    people.person(email="closed@city.example", is_active=False)
    staff = people.staff(email="staff@city.example")
    staff.set_password("correct horse battery")
    staff.save()
    told = [
        answers_to(Client(), f"{who}@city.example")
        for who in ("known", "closed", "staff", "nobody")
    ]
    assert all(one == told[0] for one in told)
    subjects = {re.sub(r"\d", "9", sent.subject) for sent in mail.outbox}
    assert subjects == {"Your code: 9999-9999"}


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client):
    person = people.person(email="known@city.example")
    person.set_password("correct horse battery")
    person.save()
    people.person(email="none@city.example")
    told = set()
    for who in ("known", "none", "nobody"):
        values = {"email": f"{who}@city.example", "password": "wrong horse battery"}
        answer = Client().post("/sign-in/password", values)
        body = re.sub(r'value="\w{64}"', "", answer.content.decode())
        told.add((answer.status_code, body.replace(values["email"], "ADDRESS")))
    [(status, body)] = told
    assert status == 422
    assert "Address and password do not fit." in body


def test_the_account_of_a_closed_address_stays_closed(client):
    people.person(email="closed@city.example", is_active=False)
    answered = sign_in(client, "closed@city.example")
    assert answered["Location"] == "/sign-in/closed"
    assert not is_signed_in(client)
    assert not Session.objects.filter(session_data__contains="_auth_user_id").exists()


# attacks


def test_a_code_can_be_tried_five_times(client):
    person = people.person(email="ada@city.example")
    ask_for_code(client, "ada@city.example")
    code = last_code()
    for _attempt in range(5):
        assert client.post("/sign-in/code", {"code": "0000-0000"}).status_code == 422
    spent = client.post("/sign-in/code", {"code": code})
    assert spent["Location"] == "/sign-in"
    assert not is_signed_in(client)
    assert AuditEntry.objects.filter(act="people.sign_in_failed").count() == 6
    assert set(
        AuditEntry.objects.filter(act="people.sign_in_failed").values_list("by", "subject_key")
    ) == {(None, str(person.pk))}


def test_a_code_is_good_once(client):
    sign_in(client, "ada@city.example")
    code = last_code()
    client.post("/sign-out")
    assert client.post("/sign-in/code", {"code": code})["Location"] == "/sign-in"
    assert not is_signed_in(client)


def test_a_code_is_good_in_the_browser_that_asked_for_it_alone(client):
    ask_for_code(client, "ada@city.example")
    code = last_code()
    other = Client()
    assert other.post("/sign-in/code", {"code": code})["Location"] == "/sign-in"
    ask_for_code(other, "eve@city.example")
    assert other.post("/sign-in/code", {"code": code}).status_code == 422
    assert not is_signed_in(other)


def test_a_code_grows_old(client):
    ask_for_code(client, "ada@city.example")
    code = last_code()
    session = client.session
    session["mailed_code_sign-in"]["at"] -= 601
    session.save()
    assert client.post("/sign-in/code", {"code": code})["Location"] == "/sign-in"
    assert not is_signed_in(client)


def test_a_new_code_makes_the_old_one_void(client):
    ask_for_code(client, "ada@city.example")
    old = last_code()
    ask_for_code(client, "ada@city.example")
    assert client.post("/sign-in/code", {"code": old}).status_code == 422
    assert not is_signed_in(client)


@pytest.mark.parametrize("code", ["", " ", "-", "é" * 8, "\0", "9" * 5000, "٤٨٢١٠٩٣٧"])
def test_what_is_no_code_is_refused(client, code):
    ask_for_code(client, "ada@city.example")
    assert client.post("/sign-in/code", {"code": code}).status_code == 422
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "address",
    ["", "ada", "ada@", "@city.example", "a@b", "ada@city.example\nbcc: eve@x.example", "a" * 300],
)
def test_what_is_no_address_gets_no_mail(client, address):
    assert client.post("/sign-in", {"email": address}).status_code == 422
    assert mail.outbox == []


def test_only_so_many_codes_go_to_one_address(client):
    answers = [ask_for_code(Client(), "ada@city.example").status_code for _n in range(4)]
    assert answers == [302, 302, 302, 429]
    assert len(mail.outbox) == 3
    assert ask_for_code(client, "eve@city.example").status_code == 302


def test_only_so_many_codes_are_asked_for_from_one_place(client):
    answers = [ask_for_code(client, f"p{n}@city.example").status_code for n in range(21)]
    assert answers == [302] * 20 + [429]
    elsewhere = Client(REMOTE_ADDR="198.51.100.8")
    assert ask_for_code(elsewhere, "p99@city.example").status_code == 302


def test_passwords_cannot_be_guessed_for_long(client):
    person = people.person(email="ada@city.example")
    person.set_password("correct horse battery")
    person.save()
    for number in range(5):
        answer = Client(REMOTE_ADDR=f"198.51.100.{number}").post(
            "/sign-in/password", {"email": "ada@city.example", "password": f"wrong {number}"}
        )
        assert answer.status_code == 422
    values = {"email": "ada@city.example", "password": "correct horse battery"}
    refused = client.post("/sign-in/password", values)
    assert "too often" in refused.content.decode()
    assert not is_signed_in(client)
    assert AuditEntry.objects.filter(act="people.sign_in_failed", note="password").count() == 5


def test_a_session_from_before_gets_a_new_key(client):
    ask_for_code(client, "ada@city.example")
    before = client.session.session_key
    client.post("/sign-in/code", {"code": last_code()})
    assert is_signed_in(client)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_key_that_an_attacker_chose_is_not_taken(client):
    client.cookies["session"] = "chosenbyanattackerchosenbyanatta"
    sign_in(client, "ada@city.example")
    assert client.session.session_key != "chosenbyanattackerchosenbyanatta"


ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "http://testserver@evil.example/",
    "https://testserver.evil.example/",
    "http://testserver/cities/",
    " //evil.example",
    "/\n/evil.example",
]


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_nobody_is_led_elsewhere_after_signing_in(client, wanted):
    people.person(email="ada@city.example")
    answered = sign_in(client, "ada@city.example", wanted)
    assert is_signed_in(client)
    assert answered["Location"] in {"/", "/desk"}
    for page in ("/sign-in", "/sign-in/password", "/account/name"):
        again = client.get(page, {"next": wanted})
        assert again["Location"] in {"/", "/desk"}


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_nobody_is_led_elsewhere_by_the_page_itself(client, wanted):
    shown = client.get("/sign-in", {"next": wanted}).content.decode()
    assert 'name="next" value=""' in shown
    assert client.post("/sign-out", {"next": wanted})["Location"] == "/"


@pytest.mark.parametrize(
    "address",
    [
        *("/sign-in", "/sign-in/code", "/sign-in/password", "/sign-in/passkey", "/sign-out"),
        *("/account/name", "/account/password", "/account/sessions/end", "/account/app/add"),
        *("/account/addresses/add", "/account/prove/code", "/account/passkeys/add"),
    ],
)
def test_no_form_is_taken_from_elsewhere(db, address):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.person())
    answer = client.post(address, {"email": "ada@city.example"})
    assert answer.status_code == 403
    assert "This is not open to you" in answer.content.decode()
    assert mail.outbox == []


def test_an_address_alone_signs_nobody_out(client):
    client.force_login(people.person())
    assert client.get("/sign-out").status_code == 200
    assert is_signed_in(client)
    assert client.post("/sign-out")["Location"] == "/"
    assert not is_signed_in(client)
    assert "You are signed out." in client.get("/").content.decode()


def test_pages_of_accounts_are_kept_by_nobody(client):
    client.force_login(people.person())
    for address in ("/account/security", "/sign-out", "/account/prove/code"):
        assert "no-store" in client.get(address)["Cache-Control"]


def test_who_runs_the_network_is_signed_out_sooner(client, settings):
    people.staff(email="staff@city.example")
    sign_in(client, "staff@city.example")
    assert client.session.get_expiry_age() == settings.STAFF_SESSION_AGE == 12 * 3600
    other = Client()
    sign_in(other, "ada@city.example")
    assert other.session.get_expiry_age() == 14 * 24 * 3600


def test_the_cookies_are_for_the_server_alone(client):
    sign_in(client, "ada@city.example")
    for name in ("session", "csrf"):
        cookie = client.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
