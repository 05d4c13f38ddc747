"""What comes round: the log is kept for as long as the operator says."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from decapolis.audit import actions
from decapolis.kernel.jobs import every, task


@every(days=1)
@task
def forget_old() -> int:
    """Forget acts that are older than the log is kept; return how many."""
    before, forgotten = timezone.now() - timedelta(days=settings.KEEP_AUDIT_DAYS), 0
    while part := actions.forget_old(by=None, before=before):
        forgotten += part
    return forgotten
