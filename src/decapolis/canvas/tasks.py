"""What is done about boards while nobody looks."""

from django.utils import timezone

from decapolis.canvas.actions.snapshots import tidy_boards as tidy
from decapolis.kernel.jobs import every, task


@every(days=1)
@task
def tidy_boards() -> int:
    """Merge changes, keep snapshots, let go of what is old; return how many changes went."""
    return tidy(by=None, now=timezone.now())
