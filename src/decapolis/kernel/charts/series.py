"""Charts of one indicator: several cities over the years, and how the values of all lie."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from decapolis.kernel import numbers
from decapolis.kernel.charts.canvas import Across, Anchor, Canvas, Pen, Table, paint, span, wide

HIGH, TOP, FOOT = 250.0, 22.0, 26.0  # pixels: the picture, its head, and the years below it
RIGHT = 76.0  # percent: the names of the lines stand at the right
NARROW = 330.0  # pixels of a picture on a phone
APART = 16.0  # pixels between two names
LONGEST = 16  # letters of a name beside its line
FEWEST_YEARS = 2
MOST_YEARS = 6  # that are written below a picture
ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
BARS, HEAP_TOP = 178.0, 38.0
MOST_EDGES = 5


@dataclass(frozen=True, slots=True)
class YearPoint:
    """One value; ``joined`` says whether a line leads to it from the one before."""

    year: int
    value: float
    joined: bool = True


@dataclass(frozen=True, slots=True)
class YearLine:
    """One city over the years, oldest first; years that are not there are unknown."""

    label: str
    points: tuple[YearPoint, ...]
    is_mine: bool = False

    @property
    def first(self) -> YearPoint | None:
        """The oldest value."""
        return self.points[0] if self.points else None

    @property
    def last(self) -> YearPoint | None:
        """The newest value."""
        return self.points[-1] if self.points else None


@dataclass(frozen=True, slots=True)
class TimeSeries:
    """One figure of several cities over the years, all in ``unit``; a gap stays open."""

    label: str
    unit: str
    lines: tuple[YearLine, ...]

    @property
    def known(self) -> tuple[YearLine, ...]:
        """The lines of which something is known."""
        return tuple(line for line in self.lines if line.points)

    @property
    def years(self) -> tuple[int, ...]:
        """Every year of which a value is known."""
        return tuple(sorted({point.year for line in self.lines for point in line.points}))

    def sentence(self) -> str:
        """Say what became of the reader's city, and how many others rose and fell."""
        mine = next((line for line in self.lines if line.is_mine), None)
        others = [line for line in self.known if not line.is_mine]
        parts = [self._own(mine)] if mine else []
        moved = [line for line in others if len(line.points) >= FEWEST_YEARS]
        if moved:
            rose = sum(_change(line) > 0 for line in moved)
            fell = sum(_change(line) < 0 for line in moved)
            told = (
                ngettext(
                    "Of %(n)d other city it rose in %(rose)d and fell in %(fell)d.",
                    "Of %(n)d other cities it rose in %(rose)d and fell in %(fell)d.",
                    len(moved),
                )
                if mine
                else ngettext(
                    "Of %(n)d city it rose in %(rose)d and fell in %(fell)d.",
                    "Of %(n)d cities it rose in %(rose)d and fell in %(fell)d.",
                    len(moved),
                )
            )
            parts.append(told % {"n": len(moved), "rose": rose, "fell": fell})
        if not self.known:
            return gettext("%s: nothing is known of these cities.") % self.label
        return f"{self.label}: {' '.join(parts)}" if parts else f"{self.label}."

    def _own(self, line: YearLine) -> str:
        if line.first is None or line.last is None:
            return gettext("unknown for %s.") % line.label
        words = {
            "city": line.label,
            "first": numbers.quantity(line.first.value, self.unit),
            "last": numbers.quantity(line.last.value, self.unit),
            "start": line.first.year,
            "end": line.last.year,
        }
        if line.first is line.last:
            return gettext("%(city)s %(last)s in %(end)s.") % words
        return gettext("%(city)s from %(first)s in %(start)s to %(last)s in %(end)s.") % words

    def table(self) -> Table:
        """Lay out the years, a column for each city."""
        held = [{point.year: point.value for point in line.points} for line in self.lines]
        rows = tuple(
            (str(year), *(numbers.quantity(values.get(year), self.unit) for values in held))
            for year in reversed(self.years)
        )
        heads = (gettext("Year"), *(line.label for line in self.lines))
        return Table(heads, rows, frozenset(range(1, len(heads))))


@dataclass(frozen=True, slots=True)
class HeapBar:
    """How many places have a value from ``low`` up to ``high``."""

    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """How the values of all places lie, in ``unit``; ``mine`` is the reader's city's value.

    ``places`` is what is counted, as in ``cities``.
    """

    label: str
    unit: str
    places: str
    heaps: tuple[HeapBar, ...]
    middle: float
    half: tuple[float, float]
    city: str = ""
    mine: float | None = None

    def sentence(self) -> str:
        """Say where the middle half lies, and the reader's city."""
        low, high = (numbers.quantity(edge, self.unit) for edge in self.half)
        words = {
            "label": self.label, "places": self.places, "low": low, "high": high,
            "middle": numbers.quantity(self.middle, self.unit), "city": self.city,
            "mine": numbers.quantity(self.mine, self.unit),
        }  # fmt: skip
        told = gettext("%(label)s: half of the %(places)s lie from %(low)s to %(high)s")
        if low == high:
            told = gettext("%(label)s: the middle half of the %(places)s lies at %(low)s")
        told = f"{told}, {gettext('the median is %(middle)s')}." % words
        if self.mine is not None:
            told += " " + gettext("%(city)s: %(mine)s.") % words
        return told

    def table(self) -> Table:
        """Lay out how many lie where."""
        heads = (gettext("From"), gettext("Up to"), gettext("Number"))
        rows = tuple(
            (
                numbers.quantity(heap.low, self.unit),
                numbers.quantity(heap.high, self.unit),
                numbers.number(heap.count),
            )
            for heap in self.heaps
        )
        return Table(heads, rows, frozenset({0, 1, 2}))


@paint.register
def time_series(chart: TimeSeries, pen: Pen) -> str:
    """Draw a line for each city, the reader's on top; nothing where fewer than two years are."""
    years = chart.years
    if len(years) < FEWEST_YEARS:
        return ""
    canvas = pen.canvas(HIGH, chart)
    values = [point.value for line in chart.lines for point in line.points]
    step, low, high = _axis(min(values), max(values))
    ticks = [low + number * step for number in range(round((high - low) / step) + 1)]
    told = [numbers.quantity(tick, chart.unit) for tick in ticks]
    left = 3 + 100 * max(map(wide, told)) / NARROW
    across, down = span(left, RIGHT - 1, years[0], years[-1]), span(HIGH - FOOT, TOP, low, high)
    for tick, words in zip(ticks, told, strict=True):
        canvas.line("grid", (0, RIGHT), (down(tick), down(tick)))
        canvas.text(words, 0, down(tick), shift=(0, -4))
    shown = _some(years, MOST_YEARS)
    for order, year in enumerate(shown):
        css = "t far" if 0 < order < len(shown) - 1 and order != len(shown) // 2 else "t"
        canvas.text(str(year), across(year), HIGH - 6, css=css, anchor=_anchor(year, years))
    for line in sorted(chart.known, key=lambda one: one.is_mine):
        _line(canvas, line, across, down, chart.unit)
    for line, y in _names(chart.known, down):
        words = line.label if len(line.label) <= LONGEST else f"{line.label[: LONGEST - 1]}…"
        canvas.text(words, RIGHT + 1, y + 4, css="b" if line.is_mine else "t")
    return canvas.svg()


def _line(canvas: Canvas, line: YearLine, across: Across, down: Across, unit: str) -> None:
    css, dot, radius = ("trend", "you", 4.5) if line.is_mine else ("peer", "trace", 2.5)
    for before, point in zip(line.points, line.points[1:], strict=False):
        if point.joined:
            ends = (across(before.year), across(point.year))
            canvas.line(css, ends, (down(before.value), down(point.value)))
    for point in line.points:
        title = f"{line.label}, {point.year}: {numbers.quantity(point.value, unit)}"
        canvas.dot(dot, across(point.year), down(point.value), radius, title)


def _names(lines: Sequence[YearLine], down: Across) -> Iterator[tuple[YearLine, float]]:
    """Yield where names stand beside the ends of their lines, none upon another."""
    ends = sorted(
        ((down(line.last.value), line) for line in lines if line.last is not None),
        key=lambda one: one[0],
    )
    places: list[float] = []
    for y, _line_there in ends:
        places.append(max(y, places[-1] + APART) if places else y)
    over = places[-1] - (HIGH - FOOT) if places else 0
    if over > 0:  # move up from the foot, as far as needed
        edge = HIGH - FOOT
        for at in range(len(places) - 1, -1, -1):
            places[at] = min(places[at], edge)
            edge = places[at] - APART
    for (_y, line), place in zip(ends, places, strict=True):
        yield line, place


def _axis(low: float, high: float) -> tuple[float, float, float]:
    """Return a round step, and a first and last line that hold all values."""
    if high <= low:
        high = low + (abs(low) or 1.0)
    rough = (high - low) / 3
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(one * power for one in ROUND if one * power >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    if 0 < first * step < (high - low) / 2:
        first = 0  # zero is near: begin there
    return step, first * step, last * step


def _change(line: YearLine) -> float:
    return line.points[-1].value - line.points[0].value


def _some(years: Sequence[int], most: int) -> list[int]:
    """Return the first, the last and some years between, evenly."""
    if len(years) <= most:
        return _readable(years)
    last = len(years) - 1
    return _readable([years[round(at * last / (most - 1))] for at in range(most)])


def _readable(years: Sequence[int]) -> list[int]:
    """Leave out years whose words would lie upon the next, the last one never."""
    reach = (years[-1] - years[0]) / MOST_YEARS
    kept = [years[0]]
    for year in years[1:-1]:
        if year - kept[-1] >= reach and years[-1] - year >= reach:
            kept.append(year)
    return [*kept, years[-1]]


def _anchor(year: int, years: Sequence[int]) -> Anchor:
    return "start" if year == years[0] else "end" if year == years[-1] else "middle"


@paint.register
def histogram(chart: Histogram, pen: Pen) -> str:
    """Draw a bar for each heap, the median, and the reader's city."""
    most = max((heap.count for heap in chart.heaps), default=0)
    if not most:
        return ""
    canvas = pen.canvas(BARS, chart)
    floor, broad = BARS - FOOT, 98 / len(chart.heaps)
    down = span(floor, HEAP_TOP, 0, most)
    for order, heap in enumerate(chart.heaps):
        if not heap.count:
            continue
        left = 1 + order * broad
        top = min(down(heap.count), floor - 1)
        css = "bar" if _holds(chart, order, chart.mine) else "bar2"
        canvas.bar(css, (left + 0.25, left + broad - 0.25), (top, floor))
    canvas.line("base", (1, 99), (floor, floor))
    middle = _place(chart, chart.middle, broad)
    canvas.line("med", (middle, middle), (HEAP_TOP - 8, floor))
    _at(canvas, middle, HEAP_TOP - 14, gettext("median %s") % _told(chart, chart.middle), "t")
    if chart.mine is not None:
        canvas.dot("you", _place(chart, chart.mine, broad), floor, 6)
    edges = [*(heap.low for heap in chart.heaps), chart.heaps[-1].high]
    last = len(edges) - 1
    shown = sorted({round(at * last / (MOST_EDGES - 1)) for at in range(MOST_EDGES)})
    for at in shown:
        anchor: Anchor = "start" if at == 0 else "end" if at == last else "middle"
        css = "t far" if at not in {0, last} and at != shown[len(shown) // 2] else "t"
        canvas.text(_told(chart, edges[at]), 1 + at * broad, BARS - 6, css=css, anchor=anchor)
    return canvas.svg()


def _told(chart: Histogram, value: float) -> str:
    return numbers.quantity(value, chart.unit)


def _at(canvas: Canvas, x: float, y: float, words: str, css: str) -> None:
    """Write words around a place, or beside it near an edge."""
    near = 22
    anchor: Anchor = "start" if x < near else "end" if x > 100 - near else "middle"
    canvas.text(words, x, y, css=css, anchor=anchor)


def _holds(chart: Histogram, order: int, value: float | None) -> bool:
    if value is None:
        return False
    heap = chart.heaps[order]
    is_last = order == len(chart.heaps) - 1
    return heap.low <= value < heap.high or (is_last and value == heap.high)


def _place(chart: Histogram, value: float, broad: float) -> float:
    """Return where a value lies: within its bar evenly, however wide the bar is."""
    for order, heap in enumerate(chart.heaps):
        if _holds(chart, order, value):
            reach = heap.high - heap.low
            return 1 + broad * (order + ((value - heap.low) / reach if reach else 0.5))
    return 1.0 if value < chart.heaps[0].low else 99.0
