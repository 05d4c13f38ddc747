"""What the API tells of costs beside those of others, of doubt, gaps and the transfer check."""

import math
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import BeforeValidator, Field, model_validator

from decapolis.api.library.schemas import Amount
from decapolis.api.shapes import In, Out, taken
from decapolis.initiatives.bridge.analogues import Analogue, Compared
from decapolis.initiatives.bridge.transfer import Check
from decapolis.initiatives.choices import Condition, Standing

INTERNATIONAL = "Constant international dollars."


def _known(value: object) -> object:
    return None if isinstance(value, float) and math.isnan(value) else value


Number = Annotated[float | None, BeforeValidator(_known)]


class ChosenOut(Out):
    """What the team says of an amount."""

    counts: bool
    why: str
    by: str = Field(description="Empty for readers outside the team.")
    at: datetime


class AnalogueOut(Out):
    """What one programme elsewhere paid."""

    practice: str = Field(description="Slug.")
    title: str
    city: str
    amount: Amount = Field(description="As published.")
    currency: str
    covers: str
    per_unit: Number = Field(description=INTERNATIONAL)
    per_resident: Number = Field(description=INTERNATIONAL)
    how: str = Field(description="How it was converted, or why it was not.")
    why_not: str = Field(description="Why it does not count here; empty: it does.")
    choice: ChosenOut | None = Field(description="Null: the team says nothing, the rules decide.")

    @model_validator(mode="before")
    @classmethod
    def _from_analogue(cls, one: Any) -> Any:  # noqa: ANN401 -- pydantic's signature
        if not isinstance(one, Analogue):
            return one
        cost = one.published.cost
        return taken(
            cls,
            one,
            practice=one.published.slug,
            title=one.published.title,
            city=one.published.city,
            amount=cost.amount,
            currency=cost.currency,
            covers=cost.covers,
        )


class AgainstOut(Out):
    """Where the line lies among others; null where their number allows no more to be said."""

    size: int
    low: Number
    high: Number
    median: Number
    lower_quartile: Number
    upper_quartile: Number
    cheaper: int
    dearer: int
    side: str = Field(description="below, within or above; may be empty.")
    times_median: Number
    percentile: Number


class OwnOut(Out):
    """What the plan puts, in the same money."""

    per_unit: Number = Field(description=INTERNATIONAL)
    per_resident: Number = Field(description=INTERNATIONAL)
    how: str


class ComparedOut(Out):
    """A budget line beside what comparable programmes paid."""

    line: int
    title: str
    basis: Literal["unit", "resident", ""] = Field(description="Empty: nothing is compared.")
    per: str
    own: OwnOut
    counted: list[AnalogueOut] = Field(description="The cheapest first.")
    aside: list[AnalogueOut] = Field(description="Left out; each says why.")
    offered: list[AnalogueOut] = Field(description="The team could compare these by hand.")
    found: AgainstOut | None
    beside: AgainstOut | None = Field(description="The same for a resident, beside a unit.")
    scopes: list[str] = Field(description="What prices of the unit cover, where it must be said.")
    sentence: str

    @model_validator(mode="before")
    @classmethod
    def _from_compared(cls, one: Any) -> Any:  # noqa: ANN401 -- pydantic's signature
        if not isinstance(one, Compared):
            return one
        return taken(cls, one, line=one.line.id, title=one.line.title)


class LineRiskOut(Out):
    """One line in the total, all its years together."""

    line_id: int
    title: str
    amount: Number
    how: str = Field(description="What spreads it: range, analogues, study, certain.")
    p50: Number
    p80: Number


class LeftOutOut(Out):
    """A line that is not in the total, and why."""

    line_id: int
    title: str
    why: str


class TotalOut(Out):
    """The total, all years together: so many draws of lines that are uncertain together."""

    currency: str
    price_year: int
    plan: Number = Field(description="The lines as they stand.")
    p10: Number
    p50: Number
    p80: Number
    p90: Number
    reserve: Number = Field(description="That makes the plan enough in 80 of 100 cases.")
    enough: Number = Field(description="In what share of cases the plan is enough, 0 to 1.")
    lines: list[LineRiskOut]
    left_out: list[LeftOutOut]
    edges: list[float] = Field(description="Bars of a picture: one more than `counts`.")
    counts: list[int]
    correlation: float
    draws: int
    seed: int
    sentence: str


class YearGapOut(Out):
    """One year; certified, applied, idea and open add up to its cost."""

    year: int | None = Field(description="Null: not said.")
    cost: Amount
    certified: Amount
    applied: Amount
    idea: Amount
    open: Amount
    over: Amount = Field(description="Money beyond the costs.")


class FundingGapOut(Out):
    """The costs of each year, by how sure the money for them is; the surest is used first."""

    currency: str
    years: list[YearGapOut]
    left_out: int = Field(description="Lines in another currency.")
    cost: Amount
    certified: Amount
    applied: Amount
    idea: Amount
    open: Amount
    sentence: str


class CostsOut(Out):
    """The costs of a plan: beside those of others, in doubt, and by year."""

    lines: list[ComparedOut]
    total: TotalOut
    gap: FundingGapOut
    reference_year: int = Field(description="Of constant dollars.")


class AmountAsked(Schema):
    """An amount of the library, known by what was published."""

    practice: str = Field(description="Slug of the practice.")
    amount: Decimal = Field(ge=0, max_digits=18, decimal_places=2, description="As published.")
    currency: str = Field(pattern="^[A-Z]{3}$", description="ISO 4217.")


class ComparableIn(AmountAsked, In):
    """An amount of the library, and what the team says of it."""

    counts: bool = Field(description="Compared with it; false: left out.")
    why: str = Field(description="For whoever reads the plan.")


class FoundOut(Out):
    """What the team says of a condition."""

    standing: str = Field(description="Empty: as the figures say.")
    note: str
    by: str
    at: datetime
    risk: int | None = Field(description="Id of the risk that was made of it.")
    task: int | None = Field(description="Id of the activity that was made of it.")


class SourceOut(Out):
    """Where a figure of the check is from."""

    words: str
    url: str


class CheckOut(Out):
    """One condition: how it is there, how it is here, and whether it is met."""

    condition: Condition
    detail: str = Field(description="Which of several of its kind; may be empty.")
    label: str
    there: str
    here: str
    by_figures: Standing
    standing: Standing = Field(description="By the team where it says so, else by figures.")
    rule: str
    sources: list[SourceOut]
    matters: bool = Field(description="False: the theme hardly hangs on it.")
    team: FoundOut | None

    @model_validator(mode="before")
    @classmethod
    def _from_check(cls, check: Any) -> Any:  # noqa: ANN401 -- pydantic's signature
        if not isinstance(check, Check):
            return check
        return taken(
            cls,
            check,
            condition=check.key.condition,
            detail=check.key.detail,
            sources=[{"words": words, "url": url} for words, url in check.sources],
        )


class TransferOut(Out):
    """All conditions of one practice."""

    slug: str
    title: str
    city: str
    my_city: str
    barriers: list[str]
    checks: list[CheckOut]
    sentence: str


class CheckIn(In):
    """One condition of one practice."""

    practice: str = Field(description="Slug.")
    condition: Condition
    detail: str = ""


class FindingIn(CheckIn):
    """What the team says of it; nothing of both takes it back."""

    standing: Standing | None = Field(None, description="Null: as the figures say.")
    note: str = ""


class MakeIn(CheckIn):
    """What is made of it."""

    what: Literal["risk", "task"]
