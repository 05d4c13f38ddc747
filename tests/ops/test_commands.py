import json
import os
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.db import OperationalError, connections

from decapolis.config import main as front
from decapolis.library.models import Document, Practice
from decapolis.ops.schema import EXAMPLES
from decapolis.organisations.models import Organisation
from tests.factories.files import jsonl, table
from tests.ops.held import rows

empty = pytest.mark.usefixtures("_examples", "_no_starter")


@pytest.fixture
def _no_starter(settings):
    settings.STARTER = False


def run(capsys, *order):
    """Run a command as the installed program does; return exit code, output and complaints."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["decapolis", *map(str, order)])
        patch.setattr(connections, "close_all", lambda: None)  # the test's transaction goes on
        try:
            front.main()
        except SystemExit as end:
            said = capsys.readouterr()
            code = end.code if isinstance(end.code, int) else 1
            return code, said.out, said.err + (end.code if isinstance(end.code, str) else "")
    said = capsys.readouterr()
    return 0, said.out, said.err


@empty
@pytest.mark.django_db
def test_a_file_that_is_accepted_ends_with_0_and_says_how_many(tmp_path, capsys):
    path = jsonl(tmp_path / "documents.jsonl", EXAMPLES["documents"])
    code, out, _err = run(capsys, "load", path)
    assert (code, out, _err) == (0, f"{path}: 1 documents taken in.\n", "")
    assert Document.objects.count() == 1


@empty
@pytest.mark.django_db
def test_a_file_with_a_fault_ends_with_1_names_it_and_leaves_nothing(tmp_path, capsys):
    wrong = EXAMPLES["documents"] | {"slug": "other", "year": "soon"}
    path = jsonl(tmp_path / "documents.jsonl", EXAMPLES["documents"], wrong)
    code, out, _err = run(capsys, "load", path)
    assert code == 1
    assert out.splitlines()[0] == f"{path}: nothing taken in, 1 fault."
    assert f"{path}, line 2, year: 'soon' will not do." in out
    assert not Document.objects.exists()


@empty
@pytest.mark.django_db
def test_a_file_that_cannot_be_read_ends_with_2_and_the_others_are_taken(tmp_path, capsys):
    path = jsonl(tmp_path / "documents.jsonl", EXAMPLES["documents"])
    code, out, _err = run(capsys, "load", tmp_path / "gone.csv", path)
    assert code == 2
    assert "There is no file" in out
    assert "1 documents taken in" in out


@empty
@pytest.mark.django_db
def test_with_json_there_is_one_object_for_each_file(tmp_path, capsys):
    paths = [
        jsonl(tmp_path / "documents.jsonl", EXAMPLES["documents"]),
        jsonl(tmp_path / "practices.jsonl", EXAMPLES["practices"] | {"status": "done"}),
        tmp_path / "gone.csv",
    ]
    code, out, _err = run(capsys, "load", "--json", *paths)
    told = {report["file"]: report for report in map(json.loads, out.splitlines())}
    assert code == 2
    assert set(told) == {str(path) for path in paths}
    assert told[str(paths[0])] == {"file": str(paths[0]), "accepted": 1, "rejected": []}
    [fault] = told[str(paths[1])]["rejected"]
    assert (fault["line"], fault["field"]) == (1, "status")
    assert set(fault) == {"line", "field", "reason"}
    assert told[str(paths[2])]["accepted"] == 0
    assert [fault["line"] for fault in told[str(paths[2])]["rejected"]] == [0]


@empty
@pytest.mark.django_db
def test_a_dry_run_tells_the_same_and_writes_nothing(tmp_path, capsys):
    path = jsonl(tmp_path / "documents.jsonl", EXAMPLES["documents"])
    before = rows()
    code, out, _err = run(capsys, "load", "--dry-run", path)
    assert (code, out) == (0, f"{path}: 1 documents would be taken in.\n")
    assert rows() == before


@empty
@pytest.mark.django_db
def test_files_of_one_command_are_loaded_in_the_order_that_they_need(tmp_path, capsys):
    practice = EXAMPLES["practices"] | {"technology_slugs": ["smart-bin"]}
    practices = jsonl(tmp_path / "practices.jsonl", practice)
    bins = table(tmp_path / "technologies.xlsx", EXAMPLES["technologies"] | {"slug": "smart-bin"})
    code, _out, _err = run(capsys, "load", practices, bins)
    assert code == 0
    assert [one.slug for one in Practice.objects.get().technologies.all()] == ["smart-bin"]


@empty
@pytest.mark.django_db
def test_what_was_loaded_can_be_found(tmp_path, capsys):
    word = {"title": "Zanzibarine lamps", "summary": "Nothing else is like them."}
    path = jsonl(tmp_path / "documents.jsonl", EXAMPLES["documents"] | word)
    assert run(capsys, "load", path)[0] == 0
    code, out, err = run(capsys, "find", "Zanzibarine lamps", "--json")
    assert (code, err) == (0, "")
    assert EXAMPLES["documents"]["slug"] in out


@empty
@pytest.mark.django_db
def test_status_counts_what_is_held(tmp_path, capsys):
    call_command("load", str(table(tmp_path / "organisations.csv", EXAMPLES["organisations"])))
    capsys.readouterr()
    code, out, _err = run(capsys, "status", "--json")
    told = json.loads(out)
    assert code == 0
    assert (told["organisations"], told["practices"], told["cities"]) == (1, 0, 1)
    assert Organisation.objects.count() == 1
    assert {"version", "python", "django", "database", "model", "home"} <= set(told)


def test_status_of_the_starter_library_is_readable_and_complete(starter, capsys):
    code, out, _err = run(capsys, "status")
    assert code == 0
    assert "practices        230" in out
    counts = json.loads(run(capsys, "status", "--json")[1])
    assert all(counts[name] > 0 for name in ("documents", "organisations", "search_vectors"))


@pytest.mark.parametrize("order", [[], ["--help"], ["help"]])
def test_without_a_command_the_program_says_what_it_can_do(capsys, order):
    code, out, _err = run(capsys, *order)
    assert code == 0
    assert "decapolis run" in out


def test_a_wrong_setting_ends_the_start_with_its_name_and_no_traceback(tmp_path):
    order = [sys.executable, "-m", "decapolis.config.main", "status"]
    wrong = os.environ | {"DECAPOLIS_HOME": str(tmp_path), "DECAPOLIS_DEBUG": "yes"}
    done = subprocess.run(order, env=wrong, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "Wrong setting. DECAPOLIS_DEBUG='yes': write 'true' or 'false'.\n"


def test_a_database_that_refuses_is_a_sentence(capsys, monkeypatch):
    def refuse(_argv):
        raise OperationalError("disk I/O error")

    monkeypatch.setattr(front, "execute_from_command_line", refuse)
    code, _out, err = run(capsys, "status")
    assert code == 1
    assert err.startswith("The database cannot do this now: disk I/O error. Nothing was changed.")
