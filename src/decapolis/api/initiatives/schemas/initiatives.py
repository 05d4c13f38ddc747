"""What the API tells of an initiative, its team and its stages."""

from datetime import date, datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from decapolis.api.shapes import SEVERAL, CityId, In, Out
from decapolis.initiatives.choices import Opened, Stage
from decapolis.library.choices import Theme
from decapolis.people.choices import Seat


class InitiativeItem(Out):
    """An initiative, as lists tell it."""

    key: str
    title: str
    city_id: int
    city: str
    challenge: str = Field(description="What hurts, and whom.")
    themes: list[str]
    stage: Stage
    opened: Opened = Field(description="Who reads of it beside its team.")
    shows_plan: bool = Field(description="Whether they read its plan, too.")
    made: datetime
    ended: date | None = Field(description="When it was done or stopped.")
    seat: str = Field(description="What you do in its team; empty: you have no seat.")


class SeatOut(Out):
    """Somebody in the team."""

    person_id: int
    name: str
    title: str
    seat: Seat
    since: datetime


class StepOut(Out):
    """One step of an initiative, forward or back."""

    stage: Stage
    why: str
    by: str
    at: datetime


class DrawOut(Out):
    """A practice that the initiative draws on, where you may read it."""

    slug: str
    title: str
    city: str
    why: str = Field(description="What for.")
    is_first: bool = Field(description="It began from this one.")
    contact: str = Field(description="Whom to call, where you may know; may be empty.")


class DayOut(Out):
    """A day that comes, or went by without being done."""

    on: date
    kind: str
    label: str
    title: str
    is_late: bool


class InitiativeDetail(InitiativeItem):
    """An initiative; team, steps, days and board are empty for who has no seat."""

    team: list[SeatOut]
    steps: list[StepOut] = Field(description="The oldest first.")
    draws: list[DrawOut]
    dates: list[DayOut] = Field(description="The next ones, and what is late.")
    board: str = Field(description="Key of its board.")
    theory_slug: str = Field(description="Its theory of change among those of its city.")
    theory_title: str
    why_ended: str
    became: str = Field(description="Slug of the practice that tells of it.")
    may_read_plan: bool


class InitiativeFilters(Schema):
    """Which initiatives are asked for."""

    whose: Literal["own", "opened", "orphaned"] | None = Field(
        None,
        description="own: of your teams; opened: to you, by others; orphaned: of your city, and "
        "nobody leads them any more.",
    )
    city: CityId | None = Field(None, description="GeoNames id of its city.")
    stage: list[Stage] = Field([], description=SEVERAL)
    theme: list[Theme] = Field([], description=SEVERAL)
    ended: bool | None = Field(None, description="Done or stopped; false: not yet.")


class BeginIn(In):
    """A new initiative of a city that you speak for."""

    city: CityId
    title: str
    challenge: str = Field(description="What hurts, and whom.")
    themes: list[Theme] = Field([], description="At most five.")
    practice: str | None = Field(None, description="Slug of a practice that it draws on.")
    template: str | None = Field(
        None, description="Slug of the canvas of its board; null: the mayors' workshop."
    )


class BegunOut(Out):
    """An initiative that was begun."""

    key: str
    board: str = Field(description="Key of its board.")


class ChangeIn(In):
    """What an initiative is; only the fields that you send are changed."""

    title: str | None = None
    challenge: str | None = None
    themes: list[Theme] | None = None
    theory: str | None = Field(
        None, description="Slug of a theory of change of its city; empty: none."
    )


class StageIn(In):
    """How far it is from now on."""

    stage: Stage
    why: str = Field("", description="Needed to stop it, and to take it up again after its end.")


class OpenedIn(In):
    """Who reads of it beside its team."""

    opened: Opened
    shows_plan: bool = Field(default=False, description="Its plan, too.")


class DrawIn(In):
    """Why it draws on a practice."""

    why: str = Field("", description="What for.")


class SeatIn(In):
    """What somebody does in the team."""

    seat: Seat
