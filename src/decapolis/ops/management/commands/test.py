"""``decapolis test``: check that the program does what it promises."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from decapolis.ops import chromium

ROOT = Path(__file__).resolve().parents[5]


class Command(BaseCommand):
    """Run every test: fast ones first, browser journeys last, in two processes."""

    help = "Run the tests. Everything after `test` goes to pytest; --postgres takes PostgreSQL."
    requires_system_checks = ()  # they read every page and take longer than this

    def run_from_argv(self, argv: list[str]) -> None:
        """Hand all arguments to pytest, whose options are not ours to know."""
        if argv[2:] in (["-h"], ["--help"]):
            self.stdout.write("usage: decapolis test [--postgres] [PYTEST ARGUMENTS]\n" + self.help)
            return
        self.handle(arguments=argv[2:])

    def handle(self, *, arguments: list[str], **_options: Any) -> None:
        """Find a browser, then run pytest."""
        if not (ROOT / "tests").is_dir():
            sys.exit("The tests are in the repository. Clone it, then run ./decapolis test there.")
        browser = chromium.find() or chromium.install(self.stderr.write)
        if browser is None:
            sys.exit(f"There is no Chromium for the browser tests. {chromium.HOW}")
        order = [sys.executable, "-m", "pytest", "-n", "2", "--maxschedchunk", "1", *arguments]
        done = subprocess.run(order, cwd=ROOT, env=os.environ | {"CHROMIUM": browser}, check=False)
        sys.exit(done.returncode)
