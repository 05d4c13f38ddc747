"""A plan over time: activities as bars, what waits for what, milestones and gates on their days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from babel.dates import format_date
from django.utils.translation import gettext, ngettext

from decapolis.kernel import numbers
from decapolis.kernel.charts.canvas import Across, Canvas, Pen, Table, paint, span, wide

HEAD: Final = 26.0  # pixels: the months above the bars
ROW: Final = 38.0  # words, and the bar below them
BAR: Final = (19.0, 30.0)  # within a row
LONGEST: Final = 44  # letters of a name: a phone has room for these
NARROW: Final = 330.0  # pixels of a picture on a phone
MOST_TICKS: Final = 6
LEAST: Final = 0.8  # percent of the width that the shortest bar has
STEPS: Final = (1, 2, 3, 6, 12, 24, 60, 120)  # months from tick to tick
MONTHS: Final = 12
DIAMOND: Final = 7.0


@dataclass(frozen=True, slots=True)
class GanttBar:
    """One activity; ``after`` are ids of those that come before it."""

    id: str
    label: str
    start: date
    end: date
    owner: str = ""
    after: tuple[str, ...] = ()
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class GanttMark:
    """A day on which something stands; at a gate is decided whether to go on."""

    label: str
    on: date
    is_gate: bool = False
    is_reached: bool = False


@dataclass(frozen=True, slots=True)
class Gantt:
    """Activities and milestones in the order of the plan.

    Attributes
    ----------
    undated
        Names of activities that do not say when they begin and end.
    today
        Where the line of today stands; None: nowhere.
    """

    bars: tuple[GanttBar, ...]
    marks: tuple[GanttMark, ...] = ()
    undated: tuple[str, ...] = ()
    today: date | None = None

    @property
    def days(self) -> tuple[date, ...]:
        """Every day that is named."""
        ends = (day for bar in self.bars for day in (bar.start, bar.end))
        return tuple(sorted([*ends, *(mark.on for mark in self.marks)]))

    def sentence(self) -> str:
        """Say from when to when it goes, what waits, what is decided, and what has no date."""
        parts = [self._span(), self._waits(), self._marked()]
        if self.undated:
            n = len(self.undated)
            words = ngettext(
                "%(n)d activity has no dates and is not drawn.",
                "%(n)d activities have no dates and are not drawn.",
                n,
            )
            parts.append(words % {"n": n})
        return " ".join(part for part in parts if part) or gettext("No activity has dates yet.")

    def table(self) -> Table:
        """Lay out activities, then milestones, with their days."""
        names = {bar.id: bar.label for bar in self.bars}
        rows = [
            (
                bar.label,
                bar.owner,
                numbers.day(bar.start),
                numbers.day(bar.end),
                "; ".join(names[one] for one in bar.after if one in names),
            )
            for bar in self.bars
        ]
        rows += [(label, "", numbers.unknown(), numbers.unknown(), "") for label in self.undated]
        for mark in self.marks:
            kind = gettext("Gate: %(what)s") if mark.is_gate else gettext("Milestone: %(what)s")
            rows.append((kind % {"what": mark.label}, "", "", numbers.day(mark.on), ""))
        heads = (
            gettext("What"),
            gettext("Owner"),
            gettext("Begins"),
            gettext("Ends"),
            gettext("Begins after"),
        )
        return Table(heads, tuple(rows))

    def _span(self) -> str:
        if not self.bars:
            return ""
        first = min(bar.start for bar in self.bars)
        last = max(bar.end for bar in self.bars)
        words = ngettext(
            "%(n)d activity runs from %(first)s to %(last)s.",
            "%(n)d activities run from %(first)s to %(last)s.",
            len(self.bars),
        )
        return words % {"n": len(self.bars), "first": _month(first), "last": _month(last)}

    def _waits(self) -> str:
        there = {bar.id for bar in self.bars}
        n = sum(bool(there.intersection(bar.after)) for bar in self.bars)
        words = ngettext(
            "%(n)d of them waits for another.", "%(n)d of them wait for another.", n
        )  # fmt: skip
        return words % {"n": n} if n else ""

    def _marked(self) -> str:
        n, gates = len(self.marks), sum(mark.is_gate for mark in self.marks)
        if not n:
            return ""
        if gates == n:
            return ngettext("%(n)d gate.", "%(n)d gates.", n) % {"n": n}
        words = ngettext("%(n)d milestone", "%(n)d milestones", n) % {"n": n}
        if not gates:
            return f"{words}."
        decided = ngettext("%(n)d of them a gate", "%(n)d of them gates", gates) % {"n": gates}
        return f"{words}, {decided}."


@paint.register
def _paint(figure: Gantt, pen: Pen) -> str:
    if not figure.days:
        return ""
    height = HEAD + ROW * (len(figure.bars) + len(figure.marks)) + 6
    canvas = pen.canvas(height, figure)
    canvas.css = "strip gantt"
    first, last = figure.days[0], figure.days[-1]
    begins, step = _months(first, last)
    ends = _later(begins, _ticks(begins, last, step) * step)
    across = span(0.5, 99.5, begins.toordinal(), ends.toordinal())
    _axis(canvas, begins, ends, step, across)
    if figure.today and begins <= figure.today <= ends:
        x = across(figure.today.toordinal())
        canvas.line("join", (x, x), (HEAD - 6, height))
    tops = {bar.id: HEAD + ROW * at for at, bar in enumerate(figure.bars)}
    for bar in figure.bars:
        _wait(canvas, bar, {one.id: one for one in figure.bars}, tops, across)
    for bar in figure.bars:
        _bar(canvas, bar, tops[bar.id], across)
    top = HEAD + ROW * len(figure.bars)
    for at, mark in enumerate(figure.marks):
        _mark(canvas, mark, top + ROW * at, across)
    return canvas.svg()


def _axis(canvas: Canvas, begins: date, ends: date, step: int, across: Across) -> None:
    at, number = begins, 0
    while at <= ends:
        x = across(at.toordinal())
        canvas.line("grid", (x, x), (HEAD - 6, canvas.height))
        if at < ends:
            words = str(at.year) if step >= MONTHS else _month(at, short=True)
            canvas.text(words, x, 14, css="t far" if number % 2 else "t", shift=(3, 0))
        at, number = _later(at, step), number + 1


def _bar(canvas: Canvas, bar: GanttBar, top: float, across: Across) -> None:
    left, right = _ends(bar, across)
    _words(canvas, bar.label, (left, right), top + 13)
    css = "bar2" if bar.is_done else "bar"
    canvas.bar(css, (left, right), (top + BAR[0], top + BAR[1]))


def _ends(bar: GanttBar, across: Across) -> tuple[float, float]:
    left = across(bar.start.toordinal())
    right = across((bar.end + timedelta(days=1)).toordinal())
    return left, max(right, left + LEAST)


def _wait(
    canvas: Canvas,
    bar: GanttBar,
    bars: Mapping[str, GanttBar],
    tops: Mapping[str, float],
    across: Across,
) -> None:
    """Lead from the end of what comes before down, and over to where this one begins."""
    to = _ends(bar, across)[0]
    middle = (BAR[0] + BAR[1]) / 2
    for one in bar.after:
        if one in bars:
            x = _ends(bars[one], across)[1]
            here, there = tops[bar.id] + middle, tops[one] + middle
            canvas.line("tie", (x, x), (there, here))
            canvas.line("tie", (x, to), (here, here))
            canvas.dot("pt", to, here, 2.5)


def _mark(canvas: Canvas, mark: GanttMark, top: float, across: Across) -> None:
    x, y = across(mark.on.toordinal()), top + (BAR[0] + BAR[1]) / 2
    _words(canvas, mark.label, (x, x), top + 12)
    if mark.is_gate:
        look = canvas.look("bar3")
        d = f"M0 {-DIAMOND:g} {DIAMOND:g} 0 0 {DIAMOND:g} {-DIAMOND:g} 0Z"
        canvas.raw(
            f"<svg x='{canvas.x(x)}' y='{canvas.y(y)}' overflow='visible'>"
            f"<path{look} d='{d}'/></svg>"
        )
    else:
        canvas.dot("you" if mark.is_reached else "them", x, y, 5)


def _words(canvas: Canvas, words: str, at: tuple[float, float], y: float) -> None:
    """Write a name above its mark: from its left, to its right, or about it, as it has room."""
    short = words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}…"
    long = wide(short) / NARROW * 100
    if at[0] + long <= 100:  # noqa: PLR2004 -- percent
        canvas.text(short, at[0], y, css="t b")
    elif at[1] >= long:
        canvas.text(short, at[1], y, css="t b", anchor="end")
    else:
        half, middle = min(long, 100) / 2, sum(at) / 2
        canvas.text(short, min(max(middle, half), 100 - half), y, css="t b", anchor="middle")


def _months(first: date, last: date) -> tuple[date, int]:
    """Return with which month the picture begins, and how many lie between two lines."""
    months = (last.year - first.year) * MONTHS + last.month - first.month + 1
    step = next((one for one in STEPS if months / one <= MOST_TICKS), STEPS[-1])
    month = first.month - 1
    return date(first.year, month - month % min(step, MONTHS) + 1, 1), step


def _ticks(begins: date, last: date, step: int) -> int:
    """Return how many steps reach beyond the last day."""
    months = (last.year - begins.year) * MONTHS + last.month - begins.month + 1
    return -(-months // step)


def _later(day: date, months: int) -> date:
    month = day.month - 1 + months
    return date(day.year + month // MONTHS, month % MONTHS + 1, 1)


def _month(day: date, *, short: bool = False) -> str:
    pattern = "MMM y" if short else "MMMM y"
    return format_date(day, format=pattern, locale=numbers.locale())
