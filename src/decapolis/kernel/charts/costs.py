"""Charts of money: one price, the range of costs per unit, and who paid."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from decapolis.kernel import numbers
from decapolis.kernel.charts.canvas import (
    PAGE_LETTERS,
    Across,
    Anchor,
    Canvas,
    Pen,
    Table,
    paint,
    span,
    wide,
)

STRIP = 22
NARROW, WIDE = 330.0, 660.0  # pixels that labels are fitted to, on a phone and on a desk
GROUP = 96
SERIES = ("bar", "bar2", "bar3", "plan")
GAP = 0.5  # percent of the bar between two payers
MARGIN = 4  # pixels that a label may stand out
ALIKE = 0.01  # parts and total differ when they are over one percent apart


@dataclass(frozen=True, slots=True)
class Price:
    """One price on a scale from 0 to ``most``; ``note``: what it covers, or why it is unknown."""

    amount: float | None
    most: float
    currency: str = "USD"
    note: str = ""

    @property
    def text(self) -> str:
        """The price as people read it."""
        return numbers.money(self.amount, self.currency)

    def sentence(self) -> str:
        """Say the price and what it covers."""
        return f"{self.text} ({self.note})." if self.note else f"{self.text}."

    def table(self) -> Table:
        """Lay out the price."""
        return Table((gettext("Price"), gettext("Covers")), ((self.text, self.note),))


@dataclass(frozen=True, slots=True)
class CostPoint:
    """What one programme paid per unit."""

    label: str
    amount: float
    url: str = ""


@dataclass(frozen=True, slots=True)
class CostGroup:
    """Programmes whose prices cover the same thing."""

    label: str
    points: tuple[CostPoint, ...]

    @property
    def low(self) -> float:
        """The lowest price."""
        return min(point.amount for point in self.points)

    @property
    def high(self) -> float:
        """The highest price."""
        return max(point.amount for point in self.points)


@dataclass(frozen=True, slots=True)
class CostRange:
    """What a unit cost, apart by what the price covers; never a mean of few."""

    unit: str
    currency: str
    groups: tuple[CostGroup, ...]
    basis: str = ""

    @property
    def held(self) -> list[CostGroup]:
        """The groups that have a price."""
        return [group for group in self.groups if group.points]

    def sentence(self) -> str:
        """Say the range of each group and how many programmes stand behind it."""
        if not self.held:
            return gettext("No programme has stated what a %s cost.") % self.unit
        parts = [self._told(group) for group in self.held]
        return " ".join(f"{part[:1].upper()}{part[1:]}." for part in parts)

    def _told(self, group: CostGroup) -> str:
        price = numbers.money_range(group.low, group.high, self.currency)
        told = ngettext(
            "%(what)s: %(price)s a %(unit)s in one programme",
            "%(what)s: %(price)s a %(unit)s in %(n)d programmes",
            len(group.points),
        )
        return told % {
            "what": group.label,
            "price": price,
            "unit": self.unit,
            "n": len(group.points),
        }

    def table(self) -> Table:
        """Lay out every programme's price."""
        heads = (gettext("Covers"), gettext("Programme"), gettext("Per %s") % self.unit)
        rows = tuple(
            (group.label, point.label, numbers.money(point.amount, self.currency))
            for group in self.held
            for point in sorted(group.points, key=lambda p: p.amount)
        )
        return Table(heads, rows, frozenset({2}))


@dataclass(frozen=True, slots=True)
class FundingPart:
    """One payer; ``amount`` in the currency of the bar, ``None`` where it is not stated."""

    label: str
    amount: float | None


@dataclass(frozen=True, slots=True)
class FundingBar:
    """Who paid how much; ``total`` is the cost as stated, where it is."""

    currency: str
    parts: tuple[FundingPart, ...]
    total: float | None = None

    @property
    def stated(self) -> list[FundingPart]:
        """The payers with an amount, largest first."""
        return sorted((p for p in self.parts if p.amount), key=lambda p: -(p.amount or 0))

    @property
    def sum(self) -> float:
        """What the stated parts add up to."""
        return float(sum(part.amount or 0 for part in self.stated))

    @property
    def sum_text(self) -> str:
        """What the stated parts add up to, as people read it."""
        return numbers.money(self.sum or None, self.currency)

    @property
    def legend(self) -> list[tuple[str, str, str]]:
        """Mark, payer and amount, in the order of the bar; no mark where no amount is stated."""
        shown = [
            (SERIES[min(place, 3)], part.label, numbers.money(part.amount, self.currency))
            for place, part in enumerate(self.stated)
        ]
        silent = [("", part.label, numbers.unknown()) for part in self.parts if not part.amount]
        return shown + silent

    @property
    def mismatch(self) -> str:
        """A sentence where the parts do not add up to the stated cost, else nothing."""
        if not self.total or not self.sum or abs(self.sum - self.total) <= ALIKE * self.total:
            return ""
        words = {
            "sum": numbers.money(self.sum, self.currency),
            "total": numbers.money(self.total, self.currency),
        }
        if self.sum > self.total:
            return (
                gettext("The parts add up to %(sum)s, more than the stated cost of %(total)s.")
                % words
            )
        return gettext("The parts add up to %(sum)s of the stated cost of %(total)s.") % words

    def sentence(self) -> str:
        """Say who paid what share of what is stated."""
        if not self.stated:
            return gettext("Nobody has stated who paid how much.")
        shares = [
            f"{part.label} {numbers.percent(round(100 * (part.amount or 0) / self.sum))}"
            for part in self.stated
        ]
        money = numbers.money(self.sum, self.currency)
        told = gettext("Of %(sum)s stated: %(shares)s.")
        return told % {"sum": money, "shares": numbers.listing(shares)}

    def table(self) -> Table:
        """Lay out payers and amounts."""
        rows = tuple((label, amount) for _mark, label, amount in self.legend)
        return Table((gettext("Who paid"), gettext("Amount")), rows, frozenset({1}))


@paint.register
def price(chart: Price, pen: Pen) -> str:
    """Draw one price as a dot at the end of a line; nothing where it is unknown."""
    if chart.amount is None or chart.most <= 0:
        return ""
    canvas = pen.canvas(STRIP)
    at, y = span(2, 94, 0, chart.most), STRIP / 2
    here = at(min(chart.amount, chart.most))
    canvas.line("base", (2, 94), (y, y))
    canvas.line("join", (2, here), (y, y))
    canvas.dot("you", here, y, 5.5)
    return canvas.svg()


@paint.register
def funding_bar(chart: FundingBar, pen: Pen) -> str:
    """Draw one stacked bar, largest payer first; nothing where no amount is stated."""
    if not chart.stated:
        return ""
    canvas = pen.canvas(18, chart)
    room, x = 100 - GAP * (len(chart.stated) - 1), 0.0
    for place, part in enumerate(chart.stated):
        size = max(room * (part.amount or 0) / chart.sum, 0.4)
        canvas.bar(SERIES[min(place, 3)], (x, min(x + size, 100)), (0, 18))
        x += size + GAP
    return canvas.svg()


@paint.register
def cost_range(chart: CostRange, pen: Pen) -> str:
    """Draw one dot per programme over the band of each group, on one axis from zero."""
    held = chart.held
    if not held:
        return ""
    bottom = GROUP * len(held)
    canvas = pen.canvas(bottom + 20, chart)
    step, most = nice_axis(max(group.high for group in held))
    at = span(1, 97, 0, most)
    for order in range(round(most / step) + 1):
        x, odd = at(order * step), order % 2 == 1
        canvas.line("grid", (x, x), (22, bottom))
        words = numbers.money(order * step, chart.currency)
        anchor: Anchor = "start" if order == 0 else "end" if order * step >= most else "middle"
        edge = {"start": -0.9, "end": 3.0, "middle": 0.0}[anchor]
        canvas.text(words, x + edge, bottom + 15, css="t far" if odd else "t", anchor=anchor)
    for order, group in enumerate(held):
        _cost_group(canvas, group, at, GROUP * order)
    return canvas.svg()


def _cost_group(canvas: Canvas, group: CostGroup, at: Across, top: float) -> None:
    y = top + 56
    canvas.text(group.label, 0, top + 14, css="b")
    if len(group.points) > 1:
        canvas.bar("band", (at(group.low), at(group.high)), (y - 8, y + 8))
    for point in sorted(group.points, key=lambda p: p.amount):
        canvas.dot("you", at(point.amount), y, 5.5, point.label)
    for label in _fitted(group, at, canvas):
        canvas.text(
            label.words,
            label.x,
            y + (-13 if label.above else 23),
            css=label.css,
            anchor=label.anchor,
        )


@dataclass(frozen=True, slots=True)
class _Label:
    words: str
    x: float
    anchor: Anchor
    above: bool
    css: str

    def reach(self, width: float) -> tuple[float, float]:
        """Return where it begins and ends, in pixels."""
        size, middle = wide(self.words, PAGE_LETTERS) + 8, self.x / 100 * width
        shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor]
        return middle - size * shift, middle + size * (1 - shift)


def _fitted(group: CostGroup, at: Across, canvas: Canvas) -> list[_Label]:
    """Return the labels that have room: first the two ends, then what fits between.

    A label that fits only on a desk is marked ``far`` and hides on a phone.
    """
    points = sorted(group.points, key=lambda p: p.amount)
    order = list({id(p): p for p in (points[0], points[-1], *points)}.values())
    taken: list[_Label] = []
    room = canvas.width if canvas.medium == "print" else WIDE
    for css, width in (("t", NARROW), ("t far", room)):
        if canvas.medium == "print" and css == "t":
            continue
        for point in order:
            if all(label.words != point.label for label in taken):
                taken.extend(_first_free(point, at, css, width, taken))
    return taken


def _first_free(
    point: CostPoint, at: Across, css: str, width: float, taken: list[_Label]
) -> Iterator[_Label]:
    """Give the first place of a label that meets no other and stays inside; or none."""
    x = at(point.amount)
    anchors: tuple[Anchor, ...] = ("middle", "start", "end")
    for above in (True, False):
        for anchor in anchors:
            label = _Label(point.label, x, anchor, above, css)
            left, right = label.reach(width)
            meets = any(
                other.above == above
                and left < other.reach(width)[1]
                and other.reach(width)[0] < right
                for other in taken
            )
            if left >= -MARGIN and right <= width + MARGIN and not meets:
                yield label
                return


def nice_axis(most: float, steps: int = 4) -> tuple[float, float]:
    """Return the step and the end of an axis from zero that holds ``most``.

    A step is 1, 2, 2.5 or 5 times a power of ten.
    """
    if most <= 0:
        return 1.0, 1.0
    rough = most / steps
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * 0.999)
    return step, step * math.ceil(most / step - 1e-9)
