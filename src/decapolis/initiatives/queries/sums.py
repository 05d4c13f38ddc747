"""Add up the money of a plan, year by year. Nothing is converted: no rate is guessed."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from decapolis.initiatives.choices import CostKind, FundingState
from decapolis.initiatives.queries.shown import NOTHING, CostShown, FundingShown, Sums, YearSum

Money = dict[int | None, Decimal]


def sums_of(
    costs: Sequence[CostShown], funding: Sequence[FundingShown], *, currency: str, price_year: int
) -> Sums:
    """Return the sums of what is in the currency of the plan; refused money counts for nothing."""
    own = [one for one in costs if one.currency == currency]
    given = [one for one in funding if one.currency == currency]
    paid: dict[CostKind, Money] = {kind: defaultdict(Decimal) for kind in CostKind}
    come: dict[FundingState, Money] = {state: defaultdict(Decimal) for state in FundingState}
    for cost in own:
        for year, amount in cost.paid:
            paid[cost.cost_kind][year] += amount
    for source in given:
        for year, amount in source.paid:
            come[source.state][year] += amount
    years = {year for of in (*paid.values(), *come.values()) for year in of}
    return Sums(
        currency=currency,
        price_year=price_year,
        years=tuple(
            YearSum(
                year,
                {kind: of[year] for kind, of in paid.items() if year in of},
                {state: of[year] for state, of in come.items() if year in of},
            )
            for year in sorted(years, key=lambda one: (one is None, one or 0))
        ),
        sourced=sum((one.total or NOTHING for one in own if one.has_source), NOTHING),
        left_out=tuple(one.id for one in costs if one.currency != currency),
        funding_left_out=tuple(one.id for one in funding if one.currency != currency),
    )
