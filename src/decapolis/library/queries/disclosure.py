"""Read who reads a practice, and what is closed to others."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from decapolis.kernel.permissions import Reader, Visibility
from decapolis.library.choices import CLOSED, Disclosure
from decapolis.library.models import Practice
from decapolis.library.queries.authors import lead_of
from decapolis.organisations.models import Hat
from decapolis.organisations.queries import PlaceFacts, body_ref, place_of
from decapolis.people.models import Person


@dataclass(frozen=True, slots=True)
class Team:
    """Who reads the whole of a practice, whatever its level."""

    bodies: tuple[str, ...]  # its city and its lead, as they are called
    count: int  # people who speak for one of them


@dataclass(frozen=True, slots=True)
class ClosedRow:
    """A practice that is closed to others, for those who may read it."""

    slug: str
    title: str
    place: PlaceFacts
    level: str
    level_label: str
    circle: str  # name; empty: it is for none
    is_team: bool  # the reader is of its team; else they sit in its circle


def is_of_team(practice: Practice, *, reader: Reader | None) -> bool:
    """Tell whether someone speaks for a practice's city or its lead; one query."""
    return bool(Practice.objects.of_team(reader).filter(pk=practice.pk).exists())


def team_of(practice: Practice) -> Team:
    """Return who speaks for a practice's city or its lead."""
    lead = lead_of(practice)
    is_open = lead is not None and lead.visibility != Visibility.STAFF
    bodies = [body for body in (practice.city, lead if is_open else None) if body]
    speaking = Hat.objects.speaking().filter(
        (Q(city=practice.city_id) & ~Q(city=None)) | (Q(organisation=lead) & ~Q(organisation=None))
    )
    names = dict.fromkeys(body_ref(body).name for body in bodies)
    return Team(tuple(names), speaking.order_by().values("person").distinct().count())


def count_members() -> int:
    """Return how many people read what is for members."""
    return Person.objects.filter(is_member=True, is_active=True, left=None).count()


def widest_before(practice: Practice) -> str:
    """Return the widest level at which a practice could ever be read: public, network or none."""
    held = {practice.visibility, *practice.versions.values_list("visibility", flat=True)}
    wide = (Visibility.PUBLIC, Visibility.NETWORK)
    return next((str(level) for level in wide if level in held), "")


def retold_as(practice: Practice) -> str:
    """Return the slug of what members read of a practice; for its team alone. Empty: nothing."""
    found = Practice.objects.filter(retells=practice).values_list("slug", flat=True)
    return found.first() or ""


def closed_to_others(reader: Reader | None) -> QuerySet[Practice]:
    """Return what is closed to others and open to someone: of their team and their circles."""
    found: QuerySet[Practice] = Practice.objects.open_to(reader).filter(visibility__in=CLOSED)
    return found.order_by("title", "pk")


def closed_rows(practices: QuerySet[Practice], *, reader: Reader | None) -> tuple[ClosedRow, ...]:
    """Return rows of `closed_to_others`, or of a part of them; two queries, however many."""
    rows = practices.select_related("city__country", "country", "circle")
    own = set(
        Practice.objects.of_team(reader).filter(visibility__in=CLOSED).values_list("pk", flat=True)
    )
    return tuple(
        ClosedRow(
            slug=row.slug,
            title=row.title,
            place=place_of(row, region=row.region),
            level=row.visibility,
            level_label=str(Disclosure(row.visibility).label),
            circle=row.circle.name if row.circle else "",
            is_team=row.pk in own,
        )
        for row in rows
    )
