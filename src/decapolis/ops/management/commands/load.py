"""``decapolis load FILE...``: take in record files."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from decapolis.kernel.records import Unreadable
from decapolis.ops.loading import KINDS, Report, in_order, load_file
from decapolis.ops.preparing import bar, index_library, prepare

ALL_ACCEPTED, SOME_REJECTED, UNREADABLE = 0, 1, 2


class Command(BaseCommand):
    """Exit 0: all accepted; 1: something rejected; 2: unreadable."""

    help = "Take in record files (JSON Lines, CSV, XLSX); see docs/reference/records.md."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--kind", choices=list(KINDS), default="", help="what the files hold")
        parser.add_argument(
            "--dry-run", action="store_true", help="check everything, write nothing"
        )
        parser.add_argument("--json", action="store_true", help="one object for each file")

    def handle(self, **options: Any) -> None:
        """Load each file on its own; what is wrong with one does not stop the others."""
        prepare()
        worst = ALL_ACCEPTED
        accepted = 0
        for path in in_order(options["files"]):
            try:
                report = load_file(path, kind=options["kind"], dry_run=options["dry_run"])
            except Unreadable as error:
                worst = UNREADABLE
                self._unreadable(path, error, as_json=options["json"])
                continue
            accepted += report.accepted
            worst = max(worst, SOME_REJECTED if report.rejected else ALL_ACCEPTED)
            self._tell(report, as_json=options["json"], dry_run=options["dry_run"])
        if accepted and not options["dry_run"]:
            index_library(bar("Search index"))
        if worst:
            sys.exit(worst)

    def _unreadable(self, path: Path, error: Unreadable, *, as_json: bool) -> None:
        self.stderr.write(error.message)
        if as_json:
            refused = {"line": 0, "field": "", "reason": error.message}
            self.stdout.write(
                json.dumps(
                    {"file": str(path), "accepted": 0, "rejected": [refused]}, ensure_ascii=False
                )
            )

    def _tell(self, report: Report, *, as_json: bool, dry_run: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
            return
        if not report.rejected:
            done = "would be taken in" if dry_run else "taken in"
            self.stdout.write(f"{report.file}: {report.accepted} {report.kind} {done}.")
            return
        self.stdout.write(f"{report.file}: nothing taken in, {len(report.rejected)} faults.")
        for fault in report.rejected:
            place = f"{report.file}, line {fault.line}" + (
                f", {fault.field}" if fault.field else ""
            )
            self.stdout.write(f"  {place}: {fault.reason}")
