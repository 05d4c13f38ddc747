"""Send a question to one person: a notice on the page, and a letter with the link that answers."""

from django.db import transaction

from decapolis.initiatives.models import Ask
from decapolis.initiatives.queries.letters import words_of
from decapolis.kernel import jobs
from decapolis.notices.actions import Told, notify
from decapolis.notices.choices import Kind
from decapolis.people.models import Person

SEND = "initiatives.tasks.send_ask"


@transaction.atomic
def send_question(*, by: Person | None, ask: Ask) -> None:
    """Tell whom a question is for, and hand its letter to the post; nobody else hears of it."""
    title, lead = words_of(ask)
    told = Told(title, lead, f"{ask.initiative.path}/progress")
    notify(
        by=by, people=[ask.person], kind=Kind.INITIATIVES, told=told, subject=ask.initiative,
        by_mail=False,
    )  # fmt: skip
    jobs.later(SEND, key=str(ask.pk), ask_id=ask.pk)
