"""What teams are asked and reminded of: reviews that are due, how it goes each month, dates."""

from django.utils import timezone

from decapolis.initiatives.actions.reminding import remind_of_dates
from decapolis.initiatives.actions.reports import ask_for_reports
from decapolis.initiatives.actions.reviews import remind_of_reviews
from decapolis.initiatives.models import Ask
from decapolis.initiatives.queries.letters import ask_letter
from decapolis.kernel.jobs import every, task
from decapolis.notices.actions import send


@every(hours=6)
@task
def ask_teams() -> int:
    """Ask for reviews that are due, and for reports once a month; return how many were asked."""
    now = timezone.now()
    return remind_of_reviews(by=None, now=now) + ask_for_reports(by=None, now=now)


@every(hours=6)
@task
def remind_teams() -> int:
    """Remind of dates that are near or went by, once a day; return of how many initiatives."""
    return remind_of_dates(by=None, now=timezone.now())


@task
def send_ask(ask_id: int) -> str:
    """Send a question with the link that answers it; return what became of it."""
    letter = ask_letter(ask_id)
    if letter is None:
        return "not wanted any more"
    return send(by=None, person_id=Ask.objects.get(pk=ask_id).person_id, letter=letter)
