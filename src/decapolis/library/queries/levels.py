"""How well it is known that practices work, as every list shows it: one mark that means one thing.

Where a review stands, the mark is the level that it leads to. Where none does, it is how the
record's own results are known, and says that nobody has reviewed it. `reviews.grade_of` tells the
ground of it for one practice; docs/reference/evidence.md what each level asks.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import (
    Case,
    Exists,
    F,
    IntegerField,
    OrderBy,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils.translation import gettext as _

from decapolis.kernel.permissions import Reader
from decapolis.library.choices import Evidence, EvidenceLevel, OutcomeKind
from decapolis.library.models import Outcome, Practice, Review
from decapolis.library.queries.adoptions import replications_of

NOT_REVIEWED = 0
LEVELS = {
    OutcomeKind.FORECAST: Evidence.FORECAST,
    OutcomeKind.REPORTED: Evidence.REPORTED,
    OutcomeKind.MEASURED: Evidence.MEASURED,
    OutcomeKind.CHECKED: Evidence.CHECKED,
}


@dataclass(frozen=True, slots=True)
class Known:
    """How well it is known that a practice works."""

    level: int  # 1 to 5; 0: nobody has reviewed it
    own: str  # how the record's own results are known, in small letters

    @property
    def words(self) -> str:
        """The mark in words: ``Level 3 of 5: compared``; ``Measured; not reviewed``."""
        if self.level:
            label = EvidenceLevel(self.level).label
            return _("Level {level} of 5: {label}").format(level=self.level, label=label.lower())
        own = self.own[:1].upper() + self.own[1:]
        return _("{own}; not reviewed").format(own=own)

    @property
    def in_short(self) -> str:
        """The same beside words that tell how a result is known: ``not reviewed``."""
        if self.level:
            return _("level {level} of 5").format(level=self.level)
        return _("not reviewed")


def level_of(given: int, *, counts: bool, replicated: bool) -> int:
    """Return the level that a practice stands at.

    Parameters
    ----------
    given
        What the newest review that stands gave; 0 for none.
    counts
        The record states a result that counts: neither expected only, nor a supplier's claim.
    replicated
        Another city followed it and measured its own results.

    Examples
    --------
    >>> level_of(2, counts=True, replicated=True)
    5
    >>> level_of(4, counts=False, replicated=True)
    1
    >>> level_of(0, counts=True, replicated=True)
    0
    """
    if given > EvidenceLevel.DESCRIBED and not counts:
        return EvidenceLevel.DESCRIBED
    if given >= EvidenceLevel.MEASURED and replicated:
        return EvidenceLevel.REPLICATED
    return given


def own_results(outcomes: Iterable[tuple[str, bool]]) -> str:
    """Return how a record's own results are known, of kinds and whether each is a claim.

    Examples
    --------
    >>> own_results([("reported", False), ("measured", True)])
    'reported'
    >>> own_results([("measured", True)])
    'only claims of a supplier'
    """
    known = list(outcomes)
    kinds = [LEVELS[OutcomeKind(kind)] for kind, is_claim in known if not is_claim]
    return _own(max(kinds, default=Evidence.NONE), has_claims=len(kinds) < len(known))


def counting_outcomes() -> QuerySet[Outcome]:
    """Return the outcomes that count as evidence: not expected only, and no supplier's claims."""
    return Outcome.objects.filter(is_claim=False).exclude(kind=OutcomeKind.FORECAST)


def has_results(practice: Practice) -> bool:
    """Tell whether a practice states a result that counts as evidence."""
    return counting_outcomes().filter(practice=practice).exists()


def with_levels(practices: QuerySet[Practice]) -> QuerySet[Practice]:
    """Fetch with each practice what `known_of` and `best_known` need; no query more."""
    of_it = {"practice": OuterRef("pk")}
    newest = Review.objects.standing().filter(**of_it)
    return practices.annotate(
        given=Subquery(newest.values("level")[:1]),
        counts=Exists(counting_outcomes().filter(**of_it)),
        has_claims=Exists(Outcome.objects.filter(**of_it, is_claim=True)),
    )


def best_known() -> tuple[OrderBy, ...]:
    """Return the order of practices `with_levels`, those best known first.

    By the level that was given, as far as it counts; then those that nobody has reviewed, by how
    their own results are known.
    """
    counted = Case(
        When(counts=False, given__gt=EvidenceLevel.DESCRIBED, then=Value(EvidenceLevel.DESCRIBED)),
        default=F("given"),
        output_field=IntegerField(),
    )
    return counted.desc(nulls_last=True), F("evidence").desc()


def known_of(practices: Iterable[Practice], *, reader: Reader | None) -> dict[int, Known]:
    """Return the mark of each practice that was fetched `with_levels`, by key.

    One query where some of them were reviewed, else none.
    """
    held = list(practices)
    reviewed = [one.pk for one in held if _given(one) >= EvidenceLevel.MEASURED]
    again = replications_of(reviewed, reader=reader) if reviewed else {}
    return {
        one.pk: Known(
            standing_level(one, replicated=one.pk in again),
            _own(one.evidence, has_claims=_told(one, "has_claims")),
        )
        for one in held
    }


def standing_level(practice: Practice, *, replicated: bool) -> int:
    """Return the level of a practice that was fetched `with_levels`."""
    return level_of(_given(practice), counts=_told(practice, "counts"), replicated=replicated)


def _given(practice: Practice) -> int:
    return int(getattr(practice, "given", None) or NOT_REVIEWED)


def _told(practice: Practice, name: str) -> bool:
    return bool(getattr(practice, name))


def _own(evidence: int, *, has_claims: bool) -> str:
    if evidence == Evidence.NONE and has_claims:
        return _("only claims of a supplier")
    return str(Evidence(evidence).label).lower()
