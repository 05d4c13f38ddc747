"""Work that can wait: Django's task interface, with keys, retries and a schedule.

A job is a function with ``@task`` in an app's ``tasks.py``. An action hands it over with `later`,
in its own transaction: the job is there exactly when what the action wrote is there.
`kernel.worker` runs it. Jobs may run twice (a worker can die after the work and before it says so),
so each of them looks first whether there is still something to do. Why so: docs/adr/0051.
"""

import json
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus, task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult, get_date_max

from decapolis.kernel.errors import NotFound
from decapolis.kernel.forgetting import Forgetting

__all__ = ["DBTaskResult", "GiveUp", "Job", "Turn", "every", "later", "task"]

AnyTask: TypeAlias = Task[Any, Any]
T = TypeVar("T", bound=AnyTask)

# How long a job that failed rests before it is tried again; after the last it is given up.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=3),
)
MOST_TRIES = len(PAUSES) + 1
KEPT_DONE = timedelta(days=7)
KEPT_FAILED = timedelta(days=180)
SLOTS = uuid.UUID("6d1f5a34-7a5e-4c56-9c56-0b6c1d1b8f0e")  # names the turns of the schedule

bell = threading.Event()  # rings when a job was handed over in this process
_schedule: dict[str, "Turn"] = {}


class GiveUp(Exception):
    """Raised by a job that need not be tried again: it cannot succeed."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A job that comes round."""

    task: AnyTask
    period: timedelta

    def slot(self, now: datetime) -> uuid.UUID:
        """Return the name of the turn at hand; the same in every process."""
        number = int(now.timestamp() // self.period.total_seconds())
        return uuid.uuid5(SLOTS, f"{self.task.module_path} {self.period} {number}")


def later(
    job: AnyTask | str,
    *,
    key: str = "",
    delay: timedelta | None = None,
    **told: Any,  # noqa: ANN401 -- what the job takes
) -> None:
    """Hand a job over; it runs after the transaction at hand is committed, and not if it is undone.

    Parameters
    ----------
    job
        The task, or its name from the package on, for actions, which stand below tasks:
        ``"notices.tasks.send_at_once"``.
    key
        Where a job with the same key waits and was never tried, it does for both; it is brought
        forward where this one is due sooner.
    delay
        How long to wait at least.
    told
        What the job is called with: plain values, ids rather than records.
    """
    named = _named(job)
    due = timezone.now() + delay if delay else get_date_max()
    with transaction.atomic():
        if not (key and _is_waiting(named, key, due)):
            made = named.using(run_after=due if delay else None).enqueue(**told)
            if key:
                row = made.db_result  # type: ignore[attr-defined]
                row.args_kwargs = {**row.args_kwargs, "key": key}
                row.save(update_fields=["args_kwargs"])
        transaction.on_commit(bell.set)


def _named(job: AnyTask | str) -> AnyTask:
    if isinstance(job, Task):
        return job
    found: AnyTask = import_string(f"{__name__.partition('.')[0]}.{job}")
    return found


def _is_waiting(job: AnyTask, key: str, due: datetime) -> bool:
    """Tell whether a job waits that does for this one; no worker takes it until we committed."""
    waiting = (
        DBTaskResult.objects.select_for_update()
        .filter(status=TaskResultStatus.READY, task_path=job.module_path)
        .filter(worker_ids=[], args_kwargs__key=key)
        .first()
    )
    if waiting is None:
        return False
    at_once = get_date_max()  # how the library writes "as soon as may be"
    if waiting.run_after != at_once and (due == at_once or due < waiting.run_after):
        waiting.run_after = due
        waiting.save(update_fields=["run_after"])
    return True


def every(**period: float) -> Callable[[T], T]:
    """Let a task come round: ``@every(minutes=15)`` above ``@task``.

    Of each turn there is one job, however many workers there are. Turns that nobody was there for
    are not made up.
    """

    def enter(job: T) -> T:
        _schedule[job.module_path] = Turn(job, timedelta(**period))
        return job

    return enter


def schedule() -> tuple[Turn, ...]:
    """Return what comes round."""
    return tuple(_schedule.values())


def take_turn(turn: Turn, now: datetime) -> bool:
    """Make the job of the turn at hand, unless another worker has; tell whether it was missing."""
    slot = turn.slot(now)
    if DBTaskResult.objects.filter(pk=slot).exists():
        return False
    job = turn.task
    row: DBTaskResult[Any, Any] = DBTaskResult(
        id=slot,
        args_kwargs={"args": [], "kwargs": {}},
        priority=job.priority,
        task_path=job.module_path,
        queue_name=job.queue_name,
        run_after=get_date_max(),
        backend_name=job.backend,
    )
    DBTaskResult.objects.bulk_create([row], ignore_conflicts=True)
    return True


@every(days=1)
@task
def prune() -> int:
    """Forget jobs that were done a week ago, and those given up half a year ago."""
    now = timezone.now()
    done = Q(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now - KEPT_DONE)
    failed = Q(status=TaskResultStatus.FAILED, finished_at__lt=now - KEPT_FAILED)
    gone, _by_model = DBTaskResult.objects.filter(done | failed).delete()
    return gone


def forget(gone: Forgetting) -> int:
    """Take someone's words out of what jobs were told and have said; return of how many.

    What a mail server answered stands in the traceback of a job, with the address.
    """
    found = Q()
    for word in gone.words:
        packed = json.dumps(word)[1:-1]
        found |= Q(traceback__icontains=word) | Q(args_kwargs__icontains=packed)
        found |= Q(return_value__icontains=packed)
    rows = list(DBTaskResult.objects.filter(found)) if gone.words else []
    for row in rows:
        row.traceback = gone.text(row.traceback)
        row.args_kwargs = gone.value(row.args_kwargs)
        row.return_value = gone.value(row.return_value)
        row.save(update_fields=["traceback", "args_kwargs", "return_value"])
    return len(rows)


# for the operator


@dataclass(frozen=True, slots=True)
class Job:
    """A job as the operator sees it."""

    id: str
    name: str  # notices.tasks.send_letter
    told: str  # what it is called with
    status: TaskResultStatus
    tries: int
    made: datetime
    begun: datetime | None
    ended: datetime | None
    due: datetime | None  # of one that waits; None: as soon as may be
    error: str  # the last line of what went wrong last
    traceback: str

    @property
    def rests(self) -> bool:
        """Whether it failed and will be tried again."""
        return self.status == TaskResultStatus.READY and bool(self.error)


@dataclass(frozen=True, slots=True)
class JobCounts:
    """How many jobs stand where."""

    waiting: int  # also those that rest before the next try
    running: int
    failed: int  # given up
    done: int  # in the last week
    last_done: datetime | None


def counts() -> JobCounts:
    """Return how many jobs stand where."""
    rows = DBTaskResult.objects
    done = rows.successful()
    last = done.order_by("-finished_at").values_list("finished_at", flat=True).first()
    return JobCounts(
        waiting=rows.filter(status=TaskResultStatus.READY).count(),
        running=rows.running().count(),
        failed=rows.failed().count(),
        done=done.count(),
        last_done=last,
    )


def jobs(status: TaskResultStatus, *, most: int = 50) -> tuple[Job, ...]:
    """Return jobs of a status, those handed over last first."""
    rows = DBTaskResult.objects.filter(status=status).order_by("-enqueued_at")
    return tuple(map(_job, rows[:most]))


def try_again(job_id: str) -> "DBTaskResult[Any, Any]":
    """Let a job that was given up begin anew, with all its tries; return its row.

    Raises
    ------
    NotFound
        No job of that name was given up.
    """
    with transaction.atomic(), suppress(ValidationError):
        row = DBTaskResult.objects.failed().select_for_update().filter(pk=job_id).first()
        if row is not None:
            _begin_anew(DBTaskResult.objects.filter(pk=row.pk))
            return row
    raise NotFound(f"No job {job_id[:40]!r} was given up. Perhaps it is being tried again already.")


def try_all_again() -> int:
    """Let all jobs that were given up begin anew; return how many."""
    with transaction.atomic():
        return _begin_anew(DBTaskResult.objects.failed())


def _begin_anew(rows: "QuerySet[DBTaskResult[Any, Any]]") -> int:
    transaction.on_commit(bell.set)
    return rows.update(
        status=TaskResultStatus.READY,
        run_after=get_date_max(),
        worker_ids=[],
        finished_at=None,
    )


def _job(row: "DBTaskResult[Any, Any]") -> Job:
    told = row.args_kwargs.get("kwargs", {})
    is_waiting = row.status == TaskResultStatus.READY
    return Job(
        id=str(row.pk),
        name=row.task_path.partition(".")[2],
        told=", ".join(f"{name}={value!r}" for name, value in told.items()),
        status=TaskResultStatus(row.status),
        tries=len(row.worker_ids),
        made=row.enqueued_at,
        begun=row.started_at,
        ended=row.finished_at,
        due=row.run_after if is_waiting and row.run_after != get_date_max() else None,
        error=next(_last_lines(row.traceback), ""),
        traceback=row.traceback,
    )


def _last_lines(traceback: str) -> Iterator[str]:
    return (line.strip() for line in reversed(traceback.splitlines()) if line.strip())
