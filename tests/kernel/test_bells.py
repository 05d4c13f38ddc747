"""Bells: heard here at once, after commit alone, and by other processes over a real server."""

import subprocess
import sys
import threading

import pytest
from django.conf import settings
from django.db import transaction

from decapolis.kernel import bells
from tests.factories.relays import relay_server

PATIENCE_S = 30
OTHER = """
import sys
from django.conf import settings
settings.configure(VALKEY_URL=sys.argv[1], SECRET_KEY=sys.argv[2])
from decapolis.kernel import bells
heard = bells.listen("room", lambda payload: bells._ring("back", b"heard " + payload))
assert bells.hears_others(30)
bells._ring("back", b"there")
sys.stdin.readline()
bells.hang_up()
"""


class Ear:
    """Keeps what it hears."""

    def __init__(self):
        self.heard = []
        self._more = threading.Condition()

    def __call__(self, payload):
        with self._more:
            self.heard.append(payload)
            self._more.notify_all()

    def waits_for(self, payload):
        with self._more:
            return self._more.wait_for(lambda: payload in self.heard, PATIENCE_S)


@pytest.fixture
def relay(settings):
    with relay_server() as (address, _process):
        settings.VALKEY_URL = address
        yield address
        bells.hang_up()


def test_a_bell_is_heard_by_who_listens_on_its_channel_until_they_stop():
    one, other, elsewhere = Ear(), Ear(), Ear()
    stops = [bells.listen("room", one), bells.listen("room", other)]
    away = bells.listen("hall", elsewhere)
    bells._ring("room", b"a")
    stops[0]()
    stops[0]()  # twice does no harm
    bells._ring("room", b"b")
    stops[1]()
    away()
    bells._ring("room", b"c")
    assert (one.heard, other.heard, elsewhere.heard) == ([b"a"], [b"a", b"b"], [])
    assert not bells._listeners


def test_a_listener_that_fails_does_not_keep_the_bell_from_others(caplog):
    ear = Ear()
    stops = [bells.listen("room", lambda _payload: 1 / 0), bells.listen("room", ear)]
    bells._ring("room", b"a")
    for stop in stops:
        stop()
    assert ear.heard == [b"a"]
    assert "A listener of room failed." in caplog.text


def test_a_bell_rings_after_commit_and_not_when_it_is_undone(
    db, django_capture_on_commit_callbacks
):
    ear = Ear()
    stop = bells.listen("room", ear)
    with django_capture_on_commit_callbacks(execute=True):
        bells.ring("room", b"a")
        with transaction.atomic():
            bells.ring("room", b"undone")
            transaction.set_rollback(True)
        assert ear.heard == []
    stop()
    assert ear.heard == [b"a"]


def test_without_a_relay_nobody_elsewhere_is_heard():
    assert not bells.hears_others()


def test_processes_hear_each_other_and_none_hears_itself_twice(relay):
    back, room = Ear(), Ear()
    stops = [bells.listen("back", back), bells.listen("room", room)]
    order = [sys.executable, "-c", OTHER, relay, settings.SECRET_KEY]
    assert bells.hears_others(PATIENCE_S)  # before anybody rings: a bell that is missed is gone
    with subprocess.Popen(order, stdin=subprocess.PIPE) as other:
        assert back.waits_for(b"there")
        bells._ring("room", bytes(range(256)))
        assert back.waits_for(b"heard " + bytes(range(256)))
        other.communicate(b"\n", PATIENCE_S)
    for stop in stops:
        stop()
    assert [payload for payload in room.heard if payload] == [bytes(range(256))]


def test_after_a_break_everyone_is_told_to_look_for_themselves(settings, caplog):
    ear = Ear()
    with relay_server() as (address, process):
        settings.VALKEY_URL = address
        stop = bells.listen("room", ear)
        assert bells.hears_others(PATIENCE_S)
        process.kill()
        process.wait(PATIENCE_S)
        bells._ring("room", b"meanwhile")
        ear.heard.clear()
        with relay_server(address):
            assert ear.waits_for(b"")
            assert bells.hears_others(PATIENCE_S)
            stop()
            bells.hang_up()
    assert "Bells do not reach other processes now" in caplog.text
