"""How well it is known that a practice works, as pages show it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from decapolis.kernel import numbers
from decapolis.kernel.permissions import Reader
from decapolis.library.models import Practice
from decapolis.library.queries.reviews import Grade, ReviewFacts, grade_of
from decapolis.library.rules import may_ask_for_review, may_grade, may_review


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One review."""

    level: str  # 3 of 5, compared
    by: str
    reasons: tuple[str, ...]  # paragraphs
    checks: tuple[str, ...]
    withdraw_url: str  # empty: the reader may not
    needs_why: bool  # it is somebody else's


@dataclass(frozen=True, slots=True)
class Standing:
    """How well it is known that a practice works, as its page shows it."""

    level: int
    label: str
    ground: str
    says: str  # the ground, where no review below tells the same
    behind: str  # that an earlier version was graded, and what was changed since; empty: no
    behind_url: str  # where both stand side by side
    reviews: tuple[ReviewLine, ...]
    review_url: str  # empty: the reader may not grade it
    ask_url: str  # empty: the reader may not ask, or it is asked for
    is_asked: bool


def standing_of(practice: Practice, *, reader: Reader | None) -> Standing:
    """Return how well it is known that a practice works, as its reader sees it."""
    grade = grade_of(practice, reader=reader)
    is_known = bool(reader and reader.is_authenticated)
    may = is_known and may_grade(reader) and may_review(reader, practice)
    asks = is_known and not grade.is_asked and may_ask_for_review(reader, practice)
    return Standing(
        level=grade.level,
        label=grade.label,
        ground=grade.ground,
        says="" if grade.reviews and grade.reviews[0].level == grade.level else grade.ground,
        behind=_behind(grade),
        behind_url=_behind_url(practice, grade),
        reviews=tuple(_line(one, reader) for one in grade.reviews),
        review_url=reverse("review:review", args=[practice.slug]) if may else "",
        ask_url=reverse("review:ask", args=[practice.slug]) if asks else "",
        is_asked=grade.is_asked,
    )


def _behind(grade: Grade) -> str:
    if not grade.is_behind:
        return ""
    said = _("Graded on an earlier version: {old}, and this is {new}.").format(
        old=grade.reviews[0].version, new=grade.version
    )
    if not grade.changed:
        return said
    return said + " " + _("Changed since: {what}.").format(what=numbers.listing(grade.changed))


def _behind_url(practice: Practice, grade: Grade) -> str:
    if not grade.changed:
        return ""
    ends = (grade.reviews[0].version, grade.version)
    return reverse("contribute:compare", args=[practice.slug, *ends])


def _line(facts: ReviewFacts, reader: Reader | None) -> ReviewLine:
    is_own = facts.by_id is not None and facts.by_id == getattr(reader, "pk", None)
    may = is_own or bool(reader and reader.is_staff)
    by = _("By {who} on {day}, of version {version}.")
    return ReviewLine(
        level=_("{level} of 5, {label}").format(level=facts.level, label=facts.level_label.lower()),
        by=by.format(who=facts.by, day=numbers.day(facts.at.date()), version=facts.version),
        reasons=tuple(part for part in facts.reasons.splitlines() if part.strip()),
        checks=facts.checks,
        withdraw_url=reverse("review:withdraw", args=[facts.number]) if may else "",
        needs_why=not is_own,
    )
