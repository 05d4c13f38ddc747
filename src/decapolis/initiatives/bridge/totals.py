"""What a plan's costs come to when its lines are uncertain, and the reserve that this suggests."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from django.utils.translation import gettext as _

from decapolis.engines import costs as engine
from decapolis.initiatives.bridge.analogues import Compared, compared
from decapolis.initiatives.queries.shown import CostShown, PlanShown
from decapolis.kernel import numbers
from decapolis.kernel.permissions import Reader

SEED: Final = 5  # of every plan, so that a number once printed can be made again
# AACE International 18R-97: an estimate of class 4 (study or feasibility) may be so far off.
STUDY_LOW, STUDY_HIGH = 0.7, 1.5

How = Literal["range", "analogues", "study", "certain"]


@dataclass(frozen=True, slots=True)
class LineRisk:
    """One line in the total: all its years together, in the currency of the plan.

    Attributes
    ----------
    how
        What its spread is from: the team's own low and high, its analogues, the usual spread of a
        study, or nothing, for it is zero.
    """

    line_id: int
    title: str
    amount: float
    how: How
    p50: float
    p80: float

    @property
    def how_words(self) -> str:
        """What its spread is from, for readers."""
        words: dict[How, str] = {
            "range": _("lowest and highest by the team"),
            "analogues": _("comparable programmes"),
            "study": _("usual spread of a study: 30% less to 50% more"),
            "certain": _("taken as it stands"),
        }
        return words[self.how]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line that is not in the total, and why."""

    line_id: int
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Total:
    """The total of a plan, all years together, in its currency.

    Attributes
    ----------
    plan
        Sum of the lines as they stand.
    p10, p50, p80, p90
        The costs stay at or below that in so many of 100 cases.
    reserve
        p80 - plan, never below zero.
    enough
        In what share of cases the plan's sum is enough, from 0 to 1.
    edges, counts
        Bars of a picture; empty where nothing spreads.
    """

    currency: str
    price_year: int
    plan: float
    p10: float
    p50: float
    p80: float
    p90: float
    reserve: float
    enough: float
    lines: tuple[LineRisk, ...]
    left_out: tuple[LeftOut, ...]
    edges: tuple[float, ...]
    counts: tuple[int, ...]
    correlation: float = engine.CORRELATION
    draws: int = engine.DRAWS
    seed: int = SEED

    @property
    def is_known(self) -> bool:
        """Whether any line is in it."""
        return bool(self.lines) and self.plan > 0

    @property
    def reserve_share(self) -> float:
        """The reserve over the plan's sum."""
        return self.reserve / self.plan if self.plan else 0.0

    @property
    def by_study(self) -> int:
        """How many lines have neither a range nor analogues."""
        return sum(one.how == "study" for one in self.lines)

    @property
    def sentence(self) -> str:
        """What it says, for readers."""
        if not self.is_known:
            return _("Nothing can be added up: no budget line has an amount.")
        words = {
            "plan": numbers.money(three(self.plan), self.currency),
            "half": numbers.money(three(self.p50), self.currency),
            "safe": numbers.money(three(self.p80), self.currency),
            "reserve": numbers.money(three(self.reserve), self.currency),
            "share": numbers.percent(round(100 * self.reserve_share)),
            "enough": numbers.percent(round(100 * self.enough)),
        }
        told = _(
            "All years together, the lines add up to {plan}. In half of all cases the costs stay "
            "below {half}, in 80% below {safe}."
        ).format(**words)
        if not self.reserve:
            return told + " " + _("The sum of the plan already covers that: no reserve is needed.")
        return told + " " + _(
            "The sum of the plan is enough in {enough} of cases; a reserve of {reserve} ({share}) "
            "makes it 80%."
        ).format(**words)  # fmt: skip


def total_of(
    plan: PlanShown, reader: Reader | None = None, *, found: Sequence[Compared] | None = None
) -> Total:
    """Return what the costs of a plan come to, all years together.

    A line spreads by the team's own low and high; else by its analogues, from three; else as wide
    as a study may be off. Lines in another currency or without an amount are left out.

    Parameters
    ----------
    found
        What `compared` gave for the plan and the reader, where it is at hand.
    """
    by_line = {one.line.id: one for one in (compared(plan, reader) if found is None else found)}
    held = [line for line in plan.costs if not _why_left_out(line, plan)]
    spreads = [_spread(line, by_line.get(line.id)) for line in held]
    rows = [values for _how, *values in spreads]
    amount, low, high, centre, scale = np.array(rows, dtype=np.float64).reshape(-1, 5).T
    made = engine.simulate(engine.Lines(amount, low, high, centre, scale), seed=SEED)
    return Total(
        currency=plan.currency,
        price_year=plan.price_year,
        plan=made.plan,
        p10=made.p10,
        p50=made.p50,
        p80=made.p80,
        p90=made.p90,
        reserve=made.reserve,
        enough=made.enough,
        lines=tuple(
            LineRisk(line.id, line.title, float(line.total or 0), spread[0], p50, p80)
            for line, spread, p50, p80 in zip(
                held, spreads, made.line_p50.tolist(), made.line_p80.tolist(), strict=True
            )
        ),
        left_out=tuple(
            LeftOut(line.id, line.title, why)
            for line in plan.costs
            if (why := _why_left_out(line, plan))
        ),
        edges=tuple(made.edges.tolist()),
        counts=tuple(made.counts.tolist()),
    )


def _why_left_out(line: CostShown, plan: PlanShown) -> str:
    if line.amount is None:
        return _("It has no amount.")
    if line.currency != plan.currency:
        return _("It is in {currency}, and no exchange rate is held.").format(
            currency=line.currency
        )
    return ""


def _spread(
    line: CostShown, found: Compared | None
) -> tuple[How, float, float, float, float, float]:
    """Return how a line spreads: amount, low, high, centre and scale, all its years."""
    amount, nan = float(line.total or 0), float("nan")
    if not amount:
        return "certain", 0.0, nan, nan, nan, nan
    if line.low is not None or line.high is not None:
        low = float((line.low if line.low is not None else line.amount or 0) * line.years)
        high = float((line.high if line.high is not None else line.amount or 0) * line.years)
        return "range", amount, min(low, amount), max(high, amount), nan, nan
    if found is not None and found.spread is not None:
        return "analogues", amount, nan, nan, found.spread.centre, found.spread.scale
    return "study", amount, amount * STUDY_LOW, amount * STUDY_HIGH, nan, nan


def three(value: float) -> float:
    """Round to three figures: the lines carry no more."""
    return float(f"{value:.3g}")
