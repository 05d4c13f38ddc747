"""The virus scanner: asked where there is one, and never passed over."""

import io
import tempfile
from pathlib import Path

import pytest

from decapolis.audit.models import AuditEntry
from decapolis.config.env import SettingError, scanner
from decapolis.files.actions import examine, set_photo
from decapolis.files.bridge.scanner import scan
from decapolis.files.choices import Refusal, State
from decapolis.files.errors import ScannerSilent
from decapolis.files.models import File
from decapolis.files.queries import file_facts, photo_url
from decapolis.kernel.worker import work_off
from tests.factories import people, uploads
from tests.files.fake_clamd import clamd


def test_a_scanner_is_asked_over_tcp_and_over_a_local_socket():
    large = io.BytesIO(b"x" * 200_000)
    with tempfile.TemporaryDirectory() as short, clamd(Path(short) / "s") as one, clamd() as other:
        for server in (one, other):
            assert scan(large, address=server.url) == ""
            assert scan(io.BytesIO(b"an EICAR"), address=server.url) == "Test.Word"
            assert [len(data) for data in server.seen] == [200_000, 8]


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"\0", b"OK\0"])
def test_whatever_is_neither_yes_nor_no_is_no_answer(answer):
    with clamd(answer=answer) as server, pytest.raises(ScannerSilent):
        scan(io.BytesIO(b"x"), address=server.url)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "unix:///nowhere/clamd.ctl"])
def test_a_scanner_that_is_away_is_no_answer(address):
    with pytest.raises(ScannerSilent, match="cannot be reached"):
        scan(io.BytesIO(b"x"), address=address)


@pytest.mark.django_db
def test_what_the_scanner_finds_is_thrown_away_and_told(settings, storage):
    person = people.person()
    file = uploads.held(person, content=uploads.pdf("EICAR"))
    with clamd() as server:
        settings.CLAMD_URL = server.url
        found = examine(by=None, key=file.key)
    assert found.state == State.REFUSED
    told = file_facts(file.pk, reader=person)
    assert (told.is_ready, told.reason) == (False, str(Refusal.VIRUS.label))
    [entry] = AuditEntry.objects.visible_to(person).filter(act="files.file_refused")
    assert entry.after == {"state": "refused", "found": "Test.Word"}


@pytest.mark.django_db(transaction=True)
def test_bytes_of_what_was_found_are_gone(settings, storage):
    file = uploads.held(people.person(), content=uploads.pdf("EICAR"))
    assert storage.joinpath(file.stored).exists()
    with clamd() as server:
        settings.CLAMD_URL = server.url
        examine(by=None, key=file.key)
    assert not storage.joinpath(file.stored).exists()


@pytest.mark.django_db
def test_a_file_waits_for_a_scanner_that_is_away(settings, storage):
    file = uploads.held(people.person())
    settings.CLAMD_URL = "tcp://127.0.0.1:1"
    with pytest.raises(ScannerSilent):
        examine(by=None, key=file.key)
    file.refresh_from_db()
    assert (file.state, file.text) == (State.WAITING, "")


@pytest.mark.django_db
def test_a_photo_waits_for_the_scanner_too(settings, storage):
    person = people.person()
    with clamd() as server:
        settings.CLAMD_URL = server.url
        set_photo(by=person, upload=uploads.upload(uploads.picture(), "me.png"))
        assert photo_url(person.pk, reader=person) == ""
        work_off()
    file = File.objects.get()
    assert server.seen == [storage.joinpath(file.stored).read_bytes()]
    assert photo_url(person.pk, reader=person) == f"/files/{file.key}"


@pytest.mark.parametrize("address", ["", "tcp://clamd:3310", "unix:///run/clamav/clamd.ctl"])
def test_the_address_of_a_scanner_is_taken(monkeypatch, address):
    monkeypatch.setenv("CLAMD_URL", address)
    assert scanner("CLAMD_URL") == address


@pytest.mark.parametrize("address", ["clamd", "http://clamd:3310", "unix://", "tcp://", "tcp:///x"])
def test_a_scanner_that_cannot_be_reached_so_stops_the_start(monkeypatch, address):
    monkeypatch.setenv("CLAMD_URL", address)
    with pytest.raises(SettingError, match="CLAMD_URL"):
        scanner("CLAMD_URL")
