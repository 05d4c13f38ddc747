"""Look back 30, 90, 180 and 365 days after approval: made, reminded of, answered."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.audit.actions import Change, Only, record
from decapolis.initiatives.actions.asking import send_question
from decapolis.initiatives.choices import REVIEW_DAYS
from decapolis.initiatives.errors import AnsweredAlready
from decapolis.initiatives.models import Ask, Initiative, Review
from decapolis.initiatives.queries.asking import REVIEWED, to_be_asked
from decapolis.initiatives.queries.initiatives import team_people
from decapolis.initiatives.rules import may_write
from decapolis.initiatives.validators.answers import clean_answer, something
from decapolis.kernel.permissions import require
from decapolis.people.models import Person

REMIND_AGAIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ReviewAnswer:
    """What somebody says when looking back."""

    on_track: bool | None = None
    went_well: str = ""
    went_wrong: str = ""
    changes: str = ""


@transaction.atomic
def plan_reviews(*, by: Person | None, initiative: Initiative, approved: date) -> int:
    """Make the reviews of what was approved on a day; part of `set_stage`. Return how many wait.

    Approved anew, those that wait move; what was answered stays as it is.
    """
    for days in REVIEW_DAYS:
        Review.objects.get_or_create(
            initiative=initiative, day=days, defaults={"due": approved + timedelta(days=days)}
        )
    waiting = Review.objects.waiting().filter(initiative=initiative)
    for review in waiting:
        due = approved + timedelta(days=review.day)
        if review.due != due:
            Review.objects.filter(pk=review.pk).update(due=due, reminded=None)
    return int(waiting.count())


@transaction.atomic
def drop_reviews(*, by: Person | None, initiative: Initiative) -> int:
    """Take back the reviews that wait, since it is not approved any more; return how many."""
    waiting = Review.objects.waiting().filter(initiative=initiative)
    n = int(waiting.count())
    waiting.delete()
    return n


@transaction.atomic
def answer_review(
    *, by: Person, review: Review, answer: ReviewAnswer, ask: Ask | None = None
) -> Review:
    """Answer a review, once; the same answer again changes nothing.

    Parameters
    ----------
    ask
        The question that it answers, where it came by a letter.

    Raises
    ------
    Forbidden
        They are not of the team, or sit there as a guest.
    NothingSaid
        The answer is empty.
    ValueRefused
        It is too long.
    AnsweredAlready
        Somebody gave another answer before.
    """
    held = Review.objects.select_for_update().select_related("initiative").get(pk=review.pk)
    require(may_write(by, held.initiative))
    said = {
        "on_track": answer.on_track,
        "went_well": clean_answer(answer.went_well, "went_well"),
        "went_wrong": clean_answer(answer.went_wrong, "went_wrong"),
        "changes": clean_answer(answer.changes, "changes"),
    }
    if held.answered is not None:
        if all(getattr(held, name) == value for name, value in said.items()):
            return held
        raise AnsweredAlready(_("This review was answered already. Both answers cannot stand."))
    something(*said.values(), field="on_track")
    for name, value in said.items():
        setattr(held, name, value)
    held.answered, held.by = timezone.now(), by
    held.save()
    if ask is not None:
        Ask.objects.filter(pk=ask.pk).update(answered=held.answered)
    record(
        by=by,
        act="initiatives.review_answered",
        subject=held.initiative,
        change=Change({}, {"day": held.day, "on_track": held.on_track}),
        concerns=Only(team_people(held.initiative)),
    )
    return held


@transaction.atomic
def remind_of_reviews(*, by: Person | None, now: datetime) -> int:
    """Ask who leads, by notice and letter, for each review that is due; once more after a week.

    What was stopped is asked no more. Return how many reviews were asked for.
    """
    due = Review.objects.waiting().filter(
        due__lte=timezone.localdate(now), initiative__stage__in=REVIEWED
    )
    asked = 0
    for review in due.select_related("initiative__city"):
        if not _is_to_be_asked(review, now):
            continue
        Review.objects.filter(pk=review.pk).update(reminded=now)
        for person in to_be_asked(review.initiative):
            ask, _made = Ask.objects.get_or_create(
                initiative=review.initiative, person=person, review=review,
                defaults={"on": review.due, "made": now},
            )  # fmt: skip
            send_question(by=by, ask=ask)
        asked += 1
    return asked


def _is_to_be_asked(review: Review, now: datetime) -> bool:
    """Tell whether a review was not asked for yet, or once and a week ago."""
    if review.reminded is None:
        return True
    once = Ask.objects.filter(review=review, made=review.reminded).exists()
    return once and review.reminded <= now - REMIND_AGAIN
