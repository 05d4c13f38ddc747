"""``decapolis bench``: measure the program against named baselines of the same run."""

import argparse
import json
import platform
import sys
from typing import Any

from django.core.management.base import BaseCommand

from decapolis.ops.bench.figures import Figure, ratio_table, table
from decapolis.ops.bench.sections import HERE, NAMES, measured
from decapolis.ops.preparing import prepare, prepare_search

SCALE = 100_000
WITHOUT_DATA = {"load", "embedder", "composite"}


class Command(BaseCommand):
    """Print figures; no exit code depends on a clock."""

    help = (
        "Measure loading, search, pages, peers, briefs and rankings; see docs/reference/bench.md."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument(
            "--only", nargs="+", choices=NAMES, default=list(NAMES), metavar="NAME",
            help=f"some of: {', '.join(NAMES)}",
        )  # fmt: skip
        parser.add_argument(
            "--scale", type=int, default=SCALE, metavar="N",
            help=f"sample practices of the section `large`, {SCALE:,} unless told",
        )  # fmt: skip
        parser.add_argument("--json", action="store_true", help="one list of objects")
        parser.add_argument("--here", choices=list(HERE), help=argparse.SUPPRESS)

    def handle(self, **options: Any) -> None:
        """Measure and print; people see each section as it is done."""
        if options["here"]:
            self._here(options["here"])
            return
        figures: list[Figure] = []
        for name, part in measured(options["only"], scale=options["scale"]):
            figures += part
            if not options["json"]:
                self.stdout.write(f"\n{name}\n\n{table(part)}")
                self.stdout.flush()
        if options["json"]:
            self.stdout.write(json.dumps([figure.as_json() for figure in figures], indent=1))
            return
        self.stdout.write(
            f"\nWhat can be compared between machines (this one: {platform.machine()}, "
            f"Python {platform.python_version()}, {sys.platform})\n\n{ratio_table(figures)}"
        )

    def _here(self, name: str) -> None:
        """Measure in this process on the home at hand; the bench calls itself so."""
        if name not in WITHOUT_DATA:
            prepare()
            prepare_search()
        self.stdout.write(json.dumps([figure.as_json() for figure in HERE[name]()]))
