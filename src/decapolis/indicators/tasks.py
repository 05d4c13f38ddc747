"""What can wait: large tables of figures."""

from decapolis.indicators import actions
from decapolis.kernel.jobs import task


@task
def check_upload(upload_id: int, *, writes: bool = False) -> str:
    """Check a large table whole; return what became of it."""
    return actions.check_large(by=None, upload_id=upload_id, writes=writes)


@task
def write_checked(upload_id: int, person_id: int) -> str:
    """Write a large table that was checked; return what became of it."""
    return actions.write_large(by=None, upload_id=upload_id, person_id=person_id)
