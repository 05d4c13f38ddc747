"""Which people can be called about a practice, whose turn it is, and from when somebody is free."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from decapolis.kernel.permissions import Reader, Visibility, is_member, readable_by
from decapolis.library.choices import CallState
from decapolis.library.models import CallRequest, Contact, HandOver, Partner, Practice
from decapolis.organisations.models import Hat
from decapolis.organisations.queries import hat_names
from decapolis.people.models import Person

MOST_PASSED = 2  # a month to a colleague who never agreed to be asked
QUIET = timedelta(days=90)  # whoever declined is not asked by the same member again
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Seat:
    """Someone who can be asked: how often she may be this month, and how often she was."""

    person_id: int
    limit: int
    load: int
    last: datetime | None = None  # asked about anything
    away_until: date | None = None

    def is_free(self, today: date) -> bool:
        """Whether she may be asked today."""
        return self.load < self.limit and not (self.away_until and self.away_until > today)

    def free_from(self, today: date) -> date | None:
        """Return the first day on which she may be asked; None: never, she wants no request."""
        if self.limit == 0:
            return None
        room = today if self.load < self.limit else first_of_next_month(today)
        return max(room, self.away_until) if self.away_until else room


def next_seat(seats: Iterable[Seat], *, today: date) -> Seat | None:
    """Return whose turn it is: the least load for her limit, among equals who waited longest.

    Examples
    --------
    >>> seats = [Seat(1, limit=2, load=1), Seat(2, limit=6, load=2)]
    >>> next_seat(seats, today=date(2026, 5, 4)).person_id
    2
    """
    free = [seat for seat in seats if seat.is_free(today)]
    return min(free, key=_turn, default=None)


def _turn(seat: Seat) -> tuple[Fraction, datetime, int]:
    return Fraction(seat.load, seat.limit), seat.last or LONG_AGO, seat.person_id


def free_from(seats: Iterable[Seat], *, today: date) -> date | None:
    """Return the first day on which somebody can be asked; None where nobody ever can."""
    days = [seat.free_from(today) for seat in seats]
    return min((day for day in days if day), default=None)


def first_of_next_month(day: date) -> date:
    """Return the day on which what was asked this month counts no longer."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def month_of(day: date) -> datetime:
    """Return when the month of a day began."""
    return timezone.make_aware(datetime.combine(day.replace(day=1), time()))


def seats_of(practice: Practice, *, but: Iterable[int] = ()) -> list[Seat]:
    """Return the seats of all who agreed to be asked about a practice, but for some; two queries.

    Those who are away or have no room are among them.
    """
    contacts = Contact.objects.standing().filter(practice=practice).exclude(person__in=list(but))
    limits = {one.person_id: (one.most_a_month, one.paused_until) for one in contacts}
    loads = loads_of(practice, limits)
    return [Seat(key, limit, *loads[key], away) for key, (limit, away) in limits.items()]


def loads_of(practice: Practice, people: Iterable[int]) -> dict[int, tuple[int, datetime | None]]:
    """Return how often people were asked about a practice this month, and when about anything."""
    ids = list(people)
    month = Q(practice=practice, at__gte=month_of(timezone.localdate()))
    rows = HandOver.objects.filter(to__in=ids).order_by().values("to")
    found = rows.annotate(load=Count("pk", filter=month), last=Max("at"))
    counted = {row["to"]: (row["load"], row["last"]) for row in found}
    return {key: counted.get(key, (0, None)) for key in ids}


def not_again(asker: Person, practice: Practice) -> set[int]:
    """Return who shall not be asked by someone: they themselves, and who said no lately."""
    said_no = HandOver.objects.filter(
        Q(call__state=CallState.DECLINED, call__to=F("to")) | Q(call__state=CallState.EXPIRED),
        call__asker=asker,
        practice=practice,
        at__gte=timezone.now() - QUIET,
    )
    return {asker.pk, *said_no.values_list("to", flat=True)}


def takes_part(person: Reader | None, practice: Practice) -> bool:
    """Tell whether someone speaks for the practice's city, its lead or another that took part."""
    return speakers_of(practice).filter(person=getattr(person, "pk", None)).exists()


def takes_part_in(person: Reader | None, slug: str) -> bool:
    """Tell the same of the practice with a slug, where they may see it."""
    seen = Practice.objects.visible_to(person).filter(slug=slug)
    practice: Practice | None = seen.only("city").first()
    return practice is not None and takes_part(person, practice)


def speakers_of(practice: Practice) -> QuerySet[Hat]:
    """Return the hats of those who speak for the bodies of a practice."""
    bodies = Partner.objects.filter(practice=practice).exclude(organisation=None)
    where = Q(organisation__in=bodies.values("organisation"))
    if practice.city_id:
        where |= Q(city=practice.city_id)
    found: QuerySet[Hat] = Hat.objects.speaking().filter(where)
    return found


@dataclass(frozen=True, slots=True)
class CallablePerson:
    """Someone who agreed to be called, as members read it."""

    person_id: int
    name: str
    hat: str  # Innovation officer, Dayton; empty: not to be seen
    note: str
    away_until: date | None


@dataclass(frozen=True, slots=True)
class ToCall:
    """Who can be called about a practice; the public reads a number alone."""

    people: tuple[CallablePerson, ...]
    number: int  # who take requests now
    is_named: bool


def people_to_call(slug: str, *, reader: Reader | None) -> ToCall:
    """Return who agreed to be called about a practice, in at most three queries.

    Of a practice that may not be seen there is nobody.
    """
    today = timezone.localdate()
    is_named = bool(reader and reader.is_authenticated and (reader.is_staff or is_member(reader)))
    agreed = Contact.objects.filter(practice__slug=slug)
    if not agreed.exists():  # as for most: whose word stands costs more to ask than a page's rest
        return ToCall((), 0, is_named=is_named)
    here = agreed.standing().filter(practice__visibility__in=readable_by(reader))
    if not is_named:
        return ToCall((), here.taking(today).count(), is_named=False)
    rows = list(here.filter(most_a_month__gt=0).select_related("person"))
    hats = hat_names([row.person_id for row in rows], reader=reader) if rows else {}
    people = tuple(
        CallablePerson(
            row.person_id,
            str(row.person.name),
            hats.get(row.person_id, ""),
            row.note,
            row.paused_until if row.paused_until and row.paused_until > today else None,
        )
        for row in rows
    )
    number = sum(1 for one in people if one.away_until is None)
    return ToCall(people, number, is_named=True)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Someone to whom a request can be passed on."""

    person_id: int
    name: str
    hat: str
    agreed: bool  # to be asked; otherwise a colleague, who need not take it


def candidates_for(call: CallRequest, *, reader: Reader | None) -> tuple[Candidate, ...]:
    """Return to whom a request can be passed on: who agreed first, then colleagues; six queries."""
    had = {call.asker_id, *call.hands.values_list("to", flat=True)}
    today = timezone.localdate()
    agreed = {seat.person_id: seat for seat in seats_of(call.practice, but=had)}
    every = Contact.objects.filter(practice=call.practice).values("person")
    others = speakers_of(call.practice).exclude(person__in=had).exclude(person__in=every)
    others = others.filter(_can_read(call.practice))
    ids = list(others.order_by().values_list("person", flat=True).distinct())
    loads = loads_of(call.practice, ids)
    free = [key for key, seat in agreed.items() if seat.is_free(today)]
    free += [key for key in ids if loads[key][0] < MOST_PASSED]
    people = Person.objects.visible_to(reader).in_bulk(free)
    hats = hat_names(people, reader=reader)
    return tuple(
        Candidate(
            key,
            str(people[key].name),
            hats.get(key, ""),
            agreed=key in agreed,
        )
        for key in free
        if key in people
    )


def _can_read(practice: Practice) -> Q:
    return Q() if practice.visibility != Visibility.STAFF else Q(person__is_staff=True)


def could_agree(practice: Practice, *, reader: Reader | None) -> tuple[Candidate, ...]:
    """Return who speaks for the bodies of a practice and has not agreed; for network staff."""
    if reader is None or not reader.is_staff:
        return ()
    agreed = Contact.objects.filter(practice=practice).values("person")
    found = speakers_of(practice).exclude(person__in=agreed).filter(_can_read(practice))
    people = Person.objects.visible_to(reader).filter(pk__in=found.values("person"))
    hats = hat_names([one.pk for one in people], reader=reader)
    return tuple(
        Candidate(one.pk, one.name, hats.get(one.pk, ""), agreed=False)
        for one in people.order_by("name", "pk")
    )


@dataclass(frozen=True, slots=True)
class Agreed:
    """One practice that someone agreed to be asked about, and her month."""

    slug: str
    title: str
    limit: int
    load: int
    note: str
    away_until: date | None
    counts: bool  # whether she is still of the bodies of it, so that she is asked


def agreed_by(person: Person) -> tuple[Agreed, ...]:
    """Return what someone agreed to be asked about; practices not open to her any more are left."""
    month = month_of(timezone.localdate())
    hers = HandOver.objects.filter(to=person, practice=OuterRef("practice"), at__gte=month)
    asked = hers.order_by().values("to").annotate(n=Count("pk")).values("n")
    standing = Contact.objects.standing().filter(pk=OuterRef("pk"))
    rows = Contact.objects.filter(person=person, practice__visibility__in=readable_by(person))
    counted = rows.annotate(load=Coalesce(Subquery(asked), 0), counts=Exists(standing))
    return tuple(
        Agreed(*row)
        for row in counted.order_by("practice__title").values_list(
            "practice__slug",
            "practice__title",
            "most_a_month",
            "load",
            "note",
            "paused_until",
            "counts",
        )
    )


@dataclass(frozen=True, slots=True)
class CallTotals:
    """How much is asked in the network, without questions and names; for its staff."""

    agreed: int  # people
    practices: int  # that somebody can be asked about
    room: int  # requests that may be made this month
    asked: int  # this month
    states: tuple[tuple[CallState, int], ...]  # of those asked in the last year


def call_totals(*, reader: Reader | None) -> CallTotals | None:
    """Return the totals; nothing for who is not of the staff. Three queries."""
    if reader is None or not reader.is_staff:
        return None
    now = timezone.now()
    agreed = list(Contact.objects.standing().values_list("person", "practice", "most_a_month"))
    asked = HandOver.objects.filter(at__gte=month_of(timezone.localdate())).count()
    year = CallRequest.objects.filter(made__gte=now - timedelta(days=365))
    counted = dict(
        year.exclude(state=CallState.DRAFT).order_by().values_list("state").annotate(Count("pk"))
    )
    return CallTotals(
        agreed=len({person for person, _practice, _most in agreed}),
        practices=len({practice for _person, practice, most in agreed if most}),
        room=sum(most for _person, _practice, most in agreed),
        asked=asked,
        states=tuple((state, counted[state]) for state in CallState if state in counted),
    )
