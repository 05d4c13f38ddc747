"""What comes round: sessions that have ended are forgotten."""

from decapolis.kernel.jobs import every, task
from decapolis.people import actions


@every(days=1)
@task
def forget_ended_sessions() -> int:
    """Forget sessions that have ended; return how many."""
    return actions.forget_ended_sessions(by=None)
