"""Signing in at a service of a city, which runs for these tests alone."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client

from decapolis.audit.models import AuditEntry
from decapolis.config import oidc
from decapolis.config.oidc import Provider
from decapolis.people.models import Person
from tests.factories import people
from tests.pages.account.conftest import ask_for_code

KEY = "a key that only the service knows, long enough"


class Service(BaseHTTPRequestHandler):
    """Speaks OpenID Connect, and says of everybody what the test wants."""

    says = {}
    seen = []

    def answer(self, values, status=200):
        body = json.dumps(values).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        own = f"http://127.0.0.1:{self.server.server_port}"
        if self.path == "/.well-known/openid-configuration":
            names = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            pages = {f"{name}_endpoint": f"{own}/{path}" for name, path in names.items()}
            self.answer({"issuer": own, "jwks_uri": f"{own}/keys", **pages})
        else:
            self.answer(self.says)

    def do_POST(self):
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.seen.append(parse_qs(sent))
        own = f"http://127.0.0.1:{self.server.server_port}"
        claims = {"iss": own, "aud": "decapolis", "exp": time.time() + 60, **self.says}
        token = jwt.encode(claims, KEY, algorithm="HS256")
        self.answer({"access_token": "opaque", "token_type": "Bearer", "id_token": token})

    def log_message(self, *_args):
        """Say nothing."""


@pytest.fixture
def service():
    """Run the service; what it says of people is set on it."""
    server = HTTPServer(("127.0.0.1", 0), Service)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    Service.says, Service.seen = {}, []
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def _offered(service, settings):
    """Offer it to people of a city, and another one to everybody."""
    url = f"http://127.0.0.1:{service.server_port}"
    found = (
        Provider("dayton", "City of Dayton", url, "decapolis", "s3cret", ("daytonohio.gov",)),
        Provider("all", "The Network", url, "decapolis", "s3cret"),
    )
    settings.OIDC_PROVIDERS = found
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": oidc.as_allauth(found)}


def leave(client, service_id="dayton", next_url=""):
    """Press the button; return the address that one is led to."""
    shown = client.post(f"/sign-in/with/{service_id}", {"next": next_url})
    return urlsplit(shown.context["url"])


def come_back(client, left, service_id="dayton", **changes):
    query = {"code": "abc", "state": parse_qs(left.query)["state"][0]} | changes
    return client.get(f"/sign-in/with/{service_id}/back", query)


def sign_in(client, says, service_id="dayton", next_url=""):
    Service.says = {"sub": "0042", "name": "Ada Okoye"} | says
    return come_back(client, leave(client, service_id, next_url), service_id)


pytestmark = [pytest.mark.usefixtures("_offered")]


def test_the_service_of_a_domain_is_offered_first_and_a_code_after_it(client):
    shown = ask_for_code(client, "ada@DaytonOhio.gov")
    text = shown.content.decode()
    assert shown.status_code == 200
    assert "City of Dayton has a sign-in of its own" in text
    assert text.index("Sign in at City of Dayton") < text.index("Send me a code instead")
    assert mail.outbox == []
    client.post("/sign-in", {"email": "ada@daytonohio.gov", "code": "1"})
    assert mail.outbox[0].to == ["ada@daytonohio.gov"]


def test_others_are_offered_what_is_for_all(client):
    text = client.get("/sign-in").content.decode()
    assert "Sign in at The Network" in text
    assert "City of Dayton" not in text


def test_one_is_led_there_by_a_page_and_with_proof_that_one_began_here(client):
    left = leave(client)
    query = {name: values[0] for name, values in parse_qs(left.query).items()}
    assert left.path == "/authorize"
    assert query["redirect_uri"] == "http://testserver/sign-in/with/dayton/back"
    assert query["code_challenge_method"] == "S256"
    assert len(query["state"]) >= 16
    assert client.get("/sign-in/with/dayton").status_code == 405


def test_somebody_new_joins_through_the_service_of_their_city(client):
    answered = sign_in(client, {"email": "Ada@DaytonOhio.gov"}, next_url="/cities/")
    assert answered["Location"] == "/cities/"
    person = Person.objects.get()
    assert (person.email, person.name, person.is_member) == (
        "ada@daytonohio.gov",
        "Ada Okoye",
        True,
    )
    assert client.session["_auth_user_id"] == str(person.pk)
    assert list(AuditEntry.objects.order_by("pk").values_list("act", flat=True)) == [
        "people.joined",
        "people.became_member",
        "people.sign_on_linked",
        "people.signed_in",
    ]
    [token] = Service.seen
    assert token["code"] == ["abc"]
    assert token["code_verifier"]


def test_somebody_known_by_address_comes_into_their_account_and_again_by_number(client):
    ada = people.person(email="ada@daytonohio.gov")
    sign_in(client, {"email": "ada@daytonohio.gov"})
    assert client.session["_auth_user_id"] == str(ada.pk)
    again = Client()
    sign_in(again, {"email": "renamed@daytonohio.gov"})
    assert again.session["_auth_user_id"] == str(ada.pk)
    assert Person.objects.count() == SocialAccount.objects.count() == 1


@pytest.mark.parametrize(
    ("service_id", "says"),
    [
        ("dayton", {"email": "staff@city.example", "email_verified": True}),
        ("dayton", {"email": "ada@daytonohio.gov.evil.example"}),
        ("dayton", {"email": "ada@daytonohio.gov", "email_verified": False}),
        ("dayton", {"email": ""}),
        ("dayton", {}),
        ("all", {"email": "staff@city.example"}),
        ("all", {"email": "staff@city.example", "email_verified": "yes"}),
        ("all", {"email": "staff@city.example", "email_verified": False}),
    ],
)
def test_a_service_is_not_believed_beyond_its_domains(client, service_id, says):
    people.staff(email="staff@city.example")
    answered = sign_in(client, says, service_id)
    assert answered["Location"] == "/sign-in"
    assert "_auth_user_id" not in client.session
    assert Person.objects.count() == 1
    assert not SocialAccount.objects.exists()
    assert "Use a code instead." in client.get("/sign-in").content.decode()


def test_a_service_for_all_is_believed_what_it_has_verified(client):
    sign_in(client, {"email": "ada@city.example", "email_verified": True}, "all")
    assert Person.objects.get().email == "ada@city.example"


def test_a_closed_account_stays_closed(client):
    people.person(email="ada@daytonohio.gov", is_active=False)
    assert sign_in(client, {"email": "ada@daytonohio.gov"})["Location"] == "/sign-in/closed"
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("changes", [{"state": "forged"}, {"state": ""}, {"error": "denied"}])
def test_an_answer_that_was_not_asked_for_is_refused(client, changes):
    Service.says = {"sub": "1", "email": "ada@daytonohio.gov"}
    left = leave(client)
    assert come_back(client, left, **changes)["Location"] == "/sign-in"
    assert not Person.objects.exists()


def test_an_answer_is_good_once_and_in_one_browser(client):
    Service.says = {"sub": "1", "email": "ada@daytonohio.gov"}
    left = leave(client)
    assert come_back(Client(), left)["Location"] == "/sign-in"
    come_back(client, left)
    client.post("/sign-out")
    assert come_back(client, left)["Location"] == "/sign-in"
    assert "_auth_user_id" not in client.session


def test_nobody_is_led_elsewhere_by_a_service(client):
    answered = sign_in(client, {"email": "a@daytonohio.gov"}, next_url="https://evil.example")
    assert answered["Location"] in {"/", "/desk"}


def test_a_service_that_is_not_there_is_said_so(client, settings):
    lost = (Provider("lost", "Nobody", "http://127.0.0.1:1", "decapolis", "s3cret"),)
    settings.OIDC_PROVIDERS = lost
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": oidc.as_allauth(lost)}
    assert client.post("/sign-in/with/lost")["Location"] == "/sign-in"
    assert "did not work" in client.get("/sign-in").content.decode()
    assert client.post("/sign-in/with/unknown").status_code == 404
    assert client.get("/sign-in/with/unknown/back").status_code == 404
