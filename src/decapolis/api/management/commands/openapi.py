"""``decapolis openapi``: the description of the interface."""

import argparse
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from decapolis.api.interface import api
from decapolis.api.openapi import described

REFERENCE = Path(__file__).resolve().parents[5] / "docs" / "reference" / "openapi.json"


UNFOLDED = 3  # levels: of the document, of its parts, and of each path


def as_text() -> str:
    """Return the OpenAPI document as it is committed: a line for each operation and each schema.

    So a change of the interface reads as the lines that it touches.
    """
    return _unfolded(described(api), UNFOLDED) + "\n"


def _unfolded(value: Any, levels: int) -> str:  # noqa: ANN401 -- any part of a JSON document
    if not (levels and value and isinstance(value, dict)):
        return json.dumps(value, ensure_ascii=False)
    parts = (f"{json.dumps(name)}: {_unfolded(part, levels - 1)}" for name, part in value.items())
    return "{\n" + ",\n".join(parts) + "\n}"


class Command(BaseCommand):
    """Print the OpenAPI document, or write it where it is committed."""

    help = "Print the OpenAPI 3.1 document of the interface, or write docs/reference/openapi.json."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument(
            "--write", action="store_true", help="write docs/reference/openapi.json"
        )

    def handle(self, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        """Print or write.

        Raises
        ------
        CommandError
            The program does not run from a checkout, so that there is no such file.
        """
        if not options["write"]:
            self.stdout.write(as_text(), ending="")
            return
        if not REFERENCE.parent.is_dir():
            raise CommandError("There is no docs/reference here. Run it from a checkout.")
        REFERENCE.write_text(as_text(), encoding="utf-8")
        self.stdout.write(f"Written: {REFERENCE.relative_to(REFERENCE.parents[2])}.")
