"""``decapolis run``: serve the platform."""

import argparse
import threading
from typing import Any

import uvicorn
from django.core.management.base import BaseCommand
from django.db import connection

from decapolis.library.bridge.find import warm
from decapolis.ops.preparing import prepare, prepare_search

FIRST_PAGE_S = 1.5  # what search needs is made after the first page, not beside it


class Command(BaseCommand):
    """Prepare what is missing, then serve in one process."""

    help = "Serve Decapolis; sets up the database and the starter library on first use."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, **options: Any) -> None:
        """Serve until interrupted; what only search needs is made beside the first requests."""
        prepare()
        ready = threading.Timer(FIRST_PAGE_S, _get_ready)
        ready.daemon = True
        ready.start()
        self.stdout.write(
            f"Decapolis is at http://{options['host']}:{options['port']} (Ctrl+C stops it)."
        )
        uvicorn.run(
            "decapolis.config.asgi:application",
            host=options["host"],
            port=options["port"],
            log_level="warning",
            access_log=False,
            server_header=False,
        )


def _get_ready() -> None:
    """Embed what is not yet embedded: until then records are found by their words alone."""
    try:
        prepare_search()
        warm()
    finally:
        connection.close()
