"""``decapolis seed``: sample practices, for measuring and trying things out."""

import argparse
import sys
from typing import Any

from django.core.management.base import BaseCommand

from decapolis.ops.generating import own_records
from decapolis.ops.preparing import bar, prepare, prepare_search
from decapolis.ops.seeding import put_samples

PRACTICES, SEED = 100, 7
REFUSED = 2


class Command(BaseCommand):
    """Exit 2 where the home holds a network's own records and ``--yes`` is not said."""

    help = "Add sample practices, marked as such; the same seed makes the same ones."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--practices", type=_count, default=PRACTICES, metavar="N")
        parser.add_argument("--seed", type=_count, default=SEED, metavar="N")
        parser.add_argument("--yes", action="store_true", help="also among a network's own records")

    def handle(self, **options: Any) -> None:
        """Refuse or write, and say what was done."""
        prepare()
        prepare_search()
        own = {} if options["yes"] else own_records()
        if own:
            held = ", ".join(f"{count:,} {kind}" for kind, count in own.items())
            self.stderr.write(
                f"This home holds records of its own ({held}), and samples would stand among them "
                "for everyone to see. Use another DECAPOLIS_HOME, or say --yes."
            )
            sys.exit(REFUSED)
        count = put_samples(count=options["practices"], seed=options["seed"], progress=bar)
        self.stdout.write(f"{count:,} sample practices of seed {options['seed']} are there.")


def _count(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0.")
    return int(text)
