"""Homes to measure on: a fresh starter library, and one with very many sample practices.

Both are kept under ``DECAPOLIS_HOME/bench`` by the digest of what they are made from, so that a
second run is quick; the home of whoever runs the bench is not touched.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from django.conf import settings

from decapolis.kernel.errors import DomainError
from decapolis.ops.loading import STARTER

PROGRAM = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "decapolis.config.main")
OURS = ("DECAPOLIS_", "EMBEDDING_", "DATABASE_URL")
SEED = 7
# What the rows of a home come from; a change elsewhere leaves a kept home as good as it was.
ROWS_COME_FROM = (
    "*/migrations/*.py",
    "*/models.py",
    "*/actions.py",
    "*/search.py",
    "*/validators.py",
    "cities/bridge.py",
    "library/models/*.py",
    "benchmarks/**/*.py",
    "engines/composite/*.py",
    "ops/bench/sliding.py",
    "search/**/*.py",
    "engines/retrieval/*.py",
    "kernel/money.py",
    "ops/generating.py",
)


class BenchBroken(DomainError):
    """A measurement could not be made."""

    code = "ops.bench_broken"


def environment(home: Path) -> dict[str, str]:
    """Return the environment of a program on a home of its own: SQLite, nothing of the caller's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return kept | {"DECAPOLIS_HOME": str(home)}


def run(home: Path, *arguments: str, more: Mapping[str, str] = MappingProxyType({})) -> str:
    """Run one of our commands on a home and return what it printed.

    Parameters
    ----------
    more
        Added to its environment.

    Raises
    ------
    BenchBroken
        It failed; the end of what it said comes with it.
    """
    done = subprocess.run(
        [*COMMAND, *arguments],
        env=environment(home) | dict(more),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip()[-2000:]
        raise BenchBroken(f"decapolis {' '.join(arguments)} failed:\n{said}")
    return done.stdout


def starter_home() -> Path:
    """Return the home that holds the starter library; made where it is missing."""
    home = place("starter")
    if not home.exists():
        draft = fresh("starter")
        run(draft, "status")
        keep(draft, home)
    return home


def large_home(scale: int) -> Path:
    """Return a home that holds so many sample practices beside the starter library."""
    home = place(f"large-{scale}")
    if not home.exists():
        draft = fresh(f"large-{scale}")
        shutil.copytree(starter_home(), draft, dirs_exist_ok=True)
        run(draft, "seed", "--practices", str(scale), "--seed", str(SEED), "--yes")
        keep(draft, home)
    return home


def ranked_home() -> Path:
    """Return a home that holds a ranking of many cities beside the starter library."""
    home = place("ranked")
    if not home.exists():
        draft = fresh("ranked")
        shutil.copytree(starter_home(), draft, dirs_exist_ok=True)
        run(draft, "bench", "--here", "ranked")
        keep(draft, home)
    return home


def place(name: str) -> Path:
    """Return where a home is kept, whether it is there or not."""
    return settings.HOME / "bench" / f"{name}-{_digest()}"


def fresh(name: str) -> Path:
    """Return an empty folder for a home of that name; older homes of the name are taken away."""
    folder = settings.HOME / "bench"
    for old in folder.glob(f"{name}-*"):
        shutil.rmtree(old, ignore_errors=True)
    draft: Path = folder / f"{name}-draft"
    draft.mkdir(parents=True)
    return draft


def keep(draft: Path, home: Path) -> None:
    """Keep a home that is ready under its name."""
    shutil.rmtree(home, ignore_errors=True)
    draft.rename(home)


@cache  # code that changes while a run goes on is the next run's
def _digest() -> str:
    """Return a hash of the starter library, the code that makes rows of it, and the seed."""
    digest = hashlib.sha256(str(SEED).encode())
    for path in sorted({*_sources(), *STARTER.iterdir()}):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _sources() -> Iterable[Path]:
    for pattern in ROWS_COME_FROM:
        yield from PROGRAM.glob(pattern)
