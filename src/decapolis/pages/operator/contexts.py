"""What the operator's page shows."""

import platform
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import ClassVar

import django
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus

from decapolis.audit.queries import Asked, entries
from decapolis.kernel import jobs, numbers
from decapolis.kernel.charts import Table
from decapolis.kernel.jobs import Job, JobCounts
from decapolis.notices.queries import MailState, mail_state
from decapolis.pages.audit.contexts import LogLine, log_line
from decapolis.pages.clock import time_there
from decapolis.people.models import Person
from decapolis.people.queries import locks_of
from decapolis.rights.queries import kept

LAST_ACTS = 10
MOST_JOBS = 20
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job in a list."""

    key: str
    name: str
    told: str
    when: str
    error: str
    traceback: str


@dataclass(frozen=True, slots=True)
class OperatorPage:
    """How the machine stands."""

    template: ClassVar[str] = "operator/overview.html"
    counts: JobCounts
    last_done: str
    failed: tuple[JobLine, ...]
    resting: tuple[JobLine, ...]  # failed, and will be tried again
    running: tuple[JobLine, ...]
    mail: MailState
    last_mail: str
    mail_way: str
    refused: Table | None
    machine: Table
    kept: Table
    needs_lock: bool  # the mailbox alone opens an account with rights over others
    acts: tuple[LogLine, ...]


def operator_page(person: Person) -> OperatorPage:
    """Return how the machine stands."""
    counts, state = jobs.counts(), mail_state()
    waiting = [job for job in jobs.jobs(TaskResultStatus.READY, most=500) if job.rests]
    return OperatorPage(
        counts=counts,
        last_done=time_there(counts.last_done, person),
        failed=tuple(_line(job, person) for job in jobs.jobs(TaskResultStatus.FAILED)),
        resting=tuple(_line(job, person) for job in waiting[:MOST_JOBS]),
        running=tuple(
            _line(job, person) for job in jobs.jobs(TaskResultStatus.RUNNING, most=MOST_JOBS)
        ),
        mail=state,
        last_mail=time_there(state.last, person),
        mail_way=_way(),
        refused=Table((_("Address"), _("What the mail server said")), state.refused)
        if state.refused
        else None,
        machine=_machine(),
        kept=_kept(),
        needs_lock=not locks_of(person).has_second_step,
        acts=tuple(log_line(one, person) for one in entries(Asked(), reader=person)[:LAST_ACTS]),
    )


def _line(job: Job, person: Person) -> JobLine:
    tries = _("tried {n} times").format(n=job.tries) if job.tries > 1 else _("tried once")
    match job.status:
        case TaskResultStatus.READY:
            when = _("again at {time}, {tries}").format(
                time=time_there(job.due, person), tries=tries
            )
        case TaskResultStatus.RUNNING:
            when = _("since {time}").format(time=time_there(job.begun, person))
        case _:
            when = _("given up at {time}, {tries}").format(
                time=time_there(job.ended, person), tries=tries
            )
    return JobLine(job.id, job.name, job.told, when, job.error, job.traceback)


def _way() -> str:
    """Return how mail leaves the house; never the password."""
    if "smtp" not in settings.EMAIL_BACKEND:
        return _("Mail is printed where the program was started. Set EMAIL_URL to send it.")
    return _("Mail goes by {host}, port {port}, from {sender}.").format(
        host=settings.EMAIL_HOST, port=settings.EMAIL_PORT, sender=settings.DEFAULT_FROM_EMAIL
    )


def _machine() -> Table:
    name, size = _database()
    rows = (
        (_("Decapolis"), version("decapolis")),
        (_("Python"), platform.python_version()),
        (_("Django"), django.get_version()),
        (_("Jobs"), f"django-tasks-db {version('django-tasks-db')}"),
        (_("Database"), name),
        (_("Size of the database"), f"{numbers.number(size / MEGABYTE)} MB"),
        (_("Home"), str(settings.HOME)),
        (_("Address"), settings.PUBLIC_URL),
    )
    return Table((), rows)


def _kept() -> Table:
    heads = (_("What"), _("Days"), _("Setting"))
    rows = ((str(one.what), numbers.number(one.days), one.setting) for one in kept())
    return Table(heads, tuple(rows), numeric=frozenset({1}))


def _database() -> tuple[str, int]:
    """Return the database with its version, and its size in bytes."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sqlite_version()")
            name = f"SQLite {cursor.fetchone()[0]}"
            base = Path(str(connection.settings_dict["NAME"]))
            files = [base, base.with_name(f"{base.name}-wal")]
            return name, sum(file.stat().st_size for file in files if file.is_file())
        cursor.execute("SHOW server_version")
        name = f"PostgreSQL {cursor.fetchone()[0]}"
        cursor.execute("SELECT pg_database_size(current_database())")
        return name, int(cursor.fetchone()[0])
