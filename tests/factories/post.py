"""A real mail server for the tests."""

import contextlib
import email
import socket
import threading
from email import policy

from aiosmtpd.controller import Controller


class Post:
    """A mail server's own part: it keeps what it takes, and refuses what it is told to refuse."""

    def __init__(self):
        self.taken = []
        self.refuse = {}
        self.news = threading.Condition()

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 -- aiosmtpd's name
        """Take an address, or not."""
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 -- aiosmtpd's name
        """Keep a message."""
        with self.news:
            self.taken.append(email.message_from_bytes(envelope.content, policy=policy.default))
            self.news.notify_all()
        return "250 OK"

    def wait_for(self, address, subject, patience=60):
        """Return the first letter for an address whose subject has these words, once it is here."""

        def found():
            return [one for one in self.to(address) if subject in one["Subject"]]

        with self.news:
            letters = self.news.wait_for(found, patience)
        assert letters, f"No letter on “{subject}” came for {address}."
        return letters[0]

    def to(self, address):
        """Return what came for an address, the oldest first."""
        return [mail for mail in self.taken if mail["To"].lower() == address.lower()]


@contextlib.contextmanager
def taking_mail():
    """Serve mail on a free port; give what keeps it, and the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    handler = Post()
    server = Controller(handler, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield handler, port
    finally:
        server.stop()


@contextlib.contextmanager
def mail_server(settings):
    """Serve mail, let the program send there, and show what came."""
    with taking_mail() as (handler, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.PUBLIC_URL = "https://cities.example"
        settings.DEFAULT_FROM_EMAIL = "Cities <hello@cities.example>"
        yield handler
