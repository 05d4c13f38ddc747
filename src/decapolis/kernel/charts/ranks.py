"""Charts of rankings: places as intervals in groups, and scores among those of all others."""

from dataclasses import dataclass
from math import sqrt

from django.utils.translation import gettext, ngettext

from decapolis.kernel import numbers
from decapolis.kernel.charts.canvas import Across, Canvas, Pen, Table, paint, span

HIGH = 28  # a row of the table that the page makes of it
ROW = 22  # a row in print
ENDS = (2.5, 97.5)
FEW, MORE, MANY = 12, 40, 120  # places: the axis counts by 2, 5, 20, 50
SMALLEST, GROWS, LARGEST = 2.4, 1.7, 9.5  # radius of a circle, in pixels
PARTS = 40  # of a scale: scores nearer than that share a circle


@dataclass(frozen=True, slots=True)
class RankRow:
    """One city: where it stands, and where it could.

    Attributes
    ----------
    key
        What a script knows it by.
    place, was
        Where it stands; where it stood as published, if that is drawn too.
    low, high
        Ends of its interval of places; None without one.
    of
        How many there are.
    score, exact
        As it is written, and with all digits that were computed.
    first
        In how many of the ways it is first, in words.
    moved
        By how many places, in words; empty where it stands as published.
    """

    key: str
    label: str
    place: int | None
    low: int | None
    high: int | None
    of: int
    score: str
    first: str = ""
    url: str = ""
    note: str = ""
    was: int | None = None
    moved: str = ""
    exact: str = ""
    is_mine: bool = False

    @property
    def span_text(self) -> str:
        """The interval as a reader has it: ``3 to 21``, or one place."""
        if self.low is None or self.high is None:
            return numbers.unknown()
        return str(self.low) if self.low == self.high else f"{self.low}\N{EN DASH}{self.high}"

    def sentence(self) -> str:
        """Say where it stands and where it could."""
        words = {"city": self.label, "place": numbers.ordinal(self.place)}
        if self.low is None:
            return gettext("%(city)s: %(place)s.") % words
        words |= {"low": numbers.ordinal(self.low), "high": numbers.ordinal(self.high)}
        return gettext("%(city)s: %(place)s, or anywhere from %(low)s to %(high)s.") % words

    def table(self) -> Table:
        """Lay out the one row."""
        return Table((), ((str(self.place), self.label, self.span_text, self.score, self.first),))


@dataclass(frozen=True, slots=True)
class RankGroup:
    """Cities among which the order cannot be told."""

    title: str
    rows: tuple[RankRow, ...]


@dataclass(frozen=True, slots=True)
class RankPlot:
    """A ranking.

    Attributes
    ----------
    mine, mine_key
        Whose row is highlighted, in words, and what a script knows it by.
    total
        What the score is called.
    has_moved
        Weights are the reader's own.
    bars
        What intervals are of, in the words of the key.
    """

    caption: str
    groups: tuple[RankGroup, ...]
    of: int
    mine: str = ""
    mine_key: str = ""
    total: str = ""
    has_moved: bool = False
    bars: str = ""

    @property
    def rows(self) -> list[RankRow]:
        """All rows, best first."""
        return [row for group in self.groups for row in group.rows]

    @property
    def has_first(self) -> bool:
        """Whether it is known how often each is first."""
        return any(row.first for row in self.rows)

    @property
    def axis(self) -> str:
        """The places over the plot, drawn."""
        canvas = Canvas(16, "page", 0)
        at = across(self.of)
        for place, is_far in ticks(self.of):
            css = "t far" if is_far else "t"
            canvas.text(str(place), at(place), 12, css=css, anchor="middle")
        return canvas.svg()

    def sentence(self) -> str:
        """Say who is first, and how wide the interval in the middle is."""
        known = [row for row in self.rows if row.low is not None and row.high is not None]
        if not self.rows:
            return gettext("There is no city to rank.")
        said = gettext("%(city)s is first of %(of)s.") % {
            "city": self.rows[0].label,
            "of": numbers.number(self.of),
        }
        if not known:
            return said
        wide = sorted((row.high or 0) - (row.low or 0) for row in known)[len(known) // 2]
        words = ngettext(
            "The place of the city in the middle could be %d away.",
            "The place of the city in the middle could move over %d places.",
            wide,
        )
        return f"{said} {words % wide}"

    def table(self) -> Table:
        """Lay out place, interval, score and how often each is first."""
        heads = (gettext("Place"), gettext("City"), gettext("Interval"), self.total or "")
        rows = tuple((str(row.place), row.label, row.span_text, row.score) for row in self.rows)
        return Table(heads, rows, frozenset({0, 2, 3}))


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One score of a city among those of all others, on a scale from ``low`` to ``high``.

    ``note`` is a small word under the label; ``place`` says in words how many are above.
    """

    label: str
    mine: float | None
    others: tuple[float, ...]
    low: float
    high: float
    text: str
    place: str = ""
    note: str = ""
    is_whole: bool = False  # made of others: a pillar, the index

    @property
    def circles(self) -> list[tuple[float, int]]:
        """Scores of all with how many have each; those that nearly agree are one."""
        step = (self.high - self.low) / PARTS or 1.0
        counts: dict[int, list[float]] = {}
        known = [*self.others, *([] if self.mine is None else [self.mine])]
        for value in known:
            counts.setdefault(round((value - self.low) / step), []).append(value)
        return [(sum(of) / len(of), len(of)) for _part, of in sorted(counts.items())]

    def sentence(self) -> str:
        """Say the score and its place."""
        return f"{self.label}: {self.text}{f', {self.place}' if self.place else ''}."

    def table(self) -> Table:
        """Lay out the one row."""
        return Table((), ((self.label, self.text, self.place),))


@dataclass(frozen=True, slots=True)
class ScorePlot:
    """A city's scores, each among those of all others."""

    city: str
    rows: tuple[ScoreRow, ...]

    def sentence(self) -> str:
        """Say on how many it is above the middle of the others."""
        known = [row for row in self.rows if row.mine is not None and row.others]
        above = [row for row in known if (row.mine or 0) > _middle(row.others)]
        below = [row for row in known if (row.mine or 0) < _middle(row.others)]
        words = gettext(
            "%(city)s is above the median of the others on %(above)s of %(of)s, below it on "
            "%(below)s."
        )
        return words % {
            "city": self.city,
            "above": len(above),
            "below": len(below),
            "of": len(known),
        }

    def table(self) -> Table:
        """Lay out scores and places."""
        heads = (gettext("Criterion"), gettext("Score"), gettext("Place"))
        rows = tuple((row.label, row.text, row.place) for row in self.rows)
        return Table(heads, rows, frozenset({1}))


def across(of: int) -> Across:
    """Return the rule that puts a place at a percent of the width."""
    return span(*ENDS, 1, of)


def ticks(of: int) -> list[tuple[int, bool]]:
    """Return the places on the axis, and which of them a narrow screen leaves out.

    Examples
    --------
    >>> [place for place, _far in ticks(31)]
    [1, 5, 10, 15, 20, 25, 31]
    """
    step = 2 if of <= FEW else 5 if of <= MORE else 20 if of <= MANY else 50
    between = [place for place in range(step, of, step) if 1 < place <= of - (step + 1) // 2]
    found = [(1, False), *((place, place // step % 2 == 1) for place in between)]
    return [*found, (of, False)] if of > 1 else found


def _middle(values: tuple[float, ...]) -> float:
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


@paint.register
def rank_row(chart: RankRow, pen: Pen) -> str:
    """Draw the interval, where the city stands, and where it stood."""
    canvas = pen.canvas(HIGH)
    at = across(chart.of)
    for place, _far in ticks(chart.of):
        canvas.line("grid", (at(place), at(place)), (0, HIGH))
    _interval(canvas, chart, at, HIGH / 2)
    return canvas.svg()


@paint.register
def rank_plot(chart: RankPlot, pen: Pen) -> str:
    """Draw the whole ranking with its words; on a page a table does that."""
    rows = chart.rows
    canvas = pen.canvas(ROW * (len(rows) + len(chart.groups)) + 20, chart)
    at = span(38, 80, 1, chart.of)
    for place, _far in ticks(chart.of):
        canvas.text(str(place), at(place), 12, anchor="middle")
    y = 20.0
    for group in chart.groups:
        canvas.text(group.title, 0, y + 15, css="b")
        y += ROW
        for row in group.rows:
            middle = y + ROW / 2
            canvas.text(str(row.place or ""), 4, middle + 4, anchor="end")
            canvas.text(row.label, 6, middle + 4, css="b" if row.is_mine else "t")
            _interval(canvas, row, at, middle)
            canvas.text(row.span_text, 90, middle + 4, anchor="end")
            canvas.text(row.score, 100, middle + 4, anchor="end")
            y += ROW
    return canvas.svg()


def _interval(canvas: Canvas, row: RankRow, at: Across, y: float) -> None:
    if row.low is not None and row.high is not None:
        css = "bar3" if row.is_mine else "bar2"
        left, right = at(row.low), at(row.high)
        if row.low == row.high:
            left, right = left - 0.6, right + 0.6
        canvas.bar(css, (left, right), (y - 4, y + 4))
    if row.was is not None and row.was != row.place:
        canvas.dot("them", at(row.was), y, 3.5)
    if row.place is not None:
        canvas.dot("pt", at(row.place), y, 4)


@paint.register
def score_row(chart: ScoreRow, pen: Pen) -> str:
    """Draw a circle at each score, larger for more cities, and the city's own dot."""
    canvas = pen.canvas(HIGH)
    _scores(canvas, chart, (4, 96), HIGH / 2)
    return canvas.svg()


@paint.register
def score_plot(chart: ScorePlot, pen: Pen) -> str:
    """Draw all rows with their words; on a page a table does that."""
    canvas = pen.canvas(ROW * len(chart.rows), chart)
    for order, row in enumerate(chart.rows):
        y = ROW * order + ROW / 2
        canvas.text(row.label, 0, y + 4)
        _scores(canvas, row, (41, 80), y)
        canvas.text(row.text, 100, y + 4, css="b", anchor="end")
    return canvas.svg()


def _scores(canvas: Canvas, row: ScoreRow, ends: tuple[float, float], y: float) -> None:
    at = span(*ends, row.low, row.high)
    canvas.line("grid", ends, (y, y))
    for value, count in row.circles:
        radius = min(SMALLEST + GROWS * (sqrt(count) - 1), LARGEST)
        canvas.dot("bub", at(value), y, radius)
    if row.mine is not None:
        canvas.dot("pt", at(row.mine), y, 4)
