"""Promises about the whole code; each failure names the file and what to do."""

import importlib
import inspect
import json
import pkgutil
import re
import subprocess
from pathlib import Path

import decapolis

ROOT = Path(__file__).resolve().parents[1]
LONGEST_MODULE = 500
TEXT = {".py", ".md", ".toml", ".txt", ".json", ".html", ".css", ".js", ".ts", ".yml", ".sh", ""}


def committed():
    """Paths of all files that are, or are about to be, in the repository."""
    order = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(order, cwd=ROOT, capture_output=True, check=True).stdout
    paths = [ROOT / name for name in listed.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]


def code(*folders):
    return [
        path
        for path in committed()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in folders
    ]


def texts():
    """Committed text other than data, with its name from the root."""
    for path in committed():
        if path.suffix in TEXT and "starter" not in path.parts:
            yield path.relative_to(ROOT), path.read_text(encoding="utf-8")


def acts():
    """Every public function of every actions module."""
    for module in pkgutil.walk_packages(decapolis.__path__, "decapolis."):
        if f"{module.name}.".count(".actions."):
            for name, act in inspect.getmembers(importlib.import_module(module.name)):
                if inspect.isfunction(act) and act.__module__ == module.name and name[0] != "_":
                    yield act


def test_an_act_takes_keywords_only_who_acts_first_and_says_what_it_does():
    wrong = []
    for act in acts():
        parameters = list(inspect.signature(act).parameters.values())
        first = parameters[0].name if parameters else ""
        keywords = all(parameter.kind is parameter.KEYWORD_ONLY for parameter in parameters)
        if first != "by" or not keywords or not inspect.getdoc(act):
            wrong.append(f"{act.__module__}.{act.__qualname__}")
    assert not wrong, "Write `def act(*, by: ..., ...)` with a docstring"
    assert sum(1 for _act in acts()) > 10


def test_no_module_is_longer_than_one_can_hold_in_mind():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in code("src", "tests", "frontend")
        if (lines := path.read_text(encoding="utf-8").count("\n")) > LONGEST_MODULE
    }
    assert not long, "Part them by what they are about"


def test_every_setting_stands_in_the_guide_for_operators():
    source = "".join(
        path.read_text("utf-8") for path in (ROOT / "src/decapolis/config").glob("*.py")
    )
    readers = "text|flag|number|one_of|site|mail|sender|scanner|relay"
    names = set(re.findall(rf'\b(?:{readers})\(\s*"([A-Z_]+)"', source))
    assert {"DECAPOLIS_HOME", "DATABASE_URL", "DECAPOLIS_DEBUG"} <= names
    guide = (ROOT / "docs/guides/operator.md").read_text(encoding="utf-8")
    missing = {name for name in names if f"`{name}`" not in guide}
    assert not missing, "Describe them in docs/guides/operator.md"


def test_settings_are_read_in_one_place():
    readers = {
        path.relative_to(ROOT).as_posix()
        for path in code("src")
        if re.search(r"os\.(environ\.get|environ\[|getenv)", path.read_text(encoding="utf-8"))
    }
    assert readers <= {"src/decapolis/config/env.py", "src/decapolis/ops/chromium.py"}


def test_nothing_is_left_for_later():
    words = ["TO" + "DO", "FIX" + "ME", "X" + "XX", "NotImplemented" + "Error"]
    words += ["pytest.mark." + "skip", "pytest." + "skip(", "x" + "fail", "unittest." + "mock"]
    found = {
        f"{path.relative_to(ROOT)}: {word}"
        for path in code("src", "tests", "frontend")
        for word in words
        if re.search(rf"\b{re.escape(word)}", path.read_text(encoding="utf-8"))
    }
    assert not found, "Finish it now, or take it out"


def test_the_repository_names_no_machine_and_no_registry():
    machine = re.compile(r"(?<![\w.:/*-])/(?:work|farm|root|Users|home/\w+)" + r"/\w")
    found = {str(name) for name, text in texts() if machine.search(text)}
    assert not found, "Take out paths of one machine"
    for lock in ("requirements/run.txt", "requirements/dev.txt"):
        text = (ROOT / lock).read_text(encoding="utf-8")
        assert not re.search(r"https?://|--(extra-)?index-url|--find-links", text), lock
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert not {name for name, package in packages.items() if "resolved" in package}


def test_what_developers_install_holds_all_that_running_needs():
    locks = {}
    for name in ("run", "dev"):
        text = (ROOT / f"requirements/{name}.txt").read_text(encoding="utf-8")
        locks[name] = set(re.findall(r"^[\w.-]+==\S+", text, re.MULTILINE))
    assert locks["run"] <= locks["dev"], "Make requirements/dev.txt again"
