"""People at the door: a client, and the code that came by mail."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

CODE = re.compile(r"\b\d{4}-\d{4}\b")


@pytest.fixture
def client(db):
    """Someone with a browser, at an address of the network, whom no limit has met yet."""
    cache.clear()
    return Client(REMOTE_ADDR="198.51.100.7")


def last_code(address=None):
    """The code of the last mail, to an address or to whomever."""
    found = [one for one in mail.outbox if address is None or address.lower() in one.to]
    return CODE.search(found[-1].body)[0]


def ask_for_code(client, address, next_url=""):
    return client.post("/sign-in", {"email": address, "next": next_url})


def sign_in(client, address, next_url=""):
    """Sign in by a code; return the answer to the code."""
    ask_for_code(client, address, next_url)
    return client.post("/sign-in/code", {"code": last_code(address)})
