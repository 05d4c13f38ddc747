"""Read how well it is known that a practice works: what was graded, why, and what counts of it.

Two things are told apart. ``Practice.evidence`` is how the record's own results are known; it is
made from the outcomes by rule. The level is what a reviewer holds them to be worth. Why so, and
what each level asks: docs/reference/evidence.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from decapolis.kernel import numbers
from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import Reader
from decapolis.library.choices import Check, EvidenceLevel, OutcomeKind
from decapolis.library.models import Practice, Review, ReviewRequest, Version
from decapolis.library.queries.adoptions import Replication, replications_of
from decapolis.library.queries.comparing import compare_records
from decapolis.library.queries.concerned import names_seen, without_stake
from decapolis.library.queries.levels import NOT_REVIEWED, level_of, own_results
from decapolis.library.queries.related import having_theme
from decapolis.library.queries.rows import visible


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """One review that stands."""

    number: int
    level: int
    level_label: str
    version: int
    by_id: int | None
    by: str  # in words: a name where the reader may see it
    at: datetime
    reasons: str
    checks: tuple[str, ...]  # the questions that were answered yes


@dataclass(frozen=True, slots=True)
class Grade:
    """How well it is known that a practice works, with the ground of it."""

    level: int  # 0: not reviewed
    label: str
    ground: str  # whole sentences
    own: str  # how the record's own results are known, in small letters
    counts: bool  # the record states a result that counts as evidence
    reviews: tuple[ReviewFacts, ...]  # the newest first; the first counts
    version: int  # of the practice
    changed: tuple[str, ...]  # what was changed since it was graded, in words
    replications: tuple[Replication, ...]
    is_asked: bool  # a review is asked for, as far as the reader may know

    @property
    def is_behind(self) -> bool:
        """Whether an earlier version was graded."""
        return bool(self.reviews) and self.reviews[0].version != self.version


def grade_of(practice: Practice, *, reader: Reader | None) -> Grade:
    """Return the level of a practice that its reader may see, with its ground.

    Seven queries at most.
    """
    rows = list(Review.objects.visible_to(reader).standing().filter(practice=practice))
    names = names_seen((row.by_id for row in rows), reader=reader)
    reviews = tuple(_facts(row, names) for row in rows)
    outcomes = list(practice.outcomes.values_list("kind", "is_claim"))
    counts = any(not claim and kind != OutcomeKind.FORECAST for kind, claim in outcomes)
    followers = replications_of([practice.pk], reader=reader) if reviews else {}
    again = followers.get(practice.pk, ())
    given = reviews[0].level if reviews else NOT_REVIEWED
    level = level_of(given, counts=counts, replicated=bool(again))
    own = own_results(outcomes)
    asked = ReviewRequest.objects.visible_to(reader).waiting().filter(practice=practice)
    return Grade(
        level=level,
        label=str(EvidenceLevel(level).label) if level else _("Not reviewed"),
        ground=_ground(reviews, level, own, again),
        own=own,
        counts=counts,
        reviews=reviews,
        version=practice.version,
        changed=_changed(practice, reviews, reader),
        replications=again,
        is_asked=asked.exists(),
    )


def review_to_read(number: int, *, reader: Reader | None) -> Review:
    """Return a review that stands.

    Raises
    ------
    NotFound
        There is none of that number, or it may not be seen.
    """
    found = Review.objects.visible_to(reader).standing().filter(pk=number)
    review: Review | None = found.select_related("practice").first()
    if review is None:
        raise NotFound(_("There is no such review."))
    return review


def to_grade(*, reader: Reader | None, theme: str = "") -> QuerySet[Practice]:
    """Return what a reviewer can grade: asked for first, then the newest that nobody has graded.

    Left out is what they have a stake in. Each has ``asked``: when it was asked for, or None.
    """
    graded = Review.objects.standing().filter(practice=OuterRef("pk"))
    found = _open_to(reader, theme).filter(~Exists(graded) | Exists(_asked()))
    return found.order_by(F("asked").asc(nulls_last=True), "-added", "-pk")


def graded_before(*, reader: Reader | None, theme: str = "") -> QuerySet[Practice]:
    """Return what was changed since it was graded, that was graded longest ago first."""
    newest = Review.objects.standing().filter(practice=OuterRef("pk"))
    found = _open_to(reader, theme).annotate(
        graded_at=Subquery(newest.values("at")[:1]), graded=Subquery(newest.values("version")[:1])
    )
    return found.exclude(graded=None).exclude(graded=F("version")).order_by("graded_at", "pk")


def _open_to(reader: Reader | None, theme: str) -> QuerySet[Practice]:
    found = without_stake(visible(reader), person=reader)
    found = having_theme(found, theme) if theme else found
    return found.annotate(asked=Subquery(_asked().values("at")[:1]))


def _asked() -> QuerySet[ReviewRequest]:
    waiting: QuerySet[ReviewRequest] = ReviewRequest.objects.waiting()
    return waiting.filter(practice=OuterRef("pk"))


def _facts(row: Review, names: Mapping[int, str]) -> ReviewFacts:
    return ReviewFacts(
        number=row.pk,
        level=row.level,
        level_label=str(EvidenceLevel(row.level).label),
        version=row.version,
        by_id=row.by_id,
        by=names.get(row.by_id or 0) or _("a reviewer of the network"),
        at=row.at,
        reasons=row.reasons,
        checks=tuple(str(check.label) for check in Check if check in row.checklist),
    )


def _ground(
    reviews: Sequence[ReviewFacts], level: int, own: str, again: Sequence[Replication]
) -> str:
    if not reviews:
        return _("Its own results: {own}.").format(own=own)
    newest = reviews[0]
    said = _("Graded {level} of 5, {label}, by {who} on {day}.").format(
        level=newest.level,
        label=newest.level_label.lower(),
        who=newest.by,
        day=numbers.day(newest.at.date()),
    )
    if level == EvidenceLevel.REPLICATED:
        cities = numbers.listing(list(dict.fromkeys(one.city for one in again)))
        why = _("Replicated: {cities} followed it and measured results.").format(cities=cities)
        return f"{said} {why}"
    if level < newest.level:
        why = _("It counts as described only: the record now states no result that counts.")
        return f"{said} {why}"
    return said


def _changed(
    practice: Practice, reviews: Sequence[ReviewFacts], reader: Reader | None
) -> tuple[str, ...]:
    """Return what was changed since the newest review, as far as the reader may see it."""
    if not reviews or reviews[0].version == practice.version:
        return ()
    wanted = (reviews[0].version, practice.version)
    rows = Version.objects.visible_to(reader).filter(practice=practice, number__in=wanted)
    records = {row.number: row.record for row in rows}
    if len(records) < len(wanted):
        return ()
    told = compare_records(records[wanted[0]], records[wanted[1]])
    return tuple(dict.fromkeys(str(one.label) for one in told))
