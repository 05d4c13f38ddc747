"""``decapolis soak``: look for long whether anybody reads what is hidden from them."""

import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

ROOT = Path(__file__).resolve().parents[5]
TESTS = "tests/permissions/test_worlds.py"


class Command(BaseCommand):
    """Build random networks and walk every address of each, as every reader."""

    help = "Build random networks, open every address as every reader, and look for leaks."
    requires_system_checks = ()  # they read every page and take longer than this

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how many."""
        parser.add_argument(
            "--worlds", type=int, default=30, metavar="N", help="how many; each takes two minutes"
        )

    def handle(self, *, worlds: int, **_options: Any) -> None:
        """Run the tests of random worlds, with many and without leaving anything out."""
        if not (ROOT / "tests").is_dir():
            sys.exit("The tests are in the repository. Clone it, then run ./decapolis soak there.")
        order = [sys.executable, "-m", "pytest", "-n", "2", "--soak", str(max(worlds, 1)), TESTS]
        sys.exit(subprocess.run(order, cwd=ROOT, check=False).returncode)
