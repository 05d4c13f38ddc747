"""A framework over its editions: how cities moved, and what moved them."""

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from decapolis.api.shapes import Out
from decapolis.benchmarks.bridge.panels import panel_to_read
from decapolis.benchmarks.queries.frameworks import framework_to_read

router = Router(tags=["Rankings"])


class RoundOut(Out):
    """One edition."""

    slug: str
    name: str
    year: int | None


class CausesOut(Out):
    """A change taken apart; the four sum to it."""

    own: float = Field(description="By the city's own data.")
    others: float = Field(description="By the data of the cities that are in both editions.")
    entry: float = Field(description="By cities that came in or left.")
    method: float = Field(description="By recipe, weights and criteria.")


class MoveOut(Out):
    """How one city moved between two editions."""

    code: str
    score_before: float
    score_after: float
    score: CausesOut
    rank_before: int
    rank_after: int
    rank: CausesOut = Field(description="Of places: above 0 is a loss; need not be whole.")


class StepOut(Out):
    """From one edition to the next."""

    before: RoundOut
    after: RoundOut
    moves: list[MoveOut]
    came: list[str] = Field(description="Codes of cities in the later edition alone.")
    left: list[str] = Field(description="Codes of cities in the earlier edition alone.")
    mean_move: float = Field(description="How many places cities moved on the average.")
    field: CausesOut | None = Field(description="The share of each cause in all that moved.")
    why_not: str = Field(description="Why moves cannot be told apart; empty: they are.")


class PointOut(Out):
    """Where a city stood in one edition."""

    rank: int
    score: float
    of: int


class TrackOut(Out):
    """One city over all editions."""

    code: str
    name: str
    points: list[PointOut | None] = Field(description="One for each edition; null: no place.")


class PanelOut(Out):
    """A framework over its published editions, the oldest first."""

    framework: str
    name: str
    editions: list[RoundOut]
    tracks: list[TrackOut]
    steps: list[StepOut]


@router.get("/frameworks/{slug}/years", response=PanelOut)
def get_framework_over_years(request: HttpRequest, slug: str) -> PanelOut:
    """How cities moved from edition to edition, and what moved them."""
    found = framework_to_read(slug, reader=request.user)
    return PanelOut.model_validate(panel_to_read(found.slug, found.name, reader=request.user))
