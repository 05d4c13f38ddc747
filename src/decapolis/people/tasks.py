"""What comes round: sessions that have ended are forgotten, and limits that are over."""

from decapolis.kernel.jobs import every, task
from decapolis.people import actions


@every(days=1)
@task
def forget_ended_sessions() -> int:
    """Forget sessions that have ended; return how many."""
    return actions.forget_ended_sessions(by=None)


@every(days=1)
@task
def forget_limits() -> None:
    """Forget counts of the rate limits that are over."""
    actions.forget_limits(by=None)
