"""Charts of a plan: a line among its analogues, what the total comes to, money by year."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext

from decapolis.kernel import numbers
from decapolis.kernel.charts.canvas import (
    PAGE_LETTERS,
    Across,
    Anchor,
    Pen,
    Table,
    paint,
    span,
    wide,
)
from decapolis.kernel.charts.costs import CostPoint, nice_axis

STRIP, LINE = 118.0, 52.0  # pixels: the height of a strip, and where its dots lie
NARROW, WIDE = 330.0, 660.0  # pixels of a picture on a phone and on a desk
MARGIN = 6  # pixels that a name may stand out
BARS, TOP, FOOT = 220.0, 74.0, 26.0
YEARS = 230.0
MOST_YEARS = 8  # that are all written below a picture on a phone
EDGE = 22  # percent: nearer to an end words stand beside their place


@dataclass(frozen=True, slots=True)
class PlanRange:
    """What one unit of a plan's line costs, among programmes elsewhere; all in ``currency``.

    ``own`` is None where the plan's price is not known; ``says`` is the sentence on it.
    """

    per: str
    currency: str
    points: tuple[CostPoint, ...]
    own: float | None
    own_label: str
    says: str

    def sentence(self) -> str:
        """Say the range and where the plan lies."""
        return self.says

    def table(self) -> Table:
        """Lay out every programme's price, and the plan's among them."""
        rows = [(point.amount, point.label) for point in self.points]
        if self.own is not None:
            rows.append((self.own, self.own_label))
        told = tuple(
            (label, numbers.money(float(f"{amount:.3g}"), self.currency))
            for amount, label in sorted(rows)
        )
        return Table((gettext("Programme"), gettext("Per %s") % self.per), told, frozenset({1}))


@dataclass(frozen=True, slots=True)
class TotalSpread:
    """How often a total comes to what, in ``currency``: bars between ``edges``, and four marks."""

    currency: str
    edges: tuple[float, ...]
    counts: tuple[int, ...]
    plan: float
    p50: float
    p80: float
    reserve: float
    says: str

    def sentence(self) -> str:
        """Say what the total comes to."""
        return self.says

    @property
    def marks(self) -> tuple[tuple[str, float, str], ...]:
        """Words, amount and look of each mark, the lowest first."""
        found = (
            (gettext("Plan: %s") % self.told(self.plan), self.plan, "join"),
            (gettext("Half: %s") % self.told(self.p50), self.p50, "med"),
            (gettext("80%%: %s") % self.told(self.p80), self.p80, "trend"),
        )
        return tuple(sorted(found, key=lambda one: one[1]))

    def told(self, amount: float) -> str:
        """Return an amount as people read it, to three figures."""
        return numbers.money(float(f"{amount:.3g}"), self.currency)

    def table(self) -> Table:
        """Lay out the marks, and how many of 100 cases lie in each bar."""
        drawn = sum(self.counts) or 1
        rows = [
            (gettext("Sum of the plan"), self.told(self.plan)),
            (gettext("Not exceeded in half of all cases"), self.told(self.p50)),
            (gettext("Not exceeded in 80% of cases"), self.told(self.p80)),
            (gettext("Reserve"), self.told(self.reserve)),
        ]
        rows += [
            (
                f"{self.told(low)} \N{EN DASH} {self.told(high)}",
                gettext("%s of cases") % numbers.percent(round(100 * count / drawn, 1)),
            )
            for (low, high), count in zip(pairwise(self.edges), self.counts, strict=True)
        ]
        return Table(
            (gettext("Total"), gettext("Amount, or how often")), tuple(rows), frozenset({1})
        )


@dataclass(frozen=True, slots=True)
class MoneyYear:
    """One year: parts of its costs by how sure the money for them is; they add up to the costs."""

    label: str
    certified: float
    applied: float
    idea: float
    open: float

    @property
    def cost(self) -> float:
        """All that is to be paid."""
        return self.certified + self.applied + self.idea + self.open

    @property
    def parts(self) -> tuple[tuple[str, float], ...]:
        """Mark and amount of each part, the surest first."""
        return (
            ("bar", self.certified),
            ("bar2", self.applied),
            ("bar3", self.idea),
            ("ghost", self.open),
        )


@dataclass(frozen=True, slots=True)
class MoneyYears:
    """The costs of each year, by how sure the money for them is; ``says`` is the sentence."""

    currency: str
    years: tuple[MoneyYear, ...]
    says: str

    def sentence(self) -> str:
        """Say how much is covered."""
        return self.says

    @property
    def legend(self) -> tuple[tuple[str, str], ...]:
        """Mark and words of each part, the surest first."""
        return (
            ("bar", gettext("Certified")),
            ("bar2", gettext("Applied for")),
            ("bar3", gettext("Idea")),
            ("ghost", gettext("Not covered")),
        )

    def table(self) -> Table:
        """Lay out the years, and all of them together."""
        heads = (
            gettext("Year"), gettext("Costs"), *(words for _mark, words in self.legend),
        )  # fmt: skip
        rows = [
            (year.label, *(self._told(part) for part in (year.cost, *dict(year.parts).values())))
            for year in self.years
        ]
        sums = [sum(dict(year.parts)[mark] for year in self.years) for mark, _words in self.legend]
        rows.append((gettext("Together"), *(self._told(part) for part in (sum(sums), *sums))))
        return Table(heads, tuple(rows), frozenset(range(1, len(heads))))

    def _told(self, amount: float) -> str:
        return numbers.money(amount, self.currency)


@paint.register
def plan_range(chart: PlanRange, pen: Pen) -> str:
    """Draw a dot for each programme over the band of all, and the plan's own; from zero."""
    if not chart.points:
        return ""
    canvas = pen.canvas(STRIP, chart)
    amounts = [point.amount for point in chart.points]
    step, most = nice_axis(max([*amounts, chart.own or 0.0]))
    at = span(2, 96, 0, most)
    for order in range(round(most / step) + 1):
        x = at(order * step)
        canvas.line("grid", (x, x), (26, STRIP - 22))
        last = order * step >= most
        anchor: Anchor = "start" if order == 0 else "end" if last else "middle"
        css = "t far" if order % 2 else "t"
        canvas.text(numbers.money(order * step, chart.currency), x, STRIP - 6, css=css,
                    anchor=anchor)  # fmt: skip
    if len(amounts) > 1:
        canvas.bar("band", (at(min(amounts)), at(max(amounts))), (LINE - 8, LINE + 8))
    canvas.line("base", (at(0), at(most)), (LINE, LINE))
    for point in sorted(chart.points, key=lambda one: one.amount):
        told = numbers.money(float(f"{point.amount:.3g}"), chart.currency)
        canvas.dot("them", at(point.amount), LINE, 5, f"{point.label}: {told}")
    for label, x, anchor, css in _names(chart, at):
        canvas.text(label, x, LINE - 16, css=css, anchor=anchor)
    if chart.own is not None:
        x = at(chart.own)
        canvas.dot("you", x, LINE, 6.5, chart.own_label)
        canvas.text(chart.own_label, x, LINE + 26, css="b", anchor=_anchor(x))
    return canvas.svg()


def _names(chart: PlanRange, at: Across) -> Iterator[tuple[str, float, Anchor, str]]:
    """Give the names of programmes that have room: both ends first, then what fits.

    A name that fits only on a desk is marked ``far`` and hides on a phone.
    """
    points = sorted(chart.points, key=lambda one: one.amount)
    order = list(dict.fromkeys((points[0], points[-1], *points)))
    placed: list[CostPoint] = []
    for css, width in (("t", NARROW), ("t far", WIDE)):
        taken = [_reach(point, at, width) for point in placed]
        for point in order:
            left, right = _reach(point, at, width)
            if point in placed or left < -MARGIN or right > width + MARGIN:
                continue
            if all(right <= low or left >= high for low, high in taken):
                placed.append(point)
                taken.append((left, right))
                x = at(point.amount)
                yield point.label, x, _anchor(x), css


def _reach(point: CostPoint, at: Across, width: float) -> tuple[float, float]:
    """Return where a name begins and ends, in pixels of a picture so wide."""
    x = at(point.amount)
    size, middle = wide(point.label, PAGE_LETTERS) + 10, x / 100 * width
    left = middle - size * {"start": 0.0, "middle": 0.5, "end": 1.0}[_anchor(x)]
    return left, left + size


def _anchor(x: float) -> Anchor:
    return "start" if x < EDGE else "end" if x > 100 - EDGE else "middle"


@paint.register
def total_spread(chart: TotalSpread, pen: Pen) -> str:
    """Draw how often the total comes to what, with the plan, half and 80 %, and the reserve."""
    most = max(chart.counts, default=0)
    if not most:
        return ""
    canvas = pen.canvas(BARS, chart)
    low = min(chart.edges[0], chart.plan)
    high = max(chart.edges[-1], chart.plan)
    at, floor = span(2, 97, low, high), BARS - FOOT - 18
    down = span(floor, TOP, 0, most)
    for (left, right), count in zip(pairwise(chart.edges), chart.counts, strict=True):
        css = "bar2" if (left + right) / 2 <= chart.p80 else "plan"
        canvas.bar(css, (at(left) + 0.15, at(right) - 0.15), (min(down(count), floor - 1), floor))
    canvas.line("base", (2, 97), (floor, floor))
    if chart.reserve:
        canvas.bar("bar3", (at(chart.plan), at(chart.p80)), (floor + 3, floor + 13))
    for order, (words, amount, css) in enumerate(chart.marks):  # no line meets words above it
        x, y = at(amount), 14.0 + 20 * order
        canvas.line(css, (x, x), (y - 10, floor + 13))
        fits = x / 100 * NARROW + wide(words) + 6 <= NARROW
        anchor: Anchor = "start" if fits else "end"
        canvas.text(words, x, y, css="b", anchor=anchor, shift=(6 if fits else -6, 0))
    canvas.text(chart.told(low), 2, BARS - 6)
    canvas.text(chart.told(high), 97, BARS - 6, anchor="end")
    return canvas.svg()


@paint.register
def money_years(chart: MoneyYears, pen: Pen) -> str:
    """Draw a column for each year, the surest money at its foot; what is not covered is empty."""
    most = max((year.cost for year in chart.years), default=0.0)
    if not most:
        return ""
    canvas = pen.canvas(YEARS, chart)
    step, top = nice_axis(most, 3)
    floor, down = YEARS - FOOT, span(YEARS - FOOT, 18, 0, top)
    left = 3 + 100 * wide(numbers.money(top, chart.currency)) / NARROW
    for order in range(round(top / step) + 1):
        y = down(order * step)
        canvas.line("grid", (0, 99), (y, y))
        canvas.text(numbers.money(order * step, chart.currency), 0, y, shift=(0, -4))
    broad = (98 - left) / len(chart.years)
    gap = min(broad * 0.15, 1.5)
    for order, year in enumerate(chart.years):
        x, foot = left + order * broad, 0.0
        for css, amount in year.parts:
            if amount > 0:
                high = down(foot + amount)
                canvas.bar(css, (x + gap, x + broad - gap), (high, down(foot)))
                foot += amount
        css = "t far" if len(chart.years) > MOST_YEARS and order % 2 else "t"
        canvas.text(year.label, x + broad / 2, YEARS - 8, css=css, anchor="middle")
    canvas.line("base", (0, 99), (floor, floor))
    return canvas.svg()
