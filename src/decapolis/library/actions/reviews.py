"""Ask for a review, give one, withdraw one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.audit.actions import Change
from decapolis.audit.actions import record as audit
from decapolis.cities.models import City
from decapolis.kernel.permissions import Visibility, readable_by, require
from decapolis.library.actions.records import let_level_be_known
from decapolis.library.choices import CHECKS_OF, GIVEN_LEVELS, Check, EvidenceLevel
from decapolis.library.errors import (
    AlreadyAsked,
    AlreadyWithdrawn,
    AnotherVersion,
    LevelNotGiven,
    NothingCounts,
    ReasonMissing,
    ReasonsTooShort,
)
from decapolis.library.models import Practice, Review, ReviewRequest
from decapolis.library.queries.authors import lead_of
from decapolis.library.queries.concerned import people_concerned
from decapolis.library.queries.levels import has_results
from decapolis.library.rules import may_ask_for_review, may_review, may_withdraw_review
from decapolis.notices.actions import Told, notify
from decapolis.notices.choices import Kind
from decapolis.organisations.models import Organisation
from decapolis.people.models import Person

LEAST_WORDS = 5
LEAST_LETTERS = 25
MOST_LETTERS = 4000
MOST_NOTE = 2000


@dataclass(frozen=True, slots=True)
class Judged:
    """What a reviewer holds a practice to be worth."""

    level: int
    reasons: str
    version: int  # the one that they read
    checks: tuple[str, ...] = ()  # of `Check`: what they answer yes


@transaction.atomic
def ask_for_review(*, by: Person, practice: Practice, note: str = "") -> ReviewRequest:
    """Put a practice first in the queue of the reviewers, and tell those who know its themes.

    Raises
    ------
    Forbidden
        They may not correct this practice, or it is closed.
    AlreadyAsked
        A review is asked for already.
    """
    require(may_ask_for_review(by, practice))
    held = Practice.objects.select_for_update().get(pk=practice.pk)
    if ReviewRequest.objects.waiting().filter(practice=held).exists():
        raise AlreadyAsked(_("A review is asked for already. Reviewers see it first."))
    made = ReviewRequest.objects.create(practice=held, by=by, note=note.strip()[:MOST_NOTE])
    audit(by=by, act="library.review_asked", subject=held, note=made.note, concerns=_bodies(held))
    told = Told(
        _("A review is asked for: {title}").format(title=held.title),
        made.note,
        f"/practices/{held.slug}/review",
    )
    notify(by=by, people=_reviewers(held), kind=Kind.REVIEWS, told=told, subject=held)
    return made


@transaction.atomic
def give_review(*, by: Person, practice: Practice, judged: Judged) -> Review:
    """Grade the evidence of a practice as its reviewer read it; requests for it are answered.

    Raises
    ------
    Forbidden
        They are no reviewer, or have a stake in this practice.
    LevelNotGiven
        There is no such level to give, or a yes that it asks for is missing.
    ReasonsTooShort
        The reasons are no whole sentence.
    AnotherVersion
        The practice was changed since they read it.
    NothingCounts
        The level needs a result, and the record states none but claims or expectations.
    """
    require(may_review(by, practice))
    held = Practice.objects.select_for_update().get(pk=practice.pk)
    checks = [check.value for check in Check if check in judged.checks]
    _level_or_fault(judged.level, checks)
    reasons = judged.reasons.strip()
    if len(reasons) < LEAST_LETTERS or len(reasons.split()) < LEAST_WORDS:
        raise ReasonsTooShort(
            _("Say why in a sentence at least: what the level rests on, and what is missing."),
            field="reasons",
        )
    if len(reasons) > MOST_LETTERS:
        raise ReasonsTooShort(
            _("Shorten it to {most} letters.").format(most=MOST_LETTERS), field="reasons"
        )
    if judged.version != held.version:
        raise AnotherVersion(
            _("This practice was changed while you read it. Your text is kept: read it again.")
        )
    if judged.level > EvidenceLevel.DESCRIBED and not has_results(held):
        raise NothingCounts(_why_nothing(held), field="level")
    made = Review.objects.create(
        practice=held,
        version=held.version,
        by=by,
        level=judged.level,
        reasons=reasons,
        checklist=checks,
    )
    ReviewRequest.objects.waiting().filter(practice=held).update(done=timezone.now())
    let_level_be_known(by=by, practice=held)
    audit(
        by=by,
        act="library.review_given",
        subject=held,
        change=Change({}, _state(made)),
        note=reasons,
        concerns=_bodies(held),
    )
    _tell(by, made, _("“{title}” was graded: {label}, {level} of 5").format(
        title=held.title, label=made.get_level_display().lower(), level=made.level
    ), reasons)  # fmt: skip
    return made


@transaction.atomic
def withdraw_review(*, by: Person, review: Review, why: str = "") -> Review:
    """Take a review back; the one before it counts again, where there is one.

    Raises
    ------
    Forbidden
        It is not theirs, and they are not of the network's staff.
    AlreadyWithdrawn
        It was withdrawn before.
    ReasonMissing
        Who withdraws another's review says why.
    """
    require(may_withdraw_review(by, review))
    held: Review = Review.objects.select_for_update().get(pk=review.pk)
    if held.withdrawn:
        raise AlreadyWithdrawn(_("This review is withdrawn already."))
    said = why.strip()[:MOST_NOTE]
    if held.by_id != by.pk and not said:
        raise ReasonMissing(_("Say why: it is a review of somebody else."), field="why")
    held.withdrawn, held.withdrawn_by, held.why_withdrawn = timezone.now(), by, said
    held.save(update_fields=["withdrawn", "withdrawn_by", "why_withdrawn"])
    let_level_be_known(by=by, practice=held.practice)
    audit(
        by=by,
        act="library.review_withdrawn",
        subject=held.practice,
        change=Change(_state(held), {}),
        note=said,
        concerns=[*_bodies(held.practice), held.by],
    )
    title = _("A review of “{title}” was withdrawn").format(title=held.practice.title)
    _tell(by, held, title, said)
    return held


def _level_or_fault(level: int, checks: Iterable[str]) -> None:
    """See to it that the level can be given, with a yes to all that it asks for.

    Raises
    ------
    LevelNotGiven
        It cannot, and why.
    """
    if level == EvidenceLevel.REPLICATED:
        raise LevelNotGiven(
            _(
                "Nobody gives this level. It is reached when a city that followed the practice "
                "measures its own results: record that adoption."
            ),
            field="level",
        )
    if level not in GIVEN_LEVELS:
        raise LevelNotGiven(_("Choose one of the levels."), field="level")
    asked = [check for one in GIVEN_LEVELS if one <= level for check in CHECKS_OF[one]]
    missing = [str(check.label) for check in asked if check not in set(checks)]
    if missing:
        raise LevelNotGiven(
            _("This level needs a yes to: {questions} Tick them, or give a lower level.").format(
                questions=" ".join(missing)
            ),
            field="level",
        )


def _why_nothing(practice: Practice) -> str:
    if practice.outcomes.filter(is_claim=True).exists():
        return _(
            "The only results that the record states are claims of a supplier, or expected. "
            "They never count as evidence: give level 1, or ask for a result of the city itself."
        )
    return _(
        "The record states no result yet, or only what is expected. Give level 1, or ask for one."
    )


def _tell(by: Person, review: Review, title: str, text: str) -> None:
    """Tell the city's people, those of its lead, authors, and the reviewer whose review it is."""
    practice = review.practice
    people = people_concerned(practice)
    reviewer = review.by
    if reviewer and reviewer not in people and practice.visibility in readable_by(reviewer):
        people.append(reviewer)
    told = Told(title, text, f"/practices/{practice.slug}#review")
    notify(by=by, people=people, kind=Kind.REVIEWS, told=told, subject=practice)


def _reviewers(practice: Practice) -> list[Person]:
    """Return reviewers who say that they know a theme of the practice and have no stake in it."""
    themes = set(practice.themes)
    known = Person.objects.filter(is_reviewer=True, is_member=True, is_active=True, left=None)
    return [
        person
        for person in known
        if themes & set(person.expertise) and may_review(person, practice)
    ]


def _bodies(practice: Practice) -> list[City | Organisation | None]:
    """Return whose log tells of it: of no body, where its members may not see the practice."""
    if practice.visibility == Visibility.STAFF:
        return []
    return [practice.city, lead_of(practice)]


def _state(review: Review) -> dict[str, object]:
    return {"level": review.level, "version": review.version, "checklist": review.checklist}
