"""``decapolis run``: serve the platform."""

import argparse
import ctypes
import logging
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, NoReturn

import uvicorn
from django.core.management.base import BaseCommand
from django.db import connection

from decapolis.kernel.worker import Worker
from decapolis.ops.preparing import prepare, prepare_search

logger = logging.getLogger(__name__)

PATIENCE_S = 15.0  # for the job at hand when the server stops; one that is cut off comes back
# glibc's names for its settings, see mallopt(3).
HEAPS, APART_FROM = -8, -3
FIRST_PAGE_S = 1.5  # what can wait is begun after the first page, not beside it


class Command(BaseCommand):
    """Prepare what is missing, then serve in one process."""

    help = "Serve Decapolis; sets up the database and the starter library on first use."
    requires_system_checks = ()  # a test runs them all; here they would double the start

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--no-jobs", action="store_true", help="leave mail and other jobs to `decapolis work`"
        )

    def handle(self, **options: Any) -> None:
        """Serve until interrupted; what only search needs is made beside the first requests."""
        _keep_to_one_heap()
        prepare()
        ready = threading.Timer(FIRST_PAGE_S, _get_ready)
        ready.daemon = True
        ready.start()
        self.stdout.write(
            f"Decapolis is at http://{options['host']}:{options['port']} (Ctrl+C stops it)."
        )
        with jobs_beside(wanted=not options["no_jobs"]):
            uvicorn.run(
                "decapolis.config.asgi:application",
                host=options["host"],
                port=options["port"],
                log_level="warning",
                access_log=False,
                server_header=False,
                ws="decapolis.config.asgi:line",
            )


@contextmanager
def jobs_beside(*, wanted: bool) -> Iterator[None]:
    """Run jobs in a thread beside the server; it stops with it, after the job at hand."""
    if not wanted:
        yield
        return
    # The server ends by sending itself the signal again, which must not cut off the worker.
    signal.signal(signal.SIGTERM, _end)
    worker = Worker()
    thread = threading.Timer(FIRST_PAGE_S, worker.work)
    thread.daemon = True
    thread.start()
    try:
        yield
    finally:
        thread.cancel()
        worker.stop()
        thread.join(PATIENCE_S)


def _keep_to_one_heap() -> None:
    """Let all threads share one heap, and give large blocks back to the system when they are freed.

    Every request has a thread of its own; with a heap each, of which little is ever given back, a
    server would hold some 40 MB more. Only glibc has such settings.
    """
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "mallopt"):
        libc.mallopt(HEAPS, 1)
        libc.mallopt(APART_FROM, 128 * 1024)


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(128 + number)


def _get_ready() -> None:
    """Make what can wait: first what pages need, then what lets records be found by meaning."""
    from decapolis.kernel.late import import_all  # noqa: PLC0415 -- its views are slow imports
    from decapolis.library.bridge.find import warm  # noqa: PLC0415 -- slow import

    try_each(import_all, prepare_search, warm)
    connection.close()


def try_each(*steps: Callable[[], object]) -> None:
    """Take steps of which none needs another; where one fails it is logged, and the next begun."""
    for step in steps:
        try:
            step()
        except Exception:
            logger.exception("Getting ready failed at %s; the rest goes on.", step.__name__)
