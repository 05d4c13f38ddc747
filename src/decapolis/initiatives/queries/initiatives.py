"""Read initiatives: lists, one with its team and its steps, and who sits where."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from decapolis.benchmarks.queries.theories import theory_of
from decapolis.cities.models import City
from decapolis.initiatives.choices import Opened, Stage
from decapolis.initiatives.errors import NoSuchInitiative
from decapolis.initiatives.models import Initiative, StageChange
from decapolis.initiatives.queries.dates import DateFacts, dates_of
from decapolis.initiatives.queries.draws import DrawShown, draws_of
from decapolis.kernel.permissions import Reader
from decapolis.library.models import Practice
from decapolis.organisations.queries import speaks_for_bodies
from decapolis.people.choices import LEADS, Seat
from decapolis.people.models import Person, TeamSeat, teams_of
from decapolis.people.queries import names_of

SOON = 4  # dates that a page lists


@dataclass(frozen=True, slots=True)
class InitiativeRow:
    """An initiative in a list; ``seat`` is empty for readers outside its team."""

    key: str
    path: str
    title: str
    city_id: int
    city: str
    challenge: str
    themes: tuple[str, ...]
    stage: str
    stage_label: str
    opened: str
    shows_plan: bool
    made: datetime
    ended: date | None
    seat: str
    seat_label: str


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """Somebody in the team."""

    person_id: int
    name: str
    title: str
    seat: str
    seat_label: str
    since: datetime


@dataclass(frozen=True, slots=True)
class StepFacts:
    """One step, forward or back; ``by`` is empty for readers outside the team."""

    stage: str
    stage_label: str
    why: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class InitiativeFacts:
    """An initiative as a reader may see it.

    Attributes
    ----------
    seat
        Of the reader; empty: they see what was opened to them.
    team, steps
        Empty for readers outside the team.
    dates
        The next ones, and what is late; of readers outside the team empty.
    became
        Slug of the practice that tells of it, where the reader may read that.
    """

    row: InitiativeRow
    seat: str
    team: tuple[SeatFacts, ...]
    steps: tuple[StepFacts, ...]
    draws: tuple[DrawShown, ...]
    dates: tuple[DateFacts, ...]
    board: str  # key
    theory_slug: str
    theory_title: str
    why_ended: str
    became: str
    became_title: str
    may_read_plan: bool


def seat_of(person: Reader | None, initiative: Initiative) -> str:
    """Return what somebody does in a team; empty where they have no seat that counts."""
    held = TeamSeat.objects.of_members().filter(
        team=initiative.team_id, person=getattr(person, "pk", None) or 0
    )
    return str(held.values_list("seat", flat=True).first() or "")


def is_led(initiative: Initiative) -> bool:
    """Tell whether somebody is there who leads it."""
    seats = TeamSeat.objects.of_members().filter(team=initiative.team_id, seat__in=LEADS)
    return bool(seats.exists())


def team_people(initiative: Initiative) -> tuple[Person, ...]:
    """Return who sits in the team, for notices and the log."""
    seats = TeamSeat.objects.of_members().filter(team=initiative.team_id)
    return tuple(one.person for one in seats.select_related("person"))


def initiative_of(key: str, *, reader: Reader | None) -> Initiative:
    """Return one initiative.

    Raises
    ------
    NoSuchInitiative
        There is none, or it is not open to the reader.
    """
    rows = Initiative.objects.visible_to(reader).select_related("city__country", "board", "became")
    found: Initiative | None = rows.filter(key=key).first()
    if found is None:
        raise NoSuchInitiative(_("There is no such initiative, or it is not open to you."))
    return found


def initiatives_seen(
    reader: Reader | None, *, whose: Literal["own", "opened", "orphaned"] | None = None
) -> QuerySet[Initiative]:
    """Return what somebody may see: of their teams, opened to them, or (None) both.

    ``orphaned`` are those that nobody leads any more, of cities that the reader speaks for.
    """
    rows = Initiative.objects.visible_to(reader)
    match whose:
        case "own":
            rows = Initiative.objects.of_team(reader)
        case "opened":
            rows = rows.exclude(team__in=teams_of(reader))
        case "orphaned":
            cities = [one.pk for one in speaks_for_bodies(reader) if isinstance(one, City)]
            led = TeamSeat.objects.of_members().filter(seat__in=LEADS, team=OuterRef("team"))
            rows = Initiative.objects.filter(~Exists(led), city__in=cities)
    found: QuerySet[Initiative] = rows.select_related("city")
    return found


def own_initiatives(reader: Reader | None) -> tuple[InitiativeRow, ...]:
    """Return those in whose team the reader sits, running ones first."""
    found = rows_of(initiatives_seen(reader, whose="own"), reader)
    return tuple(sorted(found, key=lambda one: one.ended is not None))


def opened_initiatives(
    reader: Reader | None, *, city: City | int | None = None
) -> tuple[InitiativeRow, ...]:
    """Return those that the reader may see without a seat: opened to the network or everyone."""
    rows = initiatives_seen(reader, whose="opened")
    return rows_of(rows if city is None else rows.filter(city=city), reader)


def initiatives_of_city(city: City | int, *, reader: Reader | None) -> tuple[InitiativeRow, ...]:
    """Return those of a city that the reader may see, also their own."""
    if not Initiative.objects.filter(city=city).exists():  # as in most; the whole question is long
        return ()
    return rows_of(initiatives_seen(reader).filter(city=city), reader)


def initiatives_on(slug: str, *, reader: Reader | None) -> tuple[InitiativeRow, ...]:
    """Return those that draw on a practice, of all that the reader may see.

    The caller sees to it that the reader may read the practice by its name.
    """
    return rows_of(initiatives_seen(reader).filter(draws__practice__slug=slug), reader)


def orphans_of(reader: Reader | None) -> tuple[InitiativeRow, ...]:
    """Return those that nobody leads any more, of cities that the reader speaks for."""
    return rows_of(initiatives_seen(reader, whose="orphaned"), reader)


def orphan_of(key: str, *, reader: Reader | None) -> Initiative:
    """Return one that nobody leads, of a city that the reader speaks for.

    Raises
    ------
    NoSuchInitiative
        There is none, or it is not theirs to take over.
    """
    rows = initiatives_seen(reader, whose="orphaned").select_related("city__country")
    found = rows.filter(key=key).first()
    if found is None:
        raise NoSuchInitiative(_("There is no such initiative, or it is not open to you."))
    return found


def initiative_facts(initiative: Initiative, *, reader: Reader | None) -> InitiativeFacts:
    """Return an initiative as a reader may see it; the same queries whatever it holds."""
    seat = seat_of(reader, initiative)
    known = Practice.objects.open_to(reader).filter(pk=initiative.became_id or 0)
    became = known.first()
    theory = _theory(initiative, reader)
    return InitiativeFacts(
        row=_row(initiative, seat),
        seat=seat,
        team=_team(initiative) if seat else (),
        steps=_steps(initiative, reader) if seat else (),
        draws=draws_of(initiative, reader),
        dates=tuple(dates_of(initiative)[:SOON]) if seat else (),
        board=initiative.board.key if seat and initiative.board else "",
        theory_slug=initiative.theory if theory else "",
        theory_title=theory,
        why_ended=initiative.why_ended,
        became=became.slug if became else "",
        became_title=became.title if became else "",
        may_read_plan=Initiative.objects.plans_open_to(reader).filter(pk=initiative.pk).exists(),
    )


def _theory(initiative: Initiative, reader: Reader | None) -> str:
    if not initiative.theory:
        return ""
    found = theory_of(initiative.city, reader=reader, slug=initiative.theory)
    return found.title if found else ""


def _team(initiative: Initiative) -> tuple[SeatFacts, ...]:
    seats = TeamSeat.objects.of_members().filter(team=initiative.team_id).select_related("person")
    order = list(Seat)
    found = sorted(seats, key=lambda one: (order.index(Seat(one.seat)), one.pk))
    return tuple(
        SeatFacts(
            one.person_id, str(one.person), one.person.title, one.seat,
            str(one.get_seat_display()), one.since,
        )
        for one in found
    )  # fmt: skip


def _steps(initiative: Initiative, reader: Reader | None) -> tuple[StepFacts, ...]:
    rows = list(StageChange.objects.filter(initiative=initiative))
    names = names_of({one.by_id for one in rows}, reader=reader)
    return tuple(
        StepFacts(
            stage=one.stage,
            stage_label=str(one.get_stage_display()),
            why=one.why,
            by=names.get(one.by_id or 0, ""),
            at=one.at,
        )
        for one in rows
    )


def rows_of(rows: QuerySet[Initiative], reader: Reader | None) -> tuple[InitiativeRow, ...]:
    """Return initiatives as a list shows them; two queries."""
    found = list(rows)
    held = TeamSeat.objects.of_members().filter(
        team__in=[one.team_id for one in found], person=getattr(reader, "pk", None) or 0
    )
    seats: dict[int, str] = dict(held.values_list("team", "seat"))
    return tuple(_row(one, seats.get(one.team_id, "")) for one in found)


def _row(one: Initiative, seat: str) -> InitiativeRow:
    return InitiativeRow(
        key=one.key,
        path=one.path,
        title=one.title,
        city_id=one.city_id,
        city=one.city.name,
        challenge=one.challenge,
        themes=tuple(one.themes),
        stage=one.stage,
        stage_label=str(Stage(one.stage).label),
        opened=one.opened,
        shows_plan=one.shows_plan and one.opened != Opened.TEAM,
        made=one.made,
        ended=one.ended,
        seat=seat,
        seat_label=str(Seat(seat).label) if seat else "",
    )
