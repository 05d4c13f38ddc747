"""Forget who left, and invitations that ended long ago."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from decapolis.audit.actions import forget_details
from decapolis.organisations.models import Acceptance, Hat, Invitation
from decapolis.people.models import Person
from decapolis.people.queries import words_of


@transaction.atomic
def forget_person(*, by: Person | None, person: Person) -> None:
    """Take out what is held here of someone who is about to be erased: hats, and invitations.

    Called by the erasure of a person, before `people.actions.erase`, which writes it down.
    """
    addresses = [word for word in words_of(person) if "@" in word]
    theirs = Invitation.objects.filter(email__in=addresses)
    hats = Hat.objects.filter(person=person)
    forget_details(by=by, subjects=[*theirs, *hats], person_id=person.pk, kinds=[Hat])
    theirs.filter(revoked=None).update(revoked=timezone.now())
    theirs.update(email=f"former-{person.pk}@invalid.invalid", name="", title="")
    hats.delete()
    Acceptance.objects.filter(person=person).delete()


@transaction.atomic
def forget_invitations(*, by: Person | None, before: datetime) -> int:
    """Forget invitations that were used, taken back or too old before a time; return how many.

    The hat that someone got by one stays theirs.
    """
    used = Q(uses__gte=F("most_uses"), made__lt=before)
    ended = Q(revoked__lt=before) | Q(expires__lt=before) | used
    old = Invitation.objects.filter(ended)
    number = old.count()
    old.delete()
    return number
