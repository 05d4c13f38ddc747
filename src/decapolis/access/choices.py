"""Closed lists of tokens and webhooks."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a token may do, within what its owner may do."""

    READ = "read", _("Read the library")
    CONTRIBUTE = "contribute", _("Write in the library")
    PEOPLE = "people", _("Act for me among people")
    STAFF = "staff", _("Read the desk of staff")
    DECIDE = "decide", _("Decide at the desk of staff")


ABOUT = {
    Scope.READ: _(
        "Practices, cities, figures, versions, reviews, adoptions, initiatives and boards that you "
        "may read, also those of your teams."
    ),
    Scope.CONTRIBUTE: _(
        "Your drafts, corrections, suggestions, reviews and adoptions, initiatives, plans and "
        "boards of your teams; for staff tables of figures."
    ),
    Scope.PEOPLE: _(
        "Your profile, hats, circles, seats in teams, invitations, notices, log and requests; the "
        "directory."
    ),
    Scope.STAFF: _("What waits for network staff, and its figures. For network staff alone."),
    Scope.DECIDE: _("Who is a member, and their roles; canvases. For network staff alone."),
}
OF_STAFF = frozenset({Scope.STAFF, Scope.DECIDE})
DAYS = (7, 30, 90, 365)  # for how long a token can be good
USUAL_DAYS = 90


class Event(models.TextChoices):
    """What a webhook can be told."""

    PRACTICE_ADDED = "practice.added", _("A practice was added")
    PRACTICE_CORRECTED = "practice.corrected", _("A practice was changed")
    PRACTICE_REVIEWED = "practice.reviewed", _("A practice was graded, or a grade withdrawn")
    PRACTICE_ADOPTED = "practice.adopted", _("A city followed a practice")
    SUGGESTION_MADE = "suggestion.made", _("Somebody suggested a change")
    CALL_ASKED = "call.asked", _("Somebody asks to talk to you")
    MEMBER_JOINED = "member.joined", _("Somebody became a member")
    HAT_VERIFIED = "hat.verified", _("A role was verified")
    INITIATIVE_BEGUN = "initiative.begun", _("An initiative was begun")
    STAGE_CHANGED = "initiative.stage_changed", _("An initiative came to another stage")


TEST = "webhook.tested"  # sent when its owner asks for it
ACTS = {
    "library.practice_added": Event.PRACTICE_ADDED,
    "library.practice_corrected": Event.PRACTICE_CORRECTED,
    "library.practice_suggested": Event.PRACTICE_CORRECTED,
    "library.practice_restored": Event.PRACTICE_CORRECTED,
    "library.review_given": Event.PRACTICE_REVIEWED,
    "library.review_withdrawn": Event.PRACTICE_REVIEWED,
    "library.adoption_recorded": Event.PRACTICE_ADOPTED,
    "library.change_suggested": Event.SUGGESTION_MADE,
    "library.practice_proposed": Event.SUGGESTION_MADE,
    "library.call_asked": Event.CALL_ASKED,
    "people.became_member": Event.MEMBER_JOINED,
    "organisations.hat_verified": Event.HAT_VERIFIED,
    "initiatives.begun": Event.INITIATIVE_BEGUN,
    "initiatives.stage_changed": Event.STAGE_CHANGED,
}
FOR_STAFF = frozenset({Event.MEMBER_JOINED})  # of the whole network alone


class DeliveryState(models.TextChoices):
    """What became of a message."""

    WAITING = "waiting", _("Waits")
    SENT = "sent", _("Arrived")
    FAILED = "failed", _("Given up")
    WITHHELD = "withheld", _("Not sent: stopped, or not open to you")
