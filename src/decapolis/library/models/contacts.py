"""Who agreed to be called about a practice, who was asked what, and what may be kept of it."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from decapolis.kernel.permissions import Reader, Visibility, is_member, readable_by
from decapolis.library.choices import CallState, Handed, Wanted
from decapolis.library.models.practices import Partner, Practice
from decapolis.organisations.models import Hat

MOST_A_MONTH = 20
USUAL_A_MONTH = 2
OPEN = (CallState.WAITING, CallState.PASSED)  # somebody is to answer
LIVE = (*OPEN, CallState.ACCEPTED)  # between two people, and not at its end


def speaks_there(person: str, practice: str) -> Exists:
    """Return the condition that a row's person speaks for the bodies of a row's practice.

    Its city, the organisation that led it, or another that took part. ``person`` and ``practice``
    name the fields of the outer row.
    """
    took_part = Partner.objects.filter(
        practice=OuterRef(OuterRef(practice)), organisation=OuterRef("organisation")
    )
    of_city = Q(city__isnull=False, city=OuterRef(f"{practice}__city"))
    return Exists(
        Hat.objects.speaking().filter(person=OuterRef(person)).filter(of_city | Exists(took_part))
    )


class ContactQuerySet(models.QuerySet["Contact"]):
    """Says who may see that someone agreed, and whose word still counts."""

    def visible_to(self, reader: Reader | None) -> "ContactQuerySet":
        """Members see who can be called about what they may read; the public sees nobody."""
        if reader is None or not (reader.is_authenticated and _reads_names(reader)):
            return self.none()
        return self.standing().filter(practice__visibility__in=readable_by(reader))

    def standing(self) -> "ContactQuerySet":
        """Those whose person is still of the network, still speaks there, and may read it."""
        reads = ~Q(practice__visibility=Visibility.STAFF) | Q(person__is_staff=True)
        here = Q(person__is_active=True, person__is_member=True, person__left=None)
        return self.filter(here & reads).filter(speaks_there("person", "practice"))

    def taking(self, today: date) -> "ContactQuerySet":
        """Those who want to be asked at all, and are not away."""
        there = Q(paused_until=None) | Q(paused_until__lte=today)
        return self.filter(there, most_a_month__gt=0)


def _reads_names(reader: Reader) -> bool:
    return reader.is_staff or is_member(reader)


class Contact(models.Model):
    """Someone agreed to be asked about a practice. Taking it back deletes the row."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="contacts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    consented_at = models.DateTimeField(auto_now_add=True)
    most_a_month = models.PositiveSmallIntegerField(
        default=USUAL_A_MONTH, help_text="how often she may be asked about it; 0: not now"
    )
    note = models.CharField(max_length=200, blank=True, help_text="ask me about procurement")
    paused_until = models.DateField(null=True, help_text="the day from which she is there again")

    objects: ClassVar = ContactQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["consented_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["practice", "person"], name="contact_once"),
            models.CheckConstraint(
                condition=Q(most_a_month__lte=MOST_A_MONTH), name="contact_most_a_month"
            ),
        ]

    def __str__(self) -> str:
        """Say for what, not who: the audit log keeps this when the person has been erased."""
        return str(self.practice)


class CallRequestQuerySet(models.QuerySet["CallRequest"]):
    """Says who may see a request: its two sides, and those through whose hands it went."""

    def visible_to(self, reader: Reader | None) -> "CallRequestQuerySet":
        """Those of one's own; what was not sent is its writer's alone. Staff see no others'."""
        if reader is None or not reader.is_authenticated:
            return self.none()
        key = getattr(reader, "pk", None)
        handed = HandOver.objects.filter(call=OuterRef("pk"), to=key)
        return self.filter(Q(asker=key) | Exists(handed))

    def open(self) -> "CallRequestQuerySet":
        """Those that somebody is to answer."""
        return self.filter(state__in=OPEN)


class CallRequest(models.Model):
    """A member asks to talk about a practice; one person at a time is to answer."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    question = models.TextField()
    wants = models.CharField(max_length=8, choices=Wanted, default=Wanted.CALL)
    times = models.CharField(max_length=300, blank=True, help_text="suggested, in their words")
    state = models.CharField(max_length=9, choices=CallState, default=CallState.DRAFT)
    made = models.DateTimeField(default=timezone.now)
    handed = models.DateTimeField(null=True, help_text="when it came to whom it is at")
    due = models.DateTimeField(
        null=True, help_text="when it goes on; of a draft: from when it can be sent"
    )
    reminded = models.DateTimeField(null=True)
    word = models.TextField(
        blank=True, help_text="when she can talk, or why not: to the asker alone"
    )
    answer = models.TextField(blank=True)
    ended = models.DateTimeField(null=True)

    objects: ClassVar = CallRequestQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-made", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["state", "due"], name="call_due"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["practice", "asker"],
                condition=Q(state__in=["waiting", "passed"]),
                name="call_open_once",
            ),
            models.UniqueConstraint(
                fields=["practice", "asker"], condition=Q(state="draft"), name="call_draft_once"
            ),
            models.CheckConstraint(
                condition=Q(to__isnull=False) | ~Q(state__in=["waiting", "passed"]),
                name="call_open_at_someone",
            ),
        ]

    def __str__(self) -> str:
        """Hold nothing of the question: the audit log keeps this."""
        return f"request to talk about {self.practice}"


class HandOver(models.Model):
    """A request came to someone: when it was asked, and whenever it was passed on."""

    call = models.ForeignKey(CallRequest, on_delete=models.CASCADE, related_name="hands")
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    why = models.CharField(max_length=8, choices=Handed)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        indexes: ClassVar = [models.Index(fields=["to", "at"], name="hand_over_load")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call", "to"], name="hand_over_once")
        ]

    def __str__(self) -> str:
        return f"{self.why}: {self.call}"


class CallNoteQuerySet(models.QuerySet["CallNote"]):
    """Says who may read what was kept of a request."""

    def visible_to(self, reader: Reader | None) -> "CallNoteQuerySet":
        """Both sides agreed, the narrower of their two words counts, and the practice is open."""
        seen = readable_by(reader)
        return self.kept().filter(
            practice__visibility__in=seen, by_asker__in=seen, by_answerer__in=seen
        )

    def kept(self) -> "CallNoteQuerySet":
        """Those to which both sides agree now."""
        answered = Q(call__state=CallState.ANSWERED, practice=F("call__practice"))
        return self.filter(answered).exclude(by_asker="").exclude(by_answerer="")


LEVELS = [level for level in Visibility.choices if level[0] != Visibility.STAFF]


class CallNote(models.Model):
    """What each side of an answered request agreed to keep on the practice; empty: nothing."""

    call = models.OneToOneField(CallRequest, on_delete=models.CASCADE, related_name="note")
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="call_notes")
    by_asker = models.CharField(max_length=8, choices=LEVELS, blank=True)
    by_answerer = models.CharField(max_length=8, choices=LEVELS, blank=True)
    asker_named = models.BooleanField(default=False)
    answerer_named = models.BooleanField(default=False)
    changed = models.DateTimeField(auto_now=True)

    objects: ClassVar = CallNoteQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-changed", "-pk"]

    def __str__(self) -> str:
        return f"asked and answered about {self.practice}"
