"""Joining, passkeys and the second step in a real browser; mail comes by a real SMTP server."""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from email import message_from_bytes, policy
from types import SimpleNamespace

import pytest
from aiosmtpd.controller import Controller

from tests.conftest import file_of_tables
from tests.journeys.visitor import Visitor, variants
from tests.pages.account.conftest import CODE

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Mailbox:
    """Keeps what the server sends."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 -- the library's name
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def code(self, number):
        """The code in a mail, by the number of the mail; waits for it."""
        until = time.monotonic() + 30
        while len(self.mails) < number and time.monotonic() < until:
            time.sleep(0.05)
        body = self.mails[number - 1].get_body(("plain",)).get_content()
        return CODE.search(body)[0]


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture(scope="module")
def house(tmp_path_factory, django_db_setup, django_db_blocker):
    """A network without a library, under a name, that sends mail."""
    mailbox = Mailbox()
    post = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    post.start()
    home, port = tmp_path_factory.mktemp("house"), free_port()
    environment = os.environ | {
        "DECAPOLIS_HOME": str(home),
        "DECAPOLIS_STARTER": "false",
        "EMAIL_URL": f"smtp://127.0.0.1:{post.port}",
    }
    if not environment.pop("DATABASE_URL", None):
        with django_db_blocker.unblock():
            shutil.copy(file_of_tables(), home / "decapolis.sqlite3")
    order = [sys.executable, "-m", "decapolis.config.main", "run", "--port", str(port)]
    with (home / "said").open("w+") as said:
        server = subprocess.Popen(order, env=environment, stdout=said, stderr=said)
        try:
            wait_for(server, f"http://localhost:{port}/sign-in", said)
            yield SimpleNamespace(address=f"http://localhost:{port}", mailbox=mailbox)
        finally:
            server.terminate()
            server.wait(20)
            post.stop()


def wait_for(server, address, said):
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address, timeout=10).close()  # noqa: S310 -- our own address
            return
        time.sleep(0.1)
    said.seek(0)
    pytest.fail(f"The server did not start:\n{said.read()}")


@pytest.fixture
def visit(house, browser):
    """Return a function that opens a browser for somebody; it fails on any fault they met."""
    visitors = []

    def begin(screen, scheme, *, scripts=True, locale="en-US"):
        visitor = Visitor(
            browser, house.address, screen=screen, scheme=scheme, scripts=scripts, locale=locale
        )
        visitors.append(visitor)
        return visitor

    house.mailbox.mails.clear()
    yield begin
    faults = [fault for visitor in visitors for fault in visitor.leave()]
    assert not faults, "\n".join(faults)


def press(visitor, name):
    """Press a button that leads on."""
    visitor.follow(visitor.page.get_by_role("button", name=name).first)


def join(visitor, mailbox, address):
    """Ask for a code and type it."""
    visitor.open("/sign-in?next=/cities/")
    visitor.page.get_by_label("Your e-mail address").fill(address)
    press(visitor, "Send me a code")
    visitor.page.get_by_label("The code").fill(mailbox.code(1))
    press(visitor, "Go on")
    visitor.page.get_by_label("Your name").fill("Ada Okoye")


def sign_out(visitor):
    visitor.page.locator(".me > summary").click()
    press(visitor, "Sign out")


def add_a_device(visitor):
    device = visitor.context.new_cdp_session(visitor.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def adds_a_passkey(ada):
    press(ada, "Go on, and add a passkey for next time")
    press(ada, "Add the passkey")
    assert ada.heading() == "Recovery codes"
    assert ada.page.locator(".codes code").count() == 10
    ada.follow(ada.link("I have kept them"))
    assert "Ada Okoye" in ada.page.get_by_role("banner").inner_text()


def signs_in_with_it(ada):
    ada.open("/sign-in?next=/account/security")
    press(ada, "Sign in with a passkey")
    assert ada.heading() == "Security"
    assert ada.page.get_by_text("Your mailbox alone does not open this account.").is_visible()


def uses_it_as_a_second_step(ada, address, mailbox):
    ada.open("/sign-in")
    ada.page.get_by_label("Your e-mail address").fill(address)
    press(ada, "Send me a code")
    ada.page.get_by_label("The code").fill(mailbox.code(3))  # the second told of the passkey
    press(ada, "Go on")
    assert ada.heading() == "One more step"
    press(ada, "Use my passkey")


def takes_it_away(ada):
    ada.open("/account/security")
    ada.follow(ada.link(re.compile("^Take away")))
    press(ada, "Take it away")
    assert ada.page.get_by_text("The passkey was taken away.").is_visible()
    assert ada.page.get_by_text("Whoever reads your mail can sign in.").is_visible()


@variants(("screen", "scheme"), ("phone", "light"), ("desktop", "dark"))
def test_somebody_joins_with_a_passkey_and_comes_back_with_it(house, visit, screen, scheme):
    ada, address = visit(screen, scheme), f"ada-{screen}@city.example"
    add_a_device(ada)
    join(ada, house.mailbox, address)
    adds_a_passkey(ada)
    sign_out(ada)
    signs_in_with_it(ada)
    sign_out(ada)
    uses_it_as_a_second_step(ada, address, house.mailbox)
    takes_it_away(ada)


@pytest.mark.soak
def test_somebody_joins_without_scripts(house, visit):
    bo = visit("phone", "light", scripts=False)
    join(bo, house.mailbox, "bo@city.example")
    assert not bo.page.get_by_role("button", name="add a passkey").is_visible()
    press(bo, "Go on")
    bo.open("/account/security")
    assert bo.page.get_by_text("bo@city.example").first.is_visible()
    bo.open("/account/password")
    bo.page.get_by_label("New password").fill("seven lamps over the harbour")
    press(bo, "Keep this password")
    assert bo.page.get_by_text("The password is kept.").is_visible()
    sign_out(bo)
    bo.open("/sign-in/password")
    bo.page.get_by_label("Your e-mail address").fill("bo@city.example")
    bo.page.get_by_label("Your password").fill("seven lamps over the harbour")
    press(bo, "Sign in")
    assert "Ada Okoye" in bo.page.get_by_role("banner").inner_text()


def test_no_page_of_accounts_holds_an_inline_script_or_style(house, visit):
    eve = visit("desktop", "light")
    for address in ("/sign-in", "/sign-in/password", "/sign-in/closed"):
        eve.open(address)
        inline = "script:not([src]):not([type='application/json']), style, [style], [onclick]"
        assert eve.page.locator(inline).count() == 0
