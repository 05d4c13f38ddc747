"""Read adoptions: who followed a practice, whom it followed, and the tree of all of them.

A practice may follow several and be followed by many; no practice comes from itself. What the
reader may not see is not there: neither it, nor the way through it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from decapolis.cities.models import City
from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import Reader
from decapolis.library.choices import OutcomeKind, has_failed
from decapolis.library.models import Adoption, Outcome, Practice
from decapolis.library.queries.concerned import names_seen
from decapolis.organisations.queries import PlaceFacts, place_of

KNOWN_KINDS = (OutcomeKind.MEASURED, OutcomeKind.CHECKED)
# Everything that a practice came from, and everything that came from one of these.
FAMILY = """
WITH RECURSIVE
up(id) AS (
    SELECT id FROM library_practice WHERE id = %s
    UNION SELECT a.origin_id FROM library_adoption a JOIN up ON a.practice_id = up.id
    WHERE a.withdrawn IS NULL
),
down(id) AS (
    SELECT id FROM up
    UNION SELECT a.practice_id FROM library_adoption a JOIN down ON a.origin_id = down.id
    WHERE a.withdrawn IS NULL AND a.practice_id IS NOT NULL
)
SELECT id FROM down ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Spot:
    """A city on a map."""

    name: str
    label: str
    city_id: int
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class AdoptionFacts:
    """One city that followed a practice."""

    number: int
    city: Spot
    practice: str  # slug; empty: it has no page yet
    title: str  # of that page
    result: str  # what came of it there, one sentence; empty: not said
    has_failed: bool  # it was cancelled there, or went badly
    is_measured: bool  # its page states results that are measured or checked, not a seller's
    year: int | None
    changed: str
    gave: str
    source: str
    by_id: int | None
    by: str  # as far as the reader may know
    at: datetime


@dataclass(frozen=True, slots=True)
class Branch:
    """A practice, or a city that has no page of it, with what came from it."""

    slug: str  # empty: it has no page yet
    title: str
    place: str
    spot: Spot | None  # None: the gazetteer does not hold its city
    adoption: AdoptionFacts | None  # None: nobody is known whom it followed
    is_here: bool  # the practice that was asked for
    is_again: bool  # it stands elsewhere in the tree with all that came from it
    branches: tuple["Branch", ...]

    def __iter__(self) -> Iterator["Branch"]:
        """Yield this branch and all below it, from the top."""
        yield self
        for branch in self.branches:
            yield from branch


@dataclass(frozen=True, slots=True)
class Lineage:
    """A practice among those that it came from and that came from it."""

    trees: tuple[Branch, ...]  # each from one that followed nobody; none: it stands alone
    here: Branch  # it and what came from it
    followed: tuple[Branch, ...]  # what it came from itself, without branches

    @property
    def count(self) -> int:
        """How many followed it, and followed those who did."""
        return sum(not branch.is_again for branch in self.here) - 1

    @property
    def is_empty(self) -> bool:
        """Whether it followed nobody and nobody followed it."""
        return not self.trees


@dataclass(frozen=True, slots=True)
class Replication:
    """A city that followed a practice and measured its own results."""

    city: str
    practice: str  # slug


def lineage_of(practice: Practice, *, reader: Reader | None) -> Lineage:
    """Return a practice in its lineage: five queries, however large; six where names are seen.

    One where it stands alone, as most do.
    """
    near = Q(origin=practice) | Q(practice=practice)
    if not Adoption.objects.standing().filter(near).exists():
        return _Family([], {}, practice).lineage()
    rows = list(_visible(reader).filter(origin__in=family_of(practice.pk)))
    names = names_seen((row.by_id for row in rows), reader=reader)
    return _Family(rows, names, practice).lineage()


def family_of(practice_id: int) -> list[int]:
    """Return the practice, all that it came from, and all that came from these; by key.

    For the acts and `lineage_of` alone: it does not ask who may see them.
    """
    with connection.cursor() as cursor:
        cursor.execute(FAMILY, [practice_id])
        return [key for (key,) in cursor.fetchall()]


def came_from(origin: Practice, practice: Practice) -> bool:
    """Tell whether a practice came from another, by however many steps; or is the same."""
    edges = Adoption.objects.standing().filter(origin__in=family_of(origin.pk))
    below: dict[int, set[int]] = {}
    for parent, child in edges.exclude(practice=None).values_list("origin", "practice"):
        below.setdefault(parent, set()).add(child)
    reached, front = {origin.pk}, [origin.pk]
    while front:
        new = below.get(front.pop(), set()) - reached
        reached |= new
        front += new
    return practice.pk in reached


def replications_of(
    practices: Iterable[int], *, reader: Reader | None
) -> dict[int, tuple[Replication, ...]]:
    """Return who followed each practice with measured results, by practice; one query.

    What was cancelled or went badly there does not count: it did not work again. Nor does what
    the city that was followed did once more.
    """
    rows = _visible(reader).filter(origin__in=list(practices)).exclude(practice=None)
    found: dict[int, list[Replication]] = {}
    for row in rows:
        practice = row.practice
        is_elsewhere = practice and practice.city_id not in {None, row.origin.city_id}
        if practice and is_elsewhere and _is_measured(row) and not _has_failed(practice):
            one = Replication(practice.city_name, practice.slug)
            found.setdefault(row.origin_id, []).append(one)
    return {key: tuple(ones) for key, ones in found.items()}


def adoption_to_read(number: int, *, reader: Reader | None) -> Adoption:
    """Return an adoption that stands.

    Raises
    ------
    NotFound
        There is none of that number, or it may not be seen.
    """
    found: Adoption | None = _visible(reader).filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such adoption."))
    return found


def own_practices(
    cities: Sequence[City], origin: Practice, *, reader: Reader | None
) -> tuple[tuple[str, str], ...]:
    """Return practices of these cities that can be said to follow one: slug and title; one query.

    Those that came from it already are left to the act to refuse.
    """
    rows = Practice.objects.visible_to(reader).filter(city__in=cities).exclude(pk=origin.pk)
    return tuple(rows.order_by("title").values_list("slug", "title"))


def _visible(reader: Reader | None) -> QuerySet[Adoption]:
    known = Outcome.objects.filter(
        practice=OuterRef("practice"), kind__in=KNOWN_KINDS, is_claim=False
    )
    rows: QuerySet[Adoption] = Adoption.objects.visible_to(reader).standing()
    related = ("city", "country")
    ends = [f"{end}__{name}" for end in ("origin", "practice") for name in related]
    return rows.select_related("city__country", *ends).annotate(is_measured=Exists(known))


class _Family:
    """The adoptions around one practice, put in order from the top."""

    def __init__(self, rows: Sequence[Adoption], names: Mapping[int, str], here: Practice) -> None:
        self.names = names
        self.here = here
        self.below: dict[int, list[Adoption]] = {}
        self.above: dict[int, list[Adoption]] = {}
        for row in rows:
            self.below.setdefault(row.origin_id, []).append(row)
            if row.practice_id:
                self.above.setdefault(row.practice_id, []).append(row)
        self.told: set[int] = set()

    def lineage(self) -> Lineage:
        alone = not self.below.get(self.here.pk) and not self.above.get(self.here.pk)
        trees = () if alone else tuple(self._branch(top, None) for top in self._tops())
        self.told = set()
        return Lineage(
            trees=trees,
            here=self._branch(self.here, None),
            followed=tuple(self._parent(row) for row in self.above.get(self.here.pk, ())),
        )

    def _tops(self) -> list[Practice]:
        """Return those from which it came that followed nobody; it itself where there is none."""
        reached, front, tops = {self.here.pk}, [self.here], []
        while front:
            one = front.pop()
            rows = self.above.get(one.pk, [])
            if not rows:
                tops.append(one)
            for row in rows:
                if row.origin_id not in reached:
                    reached.add(row.origin_id)
                    front.append(row.origin)
        return sorted(tops, key=lambda one: (one.started or 0, one.pk)) or [self.here]

    def _branch(self, practice: Practice, adoption: Adoption | None) -> Branch:
        is_again = practice.pk in self.told
        self.told.add(practice.pk)
        rows = [] if is_again else self.below.get(practice.pk, [])
        place = place_of(practice, region=practice.region)
        return Branch(
            slug=practice.slug,
            title=practice.title,
            place=place.label,
            spot=_spot(place),
            adoption=self._facts(adoption) if adoption else None,
            is_here=practice.pk == self.here.pk,
            is_again=is_again,
            branches=tuple(map(self._child, rows)),
        )

    def _child(self, row: Adoption) -> Branch:
        if row.practice:
            return self._branch(row.practice, row)
        facts = self._facts(row)
        return Branch("", facts.city.name, facts.city.label, facts.city, facts, False, False, ())  # noqa: FBT003 -- neither here nor again

    def _parent(self, row: Adoption) -> Branch:
        held, self.told = self.told, {row.origin_id}
        made = self._branch(row.origin, row)
        self.told = held
        return replace(made, is_again=False)

    def _facts(self, row: Adoption) -> AdoptionFacts:
        practice = row.practice
        city = row.city
        return AdoptionFacts(
            number=row.pk,
            city=Spot(city.name, city.label, city.pk, city.lat, city.lon),
            practice=practice.slug if practice else "",
            title=practice.title if practice else "",
            result=practice.result if practice else "",
            has_failed=practice is not None and _has_failed(practice),
            is_measured=_is_measured(row),
            year=row.year,
            changed=row.changed,
            gave=row.gave,
            source=row.source,
            by_id=row.by_id,
            by=self.names.get(row.by_id or 0, ""),
            at=row.at,
        )


def _is_measured(row: Adoption) -> bool:
    return bool(getattr(row, "is_measured", False))


def _has_failed(practice: Practice) -> bool:
    return has_failed(practice.status, practice.went)


def _spot(place: PlaceFacts) -> Spot | None:
    if place.city_id is None or place.lat is None or place.lon is None:
        return None
    return Spot(place.city, place.label, place.city_id, place.lat, place.lon)
