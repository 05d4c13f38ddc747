"""Let go of who left, and of what was asked long ago."""

from datetime import datetime

from django.db import transaction

from decapolis.audit.actions import forget_details
from decapolis.library.actions.contacts import forget_calls
from decapolis.library.models import CallNote, CallRequest, Contact, Draft
from decapolis.library.models.contacts import LIVE
from decapolis.people.models import Person


@transaction.atomic
def forget_person(*, by: Person | None, person: Person) -> None:
    """Take out what is the person's own: drafts, consents, questions. What they gave stays.

    Versions, suggestions, reviews and adoptions stay as a former member's. Called by the erasure
    of a person, before `people.actions.erase`, which writes it down.
    """
    Draft.objects.filter(person=person).delete()
    forget_details(by=by, person_id=person.pk, kinds=[Contact, Draft])
    forget_calls(by=by, person=person)


@transaction.atomic
def forget_call_texts(*, by: Person | None, before: datetime) -> int:
    """Empty requests to talk that ended before a time; return how many.

    That somebody asked and was answered stays; question and answer stay where both sides agreed to
    keep them on the practice.
    """
    ended = CallRequest.objects.filter(ended__lt=before).exclude(state__in=LIVE)
    ended.update(word="", times="")
    emptied = ended.exclude(question="", answer="").exclude(note__in=CallNote.objects.kept())
    return emptied.update(question="", answer="")
