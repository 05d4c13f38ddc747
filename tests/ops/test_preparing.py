"""The first start of a home: one at a time, and pages before the search index is whole."""

import json
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from django.core.checks import run_checks
from django.core.management import call_command

from decapolis.ops.management.commands.run import try_each
from decapolis.ops.preparing import prepare_search
from decapolis.ops.schema import EXAMPLES
from decapolis.search.actions import refresh_vectors
from decapolis.search.models import Vectors
from tests.factories.files import jsonl
from tests.factories.search import draft, indexed

DECAPOLIS = [sys.executable, "-m", "decapolis.config.main"]
PATIENCE_S = 120


def free_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


def get(port, path):
    address = f"http://127.0.0.1:{port}{path}"
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE_S) as answer:
                return answer.read().decode()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def test_two_first_starts_at_once_wait_for_each_other(empty_home):
    starts = [
        subprocess.Popen(
            [*DECAPOLIS, "status", "--json"],
            env=empty_home,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    ends = [start.communicate(timeout=PATIENCE_S) for start in starts]
    assert [start.returncode for start in starts] == [0, 0], ends
    assert [json.loads(out)["practices"] for out, _err in ends] == [0, 0]


def test_pages_are_served_and_words_found_before_the_index_of_meaning_is_whole(
    fresh_home, tmp_path
):
    fresh_home |= {"EMBEDDING_URL": "http://127.0.0.1:9/v1"}  # nothing answers there
    path = jsonl(tmp_path / "technologies.jsonl", EXAMPLES["technologies"])
    subprocess.run([*DECAPOLIS, "load", path], env=fresh_home, check=True)
    port = free_port()
    with subprocess.Popen([*DECAPOLIS, "run", "--port", str(port)], env=fresh_home) as server:
        try:
            assert "What is your city working on?" in get(port, "/")
            assert EXAMPLES["technologies"]["name"] in get(port, "/find?q=lighting")
        finally:
            server.terminate()


def test_a_step_that_fails_beside_the_server_is_logged_and_the_others_are_taken(caplog):
    taken = []

    def embed():
        raise OSError("The model is not there.")

    try_each(lambda: taken.append("before"), embed, lambda: taken.append("after"))
    assert taken == ["before", "after"]
    assert "embed" in caplog.text
    assert "The model is not there." in caplog.text


@pytest.mark.django_db
def test_what_lacks_vectors_is_embedded_and_what_has_them_is_left_alone():
    indexed(draft("Trams", slug="a"), draft("Buses", slug="b"))
    prepare_search()
    kept = set(Vectors.objects.values_list("pk", flat=True))
    assert len(kept) == 2
    indexed(draft("Trains", slug="c"))
    prepare_search()
    assert kept < set(Vectors.objects.values_list("pk", flat=True))
    assert refresh_vectors(by=None) == 0


def test_load_wants_files_or_the_starter_library(capsys):
    with pytest.raises(SystemExit, match="2"):
        call_command("load")
    assert capsys.readouterr().err == "Name the files to take in, or say --starter.\n"


@pytest.mark.django_db
def test_what_must_hold_before_serving_holds():
    of_tests = "templates.E002"  # how faulty variables are found here
    assert [one for one in run_checks(include_deployment_checks=False) if one.id != of_tests] == []
