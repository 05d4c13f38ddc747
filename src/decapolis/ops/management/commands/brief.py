"""``decapolis brief CITY QUESTION``: a sourced brief as PDF, Word, JSON or text."""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand
from django.utils import timezone

from decapolis.briefs.bridge import brief_for
from decapolis.briefs.exports import as_docx, as_json, as_pdf, as_text
from decapolis.briefs.queries import Brief
from decapolis.cities.bridge import find_city
from decapolis.cities.errors import UnknownCity
from decapolis.kernel.errors import DomainError
from decapolis.ops.preparing import prepare, prepare_search

WRONG = 2  # exit code: nothing was written

FORMATS: dict[str, Callable[[Brief], bytes]] = {
    ".pdf": as_pdf,
    ".docx": as_docx,
    ".json": lambda brief: as_json(brief).encode() + b"\n",
    ".txt": lambda brief: as_text(brief).encode(),
}


class Command(BaseCommand):
    """Write a brief for a city and a question; nothing of it needs a network."""

    requires_system_checks = ()  # they would import every page
    help = "A sourced brief for a city and a question: to a file, or as text to the terminal."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("city", help="a name such as 'Dayton, OH', or a GeoNames id")
        parser.add_argument("question", help="such as 'street lighting'")
        parser.add_argument(
            "-o", "--output", type=Path, metavar="FILE",
            help="where to write it; the ending says how: .pdf, .docx, .json or .txt",
        )  # fmt: skip
        parser.add_argument(
            "--quantity", type=float, metavar="N",
            help="how many lamps, buses ... the city needs: unit prices are multiplied",
        )  # fmt: skip
        parser.add_argument(
            "--paper", choices=("a4", "letter"), default="a4", help="size of the PDF's pages"
        )

    def handle(self, **options: Any) -> None:
        """Write the brief."""
        output: Path | None = options["output"]
        if output and output.suffix.lower() not in FORMATS:
            self._refuse(f"{output} ends in no known format. Use {', '.join(FORMATS)}.")
        prepare()
        prepare_search()
        try:
            made = brief_for(
                find_city(options["city"]),
                options["question"],
                reader=None,
                today=timezone.localdate(),
                quantity=options["quantity"],
            )
        except UnknownCity as error:
            near = "; ".join(city.label for city in error.near)
            self._refuse(f"{error.message} {f'Near: {near}.' if near else ''}".rstrip())
        except DomainError as error:
            self._refuse(error.message)
        if output is None:
            self.stdout.write(as_text(made), ending="")
            return
        is_pdf = output.suffix.lower() == ".pdf"
        data = (
            as_pdf(made, paper=options["paper"]) if is_pdf else FORMATS[output.suffix.lower()](made)
        )
        self._write(output, data)
        self.stdout.write(f"{output}: {made.title}, {len(made.practices)} practices, "
                          f"{len(made.sources)} sources.")  # fmt: skip

    def _write(self, output: Path, data: bytes) -> None:
        """Write the whole file or nothing: beside it first, then in its place."""
        beside = ""
        try:
            with tempfile.NamedTemporaryFile(
                dir=output.parent, prefix=f".{output.name[:40]}.", delete=False
            ) as file:
                beside = file.name
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(beside).chmod(0o666 & ~_umask())
            Path(beside).replace(output)
        except OSError as error:
            if beside:
                Path(beside).unlink(missing_ok=True)
            self._refuse(f"{output} cannot be written: {error.strerror}. Nothing was changed.")

    def _refuse(self, message: str) -> NoReturn:
        self.stderr.write(message)
        sys.exit(WRONG)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
