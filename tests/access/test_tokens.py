"""Tokens: shown once, kept as a digest, of their owner alone, and good for so long."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decapolis.access.actions import Asked, make_token, revoke_token
from decapolis.access.errors import TokenFaulty
from decapolis.access.models import Token
from decapolis.access.queries import held_on, token_of, tokens_of
from decapolis.audit.models import AuditEntry
from decapolis.kernel.permissions import Forbidden
from decapolis.rights.actions import leave
from tests.factories import access, contributions, library, people

ME = "/api/v1/me"


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet():
    caches["near"].clear()


def asks(secret, address=ME, **headers):
    return Client(headers={"Authorization": f"Bearer {secret}", **headers}).get(address)


def test_a_token_is_shown_once_and_only_its_digest_is_kept(db):
    made = access.token()
    assert made.secret.startswith("dcp_")
    assert len(made.secret) == len("dcp_") + 43  # 256 bits
    row = Token.objects.values().get()
    assert made.secret not in str(row)
    assert row["end"] == made.secret[-4:]
    told = str(
        [*AuditEntry.objects.values(), held_on(made.token.person), tokens_of(made.token.person)]
    )
    assert made.secret not in told


def test_a_token_lets_its_owner_in_and_says_so(db):
    made = access.token(people.person(name="Ana"), "people", "read")
    told = asks(made.secret).json()
    assert (told["name"], told["token"]["scopes"]) == ("Ana", ["read", "people"])
    assert Token.objects.get().used == timezone.localdate()


@pytest.mark.parametrize("shown", ["", "dcp_", "dcp_unknown", "x" * 9000, "dcp_\udcff", "Ω", "a b"])
def test_what_is_no_token_opens_nothing(db, shown):
    response = Client(headers={"Authorization": f"Bearer {shown}"}).get("/api/v1/health")
    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"
    assert response["WWW-Authenticate"] == 'Bearer realm="decapolis", error="invalid_token"'
    assert response.json()["code"] == "api.token_refused"


def test_another_way_to_sign_in_is_not_taken(db):
    made = access.token()
    for way in ("Basic", "Token", "DCP"):
        response = Client(headers={"Authorization": f"{way} {made.secret}"}).get(ME)
        assert response.status_code == 401


def test_a_token_too_old_revoked_or_of_who_left_opens_nothing(db):
    old, gone, closed, left = (access.token() for _one in range(4))
    Token.objects.filter(pk=old.token.pk).update(expires=timezone.now() - timedelta(seconds=1))
    revoke_token(by=gone.token.person, token=gone.token)
    closed.token.person.is_active = False
    closed.token.person.save()
    leave(by=left.token.person, person=left.token.person)
    for made in (old, gone, closed, left):
        assert asks(made.secret).status_code == 401
    assert not Token.objects.filter(pk=left.token.pk).exists()


def test_a_cookie_beside_a_token_does_not_count(db):
    staff, member = people.staff(), people.person(name="Member")
    client = Client(headers=access.bearer(access.token(member)))
    client.force_login(staff)
    assert client.get(ME).json()["name"] == "Member"
    assert client.get("/api/v1/staff/desk").status_code == 403
    refused = Client(headers={"Authorization": "Bearer dcp_wrong"})
    refused.force_login(staff)
    assert refused.get(ME).status_code == 401


def test_a_session_reads_and_does_not_write(db):
    person = people.person(name="Before")
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    assert client.get(ME).status_code == 200
    response = client.patch(ME, {"name": "After"}, content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (401, "api.token_needed")
    person.refresh_from_db()
    assert person.name == "Before"


def test_a_token_writes_and_the_log_names_the_door(db):
    made = access.token(people.person())
    client = Client(headers=access.bearer(made), enforce_csrf_checks=True)
    response = client.patch(ME, {"title": "Engineer"}, content_type="application/json")
    assert (response.status_code, response.json()["title"]) == (200, "Engineer")
    assert AuditEntry.objects.get(act="people.profile_changed").door == "api"


def test_a_token_never_sees_more_than_its_owner(db):
    practice = library.practice(slug="hidden", visibility="network")
    contributions.two_versions(practice)
    stranger = access.token(people.person(is_member=False))
    member = access.token(people.person())
    for address in ("/api/v1/practices/hidden", "/api/v1/practices/hidden/record"):
        assert asks(stranger.secret, address).status_code == 404
        assert asks(member.secret, address).status_code == 200


def test_nobody_revokes_the_token_of_others(db):
    made = access.token()
    with pytest.raises(Forbidden):
        revoke_token(by=people.staff(), token=made.token)
    client = Client()
    client.force_login(people.staff())
    assert client.post(f"/account/tokens/{made.token.pk}/revoke").status_code == 404
    assert asks(made.secret).status_code == 200
    assert tokens_of(people.staff()) == ()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.text(max_size=90),
    scopes=st.lists(st.sampled_from(["read", "people", "root", ""]), max_size=4),
    days=st.integers(-5, 400),
)
def test_a_token_that_cannot_be_is_refused_with_its_field(db, name, scopes, days):
    person, before = people.person(), Token.objects.count()
    asked = Asked(name, scopes, days)
    line = " ".join(name.split())
    is_good = 0 < len(line) <= 80 and line.isprintable() and days in {7, 30, 90, 365}
    if not (is_good and scopes and set(scopes) <= {"read", "people"}):
        with pytest.raises(TokenFaulty) as refused:
            make_token(by=person, asked=asked)
        assert refused.value.field in {"name", "scopes", "days"}
        assert Token.objects.count() == before
        return
    made = make_token(by=person, asked=asked)
    assert set(made.token.scopes) == set(scopes)
    assert made.token.expires - timezone.now() <= timedelta(days=days)
    assert token_of(made.secret) == made.token


def test_one_person_keeps_twenty_tokens_at_most(db):
    person = people.person()
    for _one in range(20):
        access.token(person)
    with pytest.raises(TokenFaulty, match="20 tokens"):
        access.token(person)


def test_a_token_may_ask_so_often_and_no_more(db, monkeypatch):
    monkeypatch.setattr("decapolis.api.limits.OF_A_TOKEN", 3)
    made, other = access.token(), access.token()
    assert [asks(made.secret).status_code for _one in range(4)] == [200, 200, 200, 429]
    told = asks(made.secret)
    assert 1 <= int(told["Retry-After"]) <= 60
    assert told.json()["code"] == "api.too_often"
    assert asks(other.secret).status_code == 200


def test_an_address_may_ask_so_often_and_guess_less(db, monkeypatch):
    monkeypatch.setattr("decapolis.api.limits.OF_AN_ADDRESS", 4)
    monkeypatch.setattr("decapolis.api.limits.REFUSED", 2)
    far, other = Client(REMOTE_ADDR="203.0.113.9"), Client(REMOTE_ADDR="2001:db8::1")
    wrong = {"Authorization": "Bearer dcp_wrong"}
    found = [far.get("/api/v1/health", headers=wrong).status_code for _one in range(3)]
    assert found == [401, 401, 429]
    assert [far.get("/api/v1/health").status_code for _one in range(2)] == [200, 429]
    assert other.get("/api/v1/health").status_code == 200
    near = Client(REMOTE_ADDR="2001:db8::2")  # of the same household
    assert [near.get("/api/v1/health").status_code for _one in range(4)] == [200, 200, 200, 429]
    home = Client(REMOTE_ADDR="127.0.0.1")
    assert {home.get("/api/v1/health").status_code for _one in range(9)} == {200}
