"""What keeps an account, and that only its owner changes it."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client

from decapolis.audit.models import AuditEntry
from decapolis.people.models import Person
from tests.factories import people
from tests.pages.account.conftest import ask_for_code, last_code, sign_in

WORDS = "seven lamps over the harbour"


@pytest.fixture
def ada(client):
    """Someone with a name, who has signed in just now."""
    person = people.person(email="ada@city.example", name="Ada")
    sign_in(client, "ada@city.example")
    mail.outbox.clear()
    return person


def grow_old(client):
    """Let some minutes pass since the client showed who they are."""
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 301
    session.save()


def digits(secret, ahead=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def add_app(client, ahead=0):
    shown = client.get("/account/app/add").content.decode()
    secret = re.search(r'class="key-text">(\w+)<', shown)[1]
    added = client.post("/account/app/add", {"code": digits(secret, ahead)})
    return secret, added


def acts():
    return list(AuditEntry.objects.order_by("pk").values_list("act", flat=True))


def text_of(response):
    return response.content.decode()


def test_the_page_tells_what_keeps_an_account(client, ada):
    shown = text_of(client.get("/account/security"))
    assert "Whoever reads your mail can sign in." in shown
    assert "ada@city.example" in shown
    assert "You have none, and need none." in shown


# proof before a change

CHANGES = [
    ("get", "/account/passkeys/add", {}),
    ("post", "/account/passkeys/add", {"credential": "{}"}),
    ("get", "/account/app/add", {}),
    ("get", "/account/recovery-codes", {}),
    ("get", "/account/recovery-codes/new", {}),
    ("get", "/account/recovery-codes/file", {}),
    ("get", "/account/password", {}),
    ("post", "/account/password", {"password": WORDS}),
    ("post", "/account/password/remove", {}),
    ("post", "/account/addresses/add", {"email": "eve@evil.example"}),
    ("post", "/account/addresses/1/main", {}),
    ("post", "/account/addresses/1/remove", {}),
]


@pytest.mark.parametrize(("method", "address", "data"), CHANGES)
def test_a_session_alone_changes_nothing_that_keeps_an_account(client, ada, method, address, data):
    grow_old(client)
    asked = getattr(client, method)(address, data)
    assert asked.status_code == 302
    assert asked["Location"].startswith("/account/prove/code?next=")
    assert mail.outbox == []
    assert not Authenticator.objects.exists()
    assert EmailAddress.objects.count() == 1
    assert not Person.objects.get().has_usable_password()
    assert WORDS not in str(client.session.load())


@pytest.mark.parametrize(("method", "address", "data"), CHANGES)
def test_nobody_comes_there_without_signing_in(db, method, address, data):
    asked = getattr(Client(), method)(address, data)
    assert asked["Location"].startswith("/sign-in?next=")


def test_whoever_shows_who_they_are_goes_on_with_what_they_wanted(client, ada):
    grow_old(client)
    asked = client.post("/account/addresses/add", {"email": "ada@home.example"})
    proof = asked["Location"]
    assert "A code goes to ada@city.example." in text_of(client.get(proof))
    client.post(proof, {"send": "1"})
    wrong = client.post(proof, {"code": "0000-0000"})
    assert wrong.status_code == 422
    gone_on = client.post(proof, {"code": last_code("ada@city.example")})
    assert gone_on["Location"] == "/account/addresses/code"
    assert last_code("ada@home.example")
    assert acts()[-1] == "people.sign_in_failed"


def test_a_mailbox_alone_does_not_take_a_second_step_away(client, ada):
    add_app(client)
    grow_old(client)
    asked = client.get("/account/app/remove")
    assert asked["Location"].startswith("/account/prove/app?next=")
    assert client.get("/account/prove/code")["Location"].startswith("/account/prove/app")
    assert client.get("/account/prove/password")["Location"].startswith("/account/prove/app")


def test_a_password_shows_who_one_is(client, ada):
    client.post("/account/password", {"password": WORDS})
    grow_old(client)
    wanted = "/account/prove/password?next=/account/app/add"
    wrong = client.post(wanted, {"password": "wrong"})
    assert wrong.status_code == 422
    assert "This is not your password." in text_of(wrong)
    assert client.post(wanted, {"password": WORDS})["Location"] == "/account/app/add"
    assert client.get("/account/app/add").status_code == 200


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_nobody_is_led_elsewhere_after_showing_who_they_are(client, ada, wanted):
    grow_old(client)
    client.post("/account/prove/code", {"send": "1", "next": wanted})
    gone_on = client.post("/account/prove/code", {"code": last_code(), "next": wanted})
    assert gone_on["Location"] == "/account/security"


# the app and the recovery codes


@pytest.mark.django_db(transaction=True)
def test_an_app_is_a_second_step(client, ada):
    secret, added = add_app(client, ahead=-1)
    assert added["Location"] == "/account/recovery-codes"
    codes = re.findall(r"<code>(\d{8})</code>", text_of(client.get("/account/recovery-codes")))
    assert len(codes) == 10
    assert "people.app_added" in acts()
    assert [one.subject for one in mail.outbox] == ["Your account was changed"]
    other = Client()
    assert sign_in(other, "ada@city.example")["Location"] == "/sign-in/second-step"
    assert "_auth_user_id" not in other.session
    assert other.get("/account/security")["Location"].startswith("/sign-in?")
    assert other.post("/sign-in/second-step", {"code": "000000"}).status_code == 422
    assert AuditEntry.objects.get(act="people.sign_in_failed").note == "second step"
    done = other.post("/sign-in/second-step", {"code": digits(secret)})
    assert done["Location"] in {"/", "/desk"}
    assert other.session["_auth_user_id"] == str(ada.pk)
    third = Client()
    sign_in(third, "ada@city.example")
    used = third.post("/sign-in/second-step", {"code": digits(secret)})
    assert used.status_code == 422
    assert third.post("/sign-in/second-step", {"code": codes[0]}).status_code == 302
    left = text_of(client.get("/account/security"))
    assert "9 are left." in left


def test_a_second_step_cannot_be_guessed_for_long(client, ada):
    secret, _added = add_app(client, ahead=-1)
    other = Client()
    sign_in(other, "ada@city.example")
    for number in range(5):
        other.post("/sign-in/second-step", {"code": f"00000{number}"})
    refused = other.post("/sign-in/second-step", {"code": digits(secret)})
    assert refused.status_code == 422
    assert "too often" in text_of(refused)
    assert "_auth_user_id" not in other.session


def test_the_database_hides_the_secrets_of_apps_and_recovery_codes(client, ada):
    secret, _added = add_app(client)
    kept = {one.type: str(one.data) for one in Authenticator.objects.all()}
    assert set(kept) == {"totp", "recovery_codes"}
    assert secret not in kept["totp"]
    codes = re.findall(r"<code>(\d{8})</code>", text_of(client.get("/account/recovery-codes")))
    assert not any(code in kept["recovery_codes"] for code in codes)


def test_the_app_goes_and_its_recovery_codes_with_it(client, ada):
    add_app(client)
    client.post("/account/app/remove")
    assert not Authenticator.objects.exists()
    assert acts()[-1] == "people.app_removed"


@pytest.mark.django_db(transaction=True)
def test_recovery_codes_are_made_again_and_the_old_ones_are_void(client, ada):
    add_app(client)
    old = text_of(client.get("/account/recovery-codes/file")).split()[-10:]
    client.post("/account/recovery-codes/new")
    new = text_of(client.get("/account/recovery-codes/file")).split()[-10:]
    assert len(new) == 10
    assert not set(old) & set(new)
    assert "people.recovery_codes_made" in acts()


# the password


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "too short"),
        ("passwordpassword", "too easy to guess"),
        ("Dragon123456789!", "too easy to guess"),
        ("123456789012345", "too easy to guess"),
        ("qwertyuiopasdf", "too easy to guess"),
        ("zyxwvutsrqponmlk", "too easy to guess"),
        ("abababababab", "too easy to guess"),
        ("q1w2e3r4t5y6", "too common"),
        ("ada@city.example", "too similar"),
        ("x" * 129, "at most 128"),
    ],
)
def test_a_weak_password_is_refused_and_says_why(client, ada, password, why):
    refused = client.post("/account/password", {"password": password})
    assert refused.status_code == 422
    assert why in text_of(refused)
    assert not Person.objects.get().has_usable_password()


@pytest.mark.parametrize("password", [WORDS, "  spaces count, too  ", "семь фонарей над гаванью"])
def test_a_password_signs_in_and_ends_other_sessions(client, ada, password):
    other = Client()
    sign_in(other, "ada@city.example")
    assert other.get("/account/security").status_code == 200
    client.post("/account/password", {"password": password})
    assert client.get("/account/security").status_code == 200
    assert other.get("/account/security").status_code == 302
    assert acts()[-1] == "people.password_set"
    third = Client()
    values = {"email": "Ada@City.example", "password": password}
    assert third.post("/sign-in/password", values)["Location"] in {"/", "/desk"}
    assert "password" in AuditEntry.objects.filter(act="people.signed_in").first().note
    client.post("/account/password/remove")
    assert client.get("/account/security").status_code == 200
    assert third.get("/account/security").status_code == 302
    assert Client().post("/sign-in/password", values).status_code == 422


# addresses


def test_another_address_is_added_when_its_code_is_typed(client, ada):
    client.post("/account/addresses/add", {"email": "Ada@Home.example"})
    assert EmailAddress.objects.count() == 1
    assert client.post("/account/addresses/code", {"code": "0000-0000"}).status_code == 422
    client.post("/account/addresses/code", {"code": last_code("ada@home.example")})
    assert set(EmailAddress.objects.values_list("email", "verified", "primary")) == {
        ("ada@city.example", True, True),
        ("ada@home.example", True, False),
    }
    assert mail.outbox[-1].to == ["ada@city.example"]
    assert "An address was added to your account." in mail.outbox[-1].body


def test_an_address_of_somebody_else_gets_the_same_mail_and_is_not_added(client, ada):
    people.person(email="eve@city.example")
    told = []
    for address in ("eve@city.example", "nobody@city.example"):
        asked = client.post("/account/addresses/add", {"email": address})
        told.append((asked.status_code, asked["Location"]))
    assert told[0] == told[1]
    client.post("/account/addresses/add", {"email": "eve@city.example"})
    refused = client.post("/account/addresses/code", {"code": last_code("eve@city.example")})
    assert refused.status_code == 422
    assert "Another account has this address." in text_of(refused)
    assert EmailAddress.objects.count() == 1


def test_the_old_address_is_told_when_mail_goes_elsewhere(client, ada):
    new = EmailAddress.objects.create(user=ada, email="ada@home.example", verified=True)
    client.post(f"/account/addresses/{new.pk}/main")
    assert Person.objects.get().email == "ada@home.example"
    assert mail.outbox[-1].to == ["ada@city.example"]
    old = EmailAddress.objects.get(email="ada@city.example")
    client.post(f"/account/addresses/{old.pk}/remove")
    assert mail.outbox[-1].to == ["ada@city.example"]
    assert acts()[-2:] == ["people.main_address_set", "people.address_removed"]


# sessions


def test_sessions_are_listed_and_ended(client, ada):
    phone = Client(headers={"user-agent": "Mozilla/5.0 (iPhone) Version/19 Safari/604.1"})
    sign_in(phone, "ada@city.example")
    assert "Safari, iPhone" in text_of(client.get("/account/security"))
    theirs = UserSession.objects.get(user_agent__contains="iPhone")
    client.post("/account/sessions/end", {"key": theirs.pk})
    assert phone.get("/account/security").status_code == 302
    assert client.get("/account/security").status_code == 200
    assert acts()[-1] == "people.sessions_ended"
    sign_in(phone, "ada@city.example")
    client.post("/account/sessions/end")
    assert phone.get("/account/security").status_code == 302
    assert client.get("/account/security").status_code == 200


@pytest.mark.parametrize("key", ["", "x", "-1", "9" * 30, "²"])
def test_a_key_that_is_none_ends_other_sessions_of_ones_own_alone(client, ada, key):
    eve = Client()
    sign_in(eve, "eve@city.example")
    client.post("/account/sessions/end", {"key": key})
    assert eve.get("/sign-out").status_code == 200
    assert client.get("/account/security").status_code == 200


def test_nobody_ends_the_sessions_of_others(client, ada):
    eve = Client()
    sign_in(eve, "eve@city.example")
    theirs = UserSession.objects.get(user=ada)
    eve.post("/account/sessions/end", {"key": theirs.pk})
    assert client.get("/account/security").status_code == 200
    assert UserSession.objects.filter(pk=theirs.pk).exists()


def test_a_session_ends_on_the_server_when_one_signs_out(client, ada):
    stolen = Client()
    stolen.cookies["session"] = client.cookies["session"].value
    assert stolen.get("/account/security").status_code == 200
    client.post("/sign-out")
    assert stolen.get("/account/security").status_code == 302
    assert not UserSession.objects.exists()


def test_the_keys_of_others_are_not_found(client, ada):
    eve = people.person()
    theirs = Authenticator.objects.create(
        user=eve, type="webauthn", data={"name": "Eve's", "credential": {}}
    )
    for act in ("rename", "remove"):
        assert client.get(f"/account/passkeys/{theirs.pk}/{act}").status_code == 404
        assert client.post(f"/account/passkeys/{theirs.pk}/{act}", {"name": "x"}).status_code == 404
    assert Authenticator.objects.get().data["name"] == "Eve's"


@pytest.mark.parametrize(
    "credential",
    ["", "{}", "[]", "null", "7", '"x"', '{"id": "x"}', '{"response": 5}', "{" * 5000, "[" * 5000],
)
def test_a_broken_passkey_is_refused(client, ada, credential):
    client.get("/account/passkeys/add")
    refused = client.post("/account/passkeys/add", {"credential": credential})
    assert refused.status_code == 422
    assert not Authenticator.objects.exists()
    visitor = Client()
    visitor.get("/sign-in/passkey", headers={"accept": "application/json"})
    again = visitor.post("/sign-in/passkey", {"credential": credential})
    assert again["Location"] == "/sign-in"
    assert "_auth_user_id" not in visitor.session


def test_a_mail_server_that_fails_is_said_so_and_nothing_is_lost(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    refused = ask_for_code(client, "ada@city.example")
    assert refused.status_code == 422
    assert "We could not send the mail." in text_of(refused)
    assert 'value="ada@city.example"' in text_of(refused)
