"""What an operator does to jobs. It stands up here because no app below knows both jobs and log."""

from django.db import transaction

from decapolis.audit.actions import record
from decapolis.kernel import jobs
from decapolis.kernel.permissions import require
from decapolis.pages.operator.rules import may_operate
from decapolis.people.models import Person


@transaction.atomic
def try_again(*, by: Person, job_id: str) -> None:
    """Let a job that was given up begin anew.

    Raises
    ------
    Forbidden
        Not an operator.
    NotFound
        No such job was given up.
    """
    require(may_operate(by))
    row = jobs.try_again(job_id)
    record(by=by, act="jobs.tried_again", subject=row, note=row.task_path)


@transaction.atomic
def try_all_again(*, by: Person) -> int:
    """Let all jobs that were given up begin anew; return how many.

    Raises
    ------
    Forbidden
        Not an operator.
    """
    require(may_operate(by))
    number = jobs.try_all_again()
    if number:
        record(by=by, act="jobs.tried_again", subject=by, note=str(number))
    return number
