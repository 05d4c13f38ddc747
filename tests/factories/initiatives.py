"""Valid initiatives with plans, lines and what follows; every argument has a plain default."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from decapolis.cities.models import City
from decapolis.initiatives.choices import Condition, LineKind, Standing
from decapolis.initiatives.models import (
    Ask,
    CalendarLink,
    Comparable,
    Draw,
    Finding,
    Initiative,
    Line,
    Plan,
    Reading,
    Report,
    Review,
    StageChange,
    TargetChange,
)
from decapolis.initiatives.queries.plan import MODELS
from decapolis.library.models import Practice
from decapolis.people.choices import Seat
from decapolis.people.models import Person
from tests.factories import boards, cities, hats
from tests.factories.library import practice

_numbers = count(1)
USUAL: dict[LineKind, dict[str, Any]] = {
    LineKind.ACTIVITY: {},
    LineKind.MILESTONE: {},
    LineKind.COST: {"currency": "USD"},
    LineKind.FUNDING: {"currency": "USD"},
    LineKind.POST: {},
    LineKind.SYSTEM: {},
    LineKind.RISK: {},
    LineKind.MEASURE: {},
    LineKind.APPROVAL: {"kind": "council"},
    LineKind.EVIDENCE: {},
}


def initiative(*owners: Person, **fields: Any) -> Initiative:
    """Return a new initiative, with an empty plan, that these people own."""
    number = next(_numbers)
    values = {"title": f"Initiative {number}", "challenge": "The lamps are dark.", "made_by": None}
    values["city"] = fields.pop("city", None) or cities.city()
    plan_fields = fields.pop("plan", {})
    values["team"] = fields.pop("team", None) or boards.team(*owners)
    made = Initiative.objects.create(**values | fields)
    StageChange.objects.create(initiative=made, stage=made.stage)
    Plan.objects.create(initiative=made, **{"currency": "USD", "price_year": 2026} | plan_fields)
    return made


def owned(city: City | None = None, **fields: Any) -> tuple[Initiative, Person]:
    """Return a new initiative and who owns it: somebody who speaks for its city."""
    place = city or cities.city()
    owner = hats.speaker(place)
    return initiative(owner, city=place, **fields), owner


def seated(of: Initiative, seat: str = Seat.MEMBER, **fields: Any) -> Person:
    """Return a new member with a seat in the team."""
    person = hats.people.person(**fields)
    boards.seat(of.team, person, seat)
    return person


def line(of: Initiative | Plan, what: str = "activity", /, **fields: Any) -> Line:
    """Return a new line of a plan."""
    plan = of.plan if isinstance(of, Initiative) else of
    number = next(_numbers)
    known = LineKind(what)
    values = {"title": f"Line {number}", "position": number} | USUAL[known] | fields
    return MODELS[known]._default_manager.create(plan=plan, **values)


def draw(of: Initiative, on: Practice | None = None, **fields: Any) -> Draw:
    """Return what an initiative draws on."""
    return Draw.objects.create(initiative=of, practice=on or practice(), **fields)


def finding(of: Initiative, **fields: Any) -> Finding:
    """Return what a team says of one condition."""
    values = {"condition": Condition.SIZE, "standing": Standing.UNKNOWN} | fields
    values.setdefault("practice", practice())
    return Finding.objects.create(initiative=of, **values)


def comparable(of: Line, **fields: Any) -> Comparable:
    """Return an amount that a team compares a budget line with."""
    values = {"amount": 1_000_000, "currency": "USD", "counts": True, "why": "The same lamps."}
    values |= fields
    values.setdefault("practice", practice())
    return Comparable.objects.create(line=of, **values)


def review(of: Initiative, **fields: Any) -> Review:
    """Return a look back that waits."""
    return Review.objects.create(initiative=of, **{"day": 90, "due": date(2027, 3, 1)} | fields)


def report(of: Initiative, **fields: Any) -> Report:
    """Return a few words on how it goes."""
    return Report.objects.create(initiative=of, **{"done": "The lamps are bought."} | fields)


def ask(of: Initiative, person: Person, **fields: Any) -> Ask:
    """Return a question that was sent to somebody of the team."""
    return Ask.objects.create(initiative=of, person=person, **{"on": date(2027, 3, 1)} | fields)


def calendar_link(of: Initiative, person: Person) -> CalendarLink:
    """Return somebody's address of the days of an initiative."""
    return CalendarLink.objects.create(initiative=of, person=person)


def reading(of: Line, **fields: Any) -> Reading:
    """Return a value of a measure."""
    return Reading.objects.create(measure=of, **{"on": date(2027, 3, 1), "value": 40.0} | fields)


def target_change(of: Line, **fields: Any) -> TargetChange:
    """Return a target that became another."""
    values = {"before": 40.0, "after": 50.0, "why": "The offer was dearer.", "at": NOON}
    return TargetChange.objects.create(measure=of, **values | fields)


NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
