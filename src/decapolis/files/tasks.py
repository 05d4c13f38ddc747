"""What can wait: the longer look at a file, and what nobody gave a place."""

from datetime import timedelta

from django.utils import timezone

from decapolis.files import actions
from decapolis.kernel.jobs import every, task

KEPT = timedelta(days=1)


@task
def look_at(file_key: str) -> str:
    """Scan a file and take its words out; return what became of it."""
    file = actions.examine(by=None, key=file_key)
    return str(file.state) if file else "gone"


@every(days=1)
@task
def sweep() -> int:
    """Forget what nobody gave a place within a day."""
    return actions.sweep(by=None, before=timezone.now() - KEPT)
