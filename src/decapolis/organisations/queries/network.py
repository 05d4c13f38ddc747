"""Figures of the network, for its staff; and the e-mail domains of bodies."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from decapolis.organisations.models import BodyDomain, Hat
from decapolis.organisations.queries.hats import BodyRef, body_ref
from decapolis.people.models import MembershipRequest, Person

WEEKS = 12
DAYS = 7


@dataclass(frozen=True, slots=True)
class NetworkFigures:
    """How the network stands; ``weeks`` holds Mondays and sign-ups, oldest first."""

    members: int
    cities: int  # with someone who speaks for them
    organisations: int
    requests: int
    claims: int
    weeks: tuple[tuple[date, int], ...]


@dataclass(frozen=True, slots=True)
class DomainFacts:
    """An e-mail domain and whose it is."""

    domain_id: int
    domain: str
    body: BodyRef


def network_figures(*, now: datetime | None = None) -> NetworkFigures:
    """Return the figures of the network; six queries. Only network staff are shown them."""
    today = timezone.localdate(now or timezone.now())
    monday = today - timedelta(days=today.weekday())
    first = monday - timedelta(weeks=WEEKS - 1)
    here = Person.objects.filter(is_active=True, left=None)
    joined = here.filter(joined__gte=_midnight(first)).values_list("joined", flat=True)
    weeks = Counter(_monday(timezone.localdate(at)) for at in joined)
    speaking = Hat.objects.speaking()
    return NetworkFigures(
        members=here.filter(is_member=True).count(),
        cities=speaking.exclude(city=None).values("city").distinct().count(),
        organisations=speaking.exclude(organisation=None).values("organisation").distinct().count(),
        requests=MembershipRequest.objects.filter(accepted=None).count(),
        claims=Hat.objects.waiting().count(),
        weeks=tuple(
            (week, weeks[week]) for week in (first + timedelta(weeks=n) for n in range(WEEKS))
        ),
    )


def domains() -> tuple[DomainFacts, ...]:
    """Return every domain with its body, by name; one query."""
    rows = BodyDomain.objects.select_related("city__country", "organisation")
    return tuple(DomainFacts(row.pk, row.domain, body_ref(row.body)) for row in rows)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
