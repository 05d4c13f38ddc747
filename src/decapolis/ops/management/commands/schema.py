"""``decapolis schema [KIND]``: what record files may hold."""

import argparse
import json
from typing import Any

from django.core.management.base import BaseCommand

from decapolis.ops.loading import KINDS
from decapolis.ops.schema import PAGE, json_schema, records_page


class Command(BaseCommand):
    """Print the schema that the loader checks by."""

    help = "Print the JSON Schema of one kind of record file, or of all."
    requires_system_checks = ()  # they read every page and take longer than this

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("kind", nargs="?", choices=list(KINDS), metavar="KIND")
        parser.add_argument("--write", action="store_true", help=f"make {PAGE.name} of the docs")

    def handle(self, **options: Any) -> None:
        """Print, or write the page."""
        if options["write"]:
            PAGE.parent.mkdir(parents=True, exist_ok=True)
            PAGE.write_text(records_page(), encoding="utf-8")
            self.stdout.write(f"Written: {PAGE}")
            return
        kind = options["kind"]
        shown = json_schema(kind) if kind else {name: json_schema(name) for name in KINDS}
        self.stdout.write(json.dumps(shown, ensure_ascii=False, indent=2))
