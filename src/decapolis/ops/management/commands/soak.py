"""``decapolis soak``: try for long what every run of the tests tries a little."""

import os
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from decapolis.ops import chromium

ROOT = Path(__file__).resolve().parents[5]
BOARDS = "tests/live/test_schedules.py"


class Command(BaseCommand):
    """Walk many random worlds, try laws with many examples, and journeys on all screens."""

    help = (
        "Build random networks, open every address as every reader, and look for leaks; try each "
        "law with ten times as many examples; take each journey on every screen, and look at all "
        "of each page."
    )
    requires_system_checks = ()  # they read every page and take longer than this

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how many, and which."""
        what = parser.add_mutually_exclusive_group()
        what.add_argument(
            "--worlds", type=int, default=30, metavar="N", help="how many; each takes two minutes"
        )
        what.add_argument(
            "--boards",
            type=int,
            metavar="N",
            help="only so many boards, written on while the server is killed; each takes 3 seconds",
        )
        parser.add_argument(
            "paths", nargs="*", metavar="TESTS", help="only these, such as tests/journeys"
        )

    def handle(self, *, worlds: int, boards: int | None, paths: list[str], **_options: Any) -> None:
        """Run what has more to try, with many examples and without leaving anything out."""
        if not (ROOT / "tests").is_dir():
            sys.exit("The tests are in the repository. Clone it, then run ./decapolis soak there.")
        browser = chromium.find() or chromium.install(self.stderr.write)
        if browser is None:
            sys.exit(f"There is no Chromium for the browser tests. {chromium.HOW}")
        order = [sys.executable, "-m", "pytest", "-n", "2", "--maxschedchunk", "4"]
        if boards is not None:  # one process: it kills its server again and again
            worlds, paths, order = boards, [BOARDS], [*order, "-n", "0"]
        order += ["--soak", str(max(worlds, 1)), *paths]
        done = subprocess.run(order, cwd=ROOT, env=os.environ | {"CHROMIUM": browser}, check=False)
        sys.exit(done.returncode)
