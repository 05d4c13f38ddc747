"""What comes round: talks that ended long ago lose their words."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from decapolis.kernel.jobs import every, task
from decapolis.library.actions.leaving import forget_call_texts as forget


@every(days=1)
@task
def forget_call_texts() -> int:
    """Empty requests to talk that ended longer ago than they are kept; return how many."""
    kept = timedelta(days=settings.KEEP_CALLS_DAYS)
    return forget(by=None, before=timezone.now() - kept)
