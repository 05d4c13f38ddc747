import subprocess
import sys
import venv
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest

DOOR = Path(__file__).resolve().parents[1] / "decapolis"


@pytest.fixture
def door(tmp_path, monkeypatch):
    """The front door of an empty checkout, with what it would have run."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader = SourceFileLoader("front_door", str(DOOR))
    door = module_from_spec(spec_from_loader("front_door", loader))
    loader.exec_module(door)
    for name in ("requirements/run.txt", "requirements/dev.txt", "pyproject.toml",
                 "package-lock.json", "frontend/build.py"):  # fmt: skip
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    door.ROOT = tmp_path
    door.RUN, door.DEV = tmp_path / "requirements/run.txt", tmp_path / "requirements/dev.txt"
    door.ENVIRONMENT = tmp_path / ".venv"
    door.STAMPS = tmp_path / ".venv/stamps"
    door.BUILT = tmp_path / "built"
    door.ran = []
    monkeypatch.setattr(venv, "create", lambda folder, **_how: folder.mkdir(exist_ok=True))
    monkeypatch.setattr(subprocess, "run", lambda order, **_how: door.ran.append(" ".join(order)))
    return door


def ran(door, *, developer):
    """Prepare, and tell which of the locks were installed and whether the front end was built."""
    door.ran.clear()
    door.prepare(developer=developer)
    door.BUILT.mkdir(exist_ok=True)
    text = "\n".join(door.ran)
    return [word for word in ("run.txt", "dev.txt", "build.py") if word in text]


def test_each_step_is_done_once_until_what_it_is_made_from_changes(door):
    assert ran(door, developer=False) == ["run.txt", "build.py"]
    assert ran(door, developer=False) == []
    door.RUN.write_text("another version")
    assert ran(door, developer=False) == ["run.txt"]
    (door.ROOT / "frontend/app.css").write_text("a {}")
    assert ran(door, developer=False) == ["build.py"]


def test_what_developers_have_is_enough_to_run(door):
    assert ran(door, developer=False) == ["run.txt", "build.py"]
    assert "--omit=dev" in "\n".join(door.ran)
    assert ran(door, developer=True) == ["dev.txt", "build.py"]
    assert "--omit=dev" not in "\n".join(door.ran)
    assert ran(door, developer=False) == []
    assert ran(door, developer=True) == []


def test_a_built_front_end_that_is_gone_is_built_again(door):
    ran(door, developer=False)
    door.BUILT.rmdir()
    assert ran(door, developer=False) == ["build.py"]


def test_another_python_or_another_folder_makes_a_new_environment(door, monkeypatch):
    ran(door, developer=False)
    made = []
    monkeypatch.setattr(venv, "create", lambda folder, **_how: made.append(folder))
    ran(door, developer=False)
    assert made == []
    monkeypatch.setattr(sys, "version", "3.99")
    ran(door, developer=False)
    assert made == [door.ENVIRONMENT]


def test_tools_fetch_from_where_pip_is_told_to(door, monkeypatch):
    for name in ("UV_DEFAULT_INDEX", "PIP_CERT", "NODE_EXTRA_CA_CERTS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", "https://index.example/simple")
    monkeypatch.setenv("SSL_CERT_FILE", "/certs.pem")
    door.tell_tools_where_to_fetch()
    assert door.os.environ["UV_DEFAULT_INDEX"] == "https://index.example/simple"
    assert door.os.environ["NODE_EXTRA_CA_CERTS"] == "/certs.pem"
    for name in ("UV_DEFAULT_INDEX", "PIP_CERT", "NODE_EXTRA_CA_CERTS"):
        monkeypatch.delenv(name)


def test_an_old_python_is_told_in_a_sentence(door, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 1))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer"):
        door.main()


def test_a_step_that_fails_says_where_to_look(door, monkeypatch):
    def refuse(order, **_how):
        raise subprocess.CalledProcessError(1, order)

    monkeypatch.setattr(subprocess, "run", refuse)
    with pytest.raises(SystemExit, match="PIP_INDEX_URL"):
        door.main()
