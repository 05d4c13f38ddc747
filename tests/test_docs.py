"""Every command that the documentation shows works as it stands there."""

import re
import shlex
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.db import connections

from decapolis.config import main as front
from decapolis.ops.schema import EXAMPLES
from tests.factories.files import jsonl, table

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
SHOWN = re.compile(r"^\$ \./decapolis (.+)$", re.MULTILINE)
# These end only when told, or run this.
SERVES_OR_CHECKS = {"run", "work", "test", "lint", "bench", "soak"}
COMMANDS = sorted({line for page in PAGES for line in SHOWN.findall(page.read_text("utf-8"))})


@pytest.fixture
def _files_of_the_guides(tmp_path, monkeypatch):
    """Lay out the files that the documentation loads."""
    monkeypatch.chdir(tmp_path)
    jsonl(tmp_path / "my-practices.jsonl", EXAMPLES["practices"])
    jsonl(tmp_path / "practices-2026.jsonl", EXAMPLES["practices"])
    table(tmp_path / "documents.csv", EXAMPLES["documents"])
    table(tmp_path / "partners.xlsx", EXAMPLES["organisations"])


@pytest.mark.parametrize("line", COMMANDS)
@pytest.mark.usefixtures("starter", "_files_of_the_guides")
def test_a_command_of_the_documentation_works(line, monkeypatch):
    name, *rest = shlex.split(line, comments=True)
    if name in SERVES_OR_CHECKS:
        command = load_command_class(get_commands()[name], name)
        known = command.create_parser("decapolis", name).format_help()
        assert [word for word in rest if word.startswith("--") and word not in known] == []
        return
    if name in {"load", "schema"}:  # what others read stays as it is
        rest = [word for word in rest if word != "--write"]
        rest += ["--dry-run"] if name == "load" and "--dry-run" not in rest else []
    monkeypatch.setattr(sys, "argv", ["decapolis", name, *rest])
    monkeypatch.setattr(connections, "close_all", lambda: None)
    code = None
    try:
        front.main()
    except SystemExit as end:
        code = end.code
    assert code in {0, None}


def test_the_readme_names_its_two_commands():
    assert {"run", "test"} <= set(SHOWN.findall((ROOT / "README.md").read_text("utf-8")))
