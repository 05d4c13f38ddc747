"""``decapolis lint``: check that the code reads as agreed."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

ROOT = Path(__file__).resolve().parents[5]
BIN = Path(sys.executable).parent
CODE = ("src", "tests", "frontend", "decapolis")

# What is run, and what mends most of what it finds.
TOOLS: dict[tuple[str, ...], str] = {
    (
        "ruff",
        "check",
        "--output-format=concise",
        *CODE,
    ): "ruff check --fix mends some; the rest is told above.",
    ("ruff", "format", "--check", *CODE): f"Run: ruff format {' '.join(CODE)}",
    ("mypy", "src"): "Correct the types.",
    ("lint-imports",): "Move the code to the floor where it belongs; see docs/architecture.md.",
    ("djlint", "src/decapolis/pages/templates", "--lint", "--quiet"): "Correct the templates.",
}


class Command(BaseCommand):
    """Run the linters side by side."""

    help = "Check style, types, floors and templates."
    requires_system_checks = ()  # they read every page and take longer than this

    def handle(self, **_options: Any) -> None:
        """Print what failed and how to mend it; exit 1 if anything did."""
        with ThreadPoolExecutor(max_workers=2) as pool:
            results = list(pool.map(_run, TOOLS))
        failed = [
            (order, done) for order, done in zip(TOOLS, results, strict=True) if done.returncode
        ]
        for order, done in failed:
            self.stdout.write(f"--- {' '.join(order)}\n{done.stdout}{done.stderr}")
            self.stdout.write(f"To mend: {TOOLS[order]}\n")
        names = ", ".join(" ".join(order[:2]) for order, _done in failed)
        self.stdout.write(f"Failed: {names}." if failed else f"All {len(TOOLS)} linters pass.")
        sys.exit(1 if failed else 0)


def _run(order: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(BIN / order[0]), *order[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
