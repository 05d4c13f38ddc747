"""Which costs of which year are paid by what money, and what nobody pays yet."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from decapolis.initiatives.choices import FundingState
from decapolis.initiatives.queries.shown import NOTHING, PlanShown, YearSum
from decapolis.kernel import numbers


@dataclass(frozen=True, slots=True)
class YearGap:
    """One year: its costs, taken apart by how sure the money for them is.

    ``certified``, ``applied``, ``idea`` and ``open`` add up to ``cost``: the surest money is used
    first. ``over`` is money beyond the costs.
    """

    year: int | None  # None: no year is said
    cost: Decimal
    certified: Decimal
    applied: Decimal
    idea: Decimal
    open: Decimal
    over: Decimal

    @property
    def label(self) -> str:
        """The year as people read it."""
        return str(self.year) if self.year is not None else _("No year said")


@dataclass(frozen=True, slots=True)
class Gap:
    """The costs of a plan year by year, by how sure the money for them is."""

    currency: str
    years: tuple[YearGap, ...]
    left_out: int  # lines in another currency, costs and funding

    @property
    def cost(self) -> Decimal:
        """All costs."""
        return sum((one.cost for one in self.years), NOTHING)

    @property
    def certified(self) -> Decimal:
        """What of them certified money pays."""
        return sum((one.certified for one in self.years), NOTHING)

    @property
    def applied(self) -> Decimal:
        """What of them money pays that is applied for."""
        return sum((one.applied for one in self.years), NOTHING)

    @property
    def idea(self) -> Decimal:
        """What of them money pays that is an idea."""
        return sum((one.idea for one in self.years), NOTHING)

    @property
    def open(self) -> Decimal:
        """What of them nobody pays yet."""
        return sum((one.open for one in self.years), NOTHING)

    @property
    def sentence(self) -> str:
        """What it says, for readers."""
        if not self.cost:
            return _("There are no costs to cover: no budget line has an amount.")
        told = _("Of {cost}, {certified} is certified").format(
            cost=numbers.money(self.cost, self.currency),
            certified=numbers.percent(_percent(self.certified, self.cost)),
        )
        if self.applied or self.idea:
            told += _(", {hoped} applied for or an idea").format(
                hoped=numbers.percent(_percent(self.applied + self.idea, self.cost))
            )
        if not self.open:
            return told + ". " + _("Every year is covered.")
        short = [one.label for one in self.years if one.open]
        told += _(" and {open} is not covered").format(open=numbers.money(self.open, self.currency))
        return told + " (" + numbers.listing(short) + ")."


def gap_of(plan: PlanShown) -> Gap:
    """Return which costs of which year are covered; what is in another currency is left out."""
    sums = plan.sums
    return Gap(
        currency=sums.currency,
        years=tuple(_year(one) for one in sums.years),
        left_out=len(sums.left_out) + len(sums.funding_left_out),
    )


def _year(one: YearSum) -> YearGap:
    left = one.cost
    used: dict[FundingState, Decimal] = {}
    given = NOTHING
    for state in (FundingState.CERTIFIED, FundingState.APPLIED, FundingState.IDEA):
        held = one.funding.get(state, NOTHING)
        used[state] = min(held, left)
        left -= used[state]
        given += held
    return YearGap(
        year=one.year,
        cost=one.cost,
        certified=used[FundingState.CERTIFIED],
        applied=used[FundingState.APPLIED],
        idea=used[FundingState.IDEA],
        open=left,
        over=max(NOTHING, given - one.cost),
    )


def _percent(part: Decimal, whole: Decimal) -> int:
    """Return whole percent; what is not nothing is not told as nothing, nor a part as the whole."""
    share = round(100 * part / whole)
    if part and not share:
        return 1
    return 99 if share == 100 and part < whole else share  # noqa: PLR2004 -- percent
