"""``decapolis work``: run the jobs that wait, in a process of its own."""

import argparse
import signal
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.module_loading import autodiscover_modules

from decapolis.kernel.worker import Worker, work_off
from decapolis.ops.preparing import prepare


class Command(BaseCommand):
    """Run jobs until told to stop; beside `decapolis run --no-jobs` in larger networks."""

    help = "Run mail, digests and other jobs in a process of their own; Ctrl+C ends it."
    requires_system_checks = ()  # they would import every page

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--once", action="store_true", help="run what is ready, then end")

    def handle(self, **options: Any) -> None:
        """Run until stopped; the job at hand ends first, a second signal ends at once."""
        prepare()
        if options["once"]:
            autodiscover_modules("tasks")
            self.stdout.write(f"{work_off()} jobs were run.")
            return
        worker = Worker()

        def stop(number: int, _frame: FrameType | None) -> None:
            worker.stop()
            signal.signal(number, signal.default_int_handler)

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop)
        self.stdout.write("Jobs are run as they come (Ctrl+C stops after the one at hand).")
        self.stdout.flush()
        worker.work()
