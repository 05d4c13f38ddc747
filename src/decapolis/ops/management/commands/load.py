"""``decapolis load FILE...``: take in record files."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from decapolis.kernel.records import Rejection, Unreadable
from decapolis.ops.loading import KINDS, Report, in_order, load_file, starter_files
from decapolis.ops.preparing import bar, index_meaning, index_words, prepare
from decapolis.search.actions import mark_changed

ALL_ACCEPTED, SOME_REJECTED, UNREADABLE = 0, 1, 2


class Command(BaseCommand):
    """Exit 0: all accepted; 1: something rejected; 2: unreadable."""

    help = "Take in record files (JSON Lines, CSV, XLSX); see docs/reference/records.md."
    requires_system_checks = ()  # they read every page and take longer than this

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
        parser.add_argument(
            "--starter", action="store_true", help="the starter library of this version, again"
        )
        parser.add_argument("--kind", choices=list(KINDS), default="", help="what the files hold")
        parser.add_argument(
            "--dry-run", action="store_true", help="check everything, write nothing"
        )
        parser.add_argument("--json", action="store_true", help="one object for each file")

    def handle(self, **options: Any) -> None:
        """Load each file on its own; what is wrong with one does not stop the others."""
        files = [*options["files"], *(starter_files() if options["starter"] else [])]
        if not files:
            self.stderr.write("Name the files to take in, or say --starter.")
            sys.exit(UNREADABLE)
        prepare()
        worst = ALL_ACCEPTED
        reports = []
        with transaction.atomic():
            for path in in_order(files):
                report, end = _load(path, kind=options["kind"], dry_run=options["dry_run"])
                reports.append(report)
                worst = max(worst, end)
            accepted = sum(report.accepted for report in reports)
            if accepted and not options["dry_run"]:
                index_words()
                mark_changed(by=None)  # figures are not in the index, but pages tell them
        for report in reports:
            if options["json"]:
                self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
            else:
                self._tell(report, dry_run=options["dry_run"])
        if accepted and not options["dry_run"]:
            index_meaning(bar("Search index"))
        if worst:
            sys.exit(worst)

    def _tell(self, report: Report, *, dry_run: bool) -> None:
        if not report.rejected:
            done = "would be taken in" if dry_run else "taken in"
            self.stdout.write(f"{report.file}: {report.accepted} {report.kind} {done}.")
            return
        faults = "1 fault" if len(report.rejected) == 1 else f"{len(report.rejected)} faults"
        self.stdout.write(f"{report.file}: nothing taken in, {faults}.")
        for fault in report.rejected:
            places = [report.file, f"line {fault.line}" if fault.line else "", fault.field]
            self.stdout.write(f"  {', '.join(filter(None, places))}: {fault.reason}")


def _load(path: Path, *, kind: str, dry_run: bool) -> tuple[Report, int]:
    """Load one file; return what came of it and the exit code that it asks for."""
    try:
        report = load_file(path, kind=kind, dry_run=dry_run)
    except Unreadable as error:
        return Report(str(path), 0, (Rejection(0, "", error.message),)), UNREADABLE
    return report, SOME_REJECTED if report.rejected else ALL_ACCEPTED
