"""The pages of tokens and webhooks."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from decapolis.access.choices import Event
from decapolis.access.models import Delivery, Token, Webhook
from decapolis.access.queries import secret_of, token_of
from tests.factories import access, cities, hats, people
from tests.pages.account.conftest import sign_in

TOKEN = re.compile(r"dcp_[\w-]{43}")
SECRET = re.compile(r"whsec_[\w+/=]+")


@pytest.fixture
def person(db):
    return hats.speaker(cities.city("Dayton", id=4509884))


def signed_in(person, *, lately=True):
    """A browser of somebody who has, or has not, shown lately who they are."""
    cache.clear()
    client = Client(REMOTE_ADDR="198.51.100.7")
    if lately:
        sign_in(client, person.email)
    else:
        client.force_login(person)
    return client


ASKED = {"name": "Weekly report", "scopes": ["read", "contribute"], "days": "30"}


def test_a_token_is_made_and_shown_once(person):
    client = signed_in(person)
    made = client.post("/account/tokens", ASKED)
    assert made.status_code == 200
    assert "no-store" in made["Cache-Control"]
    secret = TOKEN.search(made.content.decode())[0]
    assert token_of(secret).person == person
    assert token_of(secret).scopes == ["read", "contribute"]
    again = client.get("/account/tokens").content.decode()
    assert "Weekly report" in again
    assert secret not in again
    assert (
        client.get("/api/v1/status", headers={"Authorization": f"Bearer {secret}"}).status_code
        == 200
    )
    revoked = client.post(f"/account/tokens/{Token.objects.get().pk}/revoke")
    assert (revoked.status_code, token_of(secret)) == (302, None)


def test_who_has_not_shown_lately_who_they_are_makes_none(person):
    client = signed_in(person, lately=False)
    assert client.get("/account/tokens").status_code == 200
    asked = client.post("/account/tokens", ASKED)
    assert asked.status_code == 302
    assert asked["Location"].startswith("/account/prove/")
    asked = client.post("/account/webhooks", {"url": "https://a.example/", "of": "network"})
    assert asked.status_code == 302
    assert not Token.objects.exists()
    assert not Webhook.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [{"name": ""}, {"name": "x" * 81}, {"scopes": []}, {"scopes": ["root"]}, {"days": "9999"},
     {"days": "x"}, {"scopes": ["staff"]}, {"scopes": ["decide"]}],
)  # fmt: skip
def test_a_token_that_cannot_be_is_refused(person, changes):
    response = signed_in(person).post("/account/tokens", ASKED | changes)
    assert response.status_code == 422
    assert "fault" in response.content.decode()
    assert not Token.objects.exists()


def test_no_form_of_another_site_makes_a_token(person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    assert client.post("/account/tokens", ASKED).status_code == 403
    assert not Token.objects.exists()


def test_a_webhook_is_registered_renewed_stopped_and_taken_away(person):
    client = signed_in(person)
    body = {
        "url": "http://127.0.0.1:1/hook",
        "of": "city-4509884",
        "events": ["practice.corrected"],
    }
    made = client.post("/account/webhooks", body)
    assert made.status_code == 200
    hook = Webhook.objects.get()
    assert SECRET.search(made.content.decode())[0] == secret_of(hook.nonce)
    assert (hook.city_id, hook.events) == (4509884, [Event.PRACTICE_CORRECTED])
    place = f"/account/webhooks/{hook.pk}"
    shown = client.get(place).content.decode()
    assert secret_of(hook.nonce) not in shown
    renewed = client.post(f"{place}/secret").content.decode()
    hook.refresh_from_db()
    assert SECRET.search(renewed)[0] == secret_of(hook.nonce)
    assert client.post(f"{place}/change", {"do": "try"}).status_code == 302
    assert Delivery.objects.get().event in client.get(place).content.decode()
    client.post(f"{place}/change", {"do": "stop"})
    hook.refresh_from_db()
    assert hook.stopped
    client.post(f"{place}/change", {"do": "resume"})
    hook.refresh_from_db()
    assert hook.stopped is None
    assert client.post(f"{place}/remove").status_code == 302
    assert not Webhook.objects.exists()


def test_a_webhook_that_cannot_be_is_refused(person):
    client = signed_in(person)
    body = {"url": "https://a.example/", "of": "city-4509884", "events": ["practice.corrected"]}
    for changes in (
        {"url": "file:///etc/passwd"}, {"url": ""}, {"of": "network"}, {"of": "city-1"},
        {"events": []}, {"events": ["member.joined"]}, {"events": ["all"]},
    ):  # fmt: skip
        assert client.post("/account/webhooks", body | changes).status_code == 422, changes
    stranger = signed_in(people.person())
    assert stranger.post("/account/webhooks", body).status_code == 403
    assert not Webhook.objects.exists()


def test_the_webhooks_of_others_are_not_found(person):
    hook = access.webhook(person, cities.City.objects.get())
    client = signed_in(people.person())
    place = f"/account/webhooks/{hook.pk}"
    assert client.get(place).status_code == 404
    for path in ("change", "secret", "remove"):
        assert client.post(f"{place}/{path}", {"do": "stop"}).status_code == 404
    hook.refresh_from_db()
    assert hook.stopped is None


def test_staff_see_and_stop_the_webhooks_of_all_but_not_their_secrets(person):
    hook = access.webhook(person, cities.City.objects.get())
    client = signed_in(people.staff())
    place = f"/account/webhooks/{hook.pk}"
    assert client.get(place).status_code == 200
    assert "whsec_" not in client.post(f"{place}/secret", follow=True).content.decode()
    client.post(f"{place}/change", {"do": "stop"})
    hook.refresh_from_db()
    assert hook.stopped
