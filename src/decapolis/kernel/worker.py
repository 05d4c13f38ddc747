"""The worker that runs jobs out of the library's table, tries again, and takes over from the dead.

It looks before it claims, so that an idle worker only reads. While a job runs, a second thread
renews its lease; a job whose lease has run out was left by a worker that died, and comes back. What
a worker says of a job counts only while the job is still its own. Why not the library's worker:
docs/adr/0051.
"""

import logging
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from traceback import format_exception
from typing import Any

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.module_loading import autodiscover_modules
from django_tasks import TaskResultStatus
from django_tasks.utils import normalize_json
from django_tasks_db.models import DBTaskResult, get_date_max
from django_tasks_db.utils import retry

from decapolis.kernel import jobs
from decapolis.kernel.origin import Door, acting_from

LOOK_EVERY_S = 5.0  # for jobs that another process handed over, or that are due by now
LEASE = timedelta(seconds=90)
RENEW_EVERY_S = 20.0

logger = logging.getLogger(__name__)


class WorkerDied(Exception):
    """The worker of this job died again and again, so that the job may be what kills it."""


class Worker:
    """Runs jobs until it is stopped."""

    def __init__(self, *, look_every: float = LOOK_EVERY_S) -> None:
        self.name = f"{socket.gethostname()[:30]}-{os.getpid()}-{get_random_string(8)}"
        self.look_every = look_every
        self.running = True
        self.ran = 0
        self._turns: dict[str, object] = {}
        self._looked_for_lost = float("-inf")

    def work(self) -> None:
        """Run jobs as they come, until `stop` is called from another thread or a signal."""
        autodiscover_modules("tasks")
        try:
            while self.running:
                jobs.bell.clear()
                self.look()
                if self.running:
                    jobs.bell.wait(self.look_every)
        finally:
            connection.close()

    def stop(self) -> None:
        """Let the job at hand end, and take no other."""
        self.running = False
        jobs.bell.set()

    def look(self) -> None:
        """Run all that is ready; a database that refuses is tried again at the next look."""
        try:
            close_old_connections()
            self._take_turns()
            self._bring_back()
            self.run_ready()
        except DatabaseError:
            logger.exception("The worker cannot reach its jobs. It goes on trying.")
        finally:
            close_old_connections()

    def run_ready(self) -> None:
        """Run what is ready, and what becomes so meanwhile."""
        while self.running and (row := self._claim()) is not None:
            self.run(row)

    def _claim(self) -> "DBTaskResult[Any, Any] | None":
        ready = DBTaskResult.objects.ready()
        if not ready.exists():  # claiming takes the one lock that SQLite has for writing
            return None
        with transaction.atomic():
            row = ready.get_locked()
            if row is not None:
                row.claim(self.name)
            return row

    def run(self, row: "DBTaskResult[Any, Any]") -> None:
        """Run one job that was claimed."""
        try:
            with acting_from(Door.JOB), _lease_of(row):
                told = row.args_kwargs
                outcome = normalize_json(row.task.call(*told["args"], **told["kwargs"]))
        except BaseException as error:
            put_aside(row, error, give_up=isinstance(error, jobs.GiveUp))
            if not isinstance(error, Exception):
                raise
        else:
            _settle(row, status=TaskResultStatus.SUCCESSFUL, return_value=outcome)
        finally:
            self.ran += 1

    def _take_turns(self) -> None:
        now = timezone.now()
        for turn in jobs.schedule():
            name, slot = turn.task.module_path, turn.slot(now)
            if self._turns.get(name) != slot:  # ask the database once a turn
                jobs.take_turn(turn, now)
                self._turns[name] = slot

    def _bring_back(self) -> None:
        if time.monotonic() - self._looked_for_lost >= RENEW_EVERY_S:
            bring_back(timezone.now())
            self._looked_for_lost = time.monotonic()


def work_off() -> int:
    """Run all jobs that are ready, here and now; return how many ran. For commands and tests."""
    worker = Worker()
    worker.run_ready()
    return worker.ran


def bring_back(now: datetime) -> int:
    """Let the jobs of workers that died be taken by others; return how many."""
    lost = DBTaskResult.objects.running().filter(
        Q(run_after=get_date_max()) | Q(run_after__lt=now), started_at__lt=now - LEASE
    )
    return sum(_return_to_others(row) for row in lost)


def _return_to_others(row: "DBTaskResult[Any, Any]") -> bool:
    if len(row.worker_ids) >= jobs.MOST_TRIES:
        said = WorkerDied(f"The workers of this job died: {', '.join(row.worker_ids)}.")
        return put_aside(row, said, give_up=True)
    logger.warning("Job %s was left by a worker that died; it runs again.", row.pk)
    return _own(row).update(status=TaskResultStatus.READY, run_after=get_date_max()) > 0


def put_aside(row: "DBTaskResult[Any, Any]", error: BaseException, *, give_up: bool) -> bool:
    """Let a job that failed rest before the next try, or give it up; tell whether it was ours."""
    tries = len(row.worker_ids)
    told = {
        "exception_class_path": f"{type(error).__module__}.{type(error).__qualname__}",
        "traceback": "".join(format_exception(error)),
    }
    if give_up or tries >= jobs.MOST_TRIES:
        logger.error("Job %s (%s) is given up: %s", row.pk, row.task_path, error)
        return _settle(row, status=TaskResultStatus.FAILED, return_value=None, **told)
    logger.warning("Job %s (%s) failed and will be tried again: %s", row.pk, row.task_path, error)
    due = timezone.now() + jobs.PAUSES[tries - 1]
    return _write(row, status=TaskResultStatus.READY, run_after=due, **told)


def _settle(row: "DBTaskResult[Any, Any]", **values: object) -> bool:
    plain = {"exception_class_path": "", "traceback": ""}
    return _write(row, finished_at=timezone.now(), **(plain | values))


def _write(row: "DBTaskResult[Any, Any]", **values: object) -> bool:
    ours: bool = retry()(_own(row).update)(**values) > 0
    if not ours:
        logger.warning("Job %s was taken over by another worker meanwhile.", row.pk)
    return ours


def _own(row: "DBTaskResult[Any, Any]") -> "QuerySet[DBTaskResult[Any, Any]]":
    """Return the row as long as nobody else has claimed it."""
    return DBTaskResult.objects.running().filter(pk=row.pk, worker_ids=row.worker_ids)


@contextmanager
def _lease_of(row: "DBTaskResult[Any, Any]") -> Iterator[None]:
    """Renew the lease of a job while it runs. Until the first time, its start stands for it."""
    ended = threading.Event()

    def renew() -> None:
        while not ended.wait(RENEW_EVERY_S):
            try:
                _own(row).update(run_after=timezone.now() + LEASE)
            except DatabaseError:
                logger.warning("The lease of job %s could not be renewed.", row.pk, exc_info=True)
            finally:
                connection.close()

    thread = threading.Thread(target=renew, daemon=True, name=f"lease-{row.pk}")
    thread.start()
    try:
        yield
    finally:
        ended.set()
