"""What every chart is drawn on: one code path for the page and for print.

On a page x is told in percent and y in pixels, so that marks and letters never scale; colours are
classes. In print the width is known, percents become pixels, and colours and fonts are written in.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import singledispatch
from typing import Literal, Protocol, runtime_checkable
from xml.sax.saxutils import escape, quoteattr

from decapolis.kernel.charts.palette import SANS, presentation

Medium = Literal["page", "print"]
Anchor = Literal["start", "middle", "end"]

PRINT_LETTERS = 11
PAGE_LETTERS = 13
LETTER_WIDTH = 0.54  # of the letter size; Public Sans, mean of running text


@dataclass(frozen=True, slots=True)
class Table:
    """The figures behind a chart; ``numeric`` are the columns set to the right."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()


@runtime_checkable
class Chart(Protocol):
    """Anything that can be drawn, told in a sentence and laid out as a table."""

    def sentence(self) -> str:
        """Say what the chart shows, made from the data by rule."""
        ...

    def table(self) -> Table:
        """Lay out the figures behind the chart."""
        ...


@dataclass(frozen=True, slots=True)
class Pen:
    """For which medium a chart is drawn, how wide in print, and whether it says its sentence."""

    medium: Medium
    width: float
    spoken: bool

    def canvas(self, height: float, figure: Chart | None = None) -> "Canvas":
        """Begin a picture; without a figure it is a part whose words stand beside it."""
        label = figure.sentence() if figure and self.spoken else ""
        return Canvas(height, self.medium, self.width, label)


def draw(chart: object, *, medium: Medium = "page", width: int = 480, spoken: bool = True) -> str:
    """Draw a chart as SVG; an empty text where there is nothing to draw.

    Parameters
    ----------
    medium
        ``page``: percents and classes, to stand in HTML. ``print``: a file of its own.
    width
        In pixels; for print only.
    spoken
        Whether the picture carries its sentence for those who hear the page; not where the
        sentence or the values stand beside it.

    Raises
    ------
    TypeError
        There is no picture of such a thing.
    """
    return paint(chart, Pen(medium, width, spoken))


@singledispatch
def paint(chart: object, pen: Pen) -> str:
    """Draw one kind of chart; each kind registers its function here.

    Raises
    ------
    TypeError
        No function is registered for this kind.
    """
    raise TypeError(f"There is no picture of a {type(chart).__name__} for the {pen.medium}.")


def short(value: float) -> str:
    """Return a coordinate without needless digits."""
    return f"{value:.1f}".removesuffix(".0")


@dataclass(slots=True)
class Canvas:
    """Collects marks; ``label`` is what is read out, empty where the words stand beside it."""

    height: float
    medium: Medium
    width: float
    label: str = ""
    css: str = "strip"
    keeps_shape: bool = False  # y in percent too: a map
    marks: list[str] = field(default_factory=list)

    def line(self, css: str, x: tuple[float, float], y: tuple[float, float]) -> None:
        """Draw from (x0, y0) to (x1, y1); x in percent, y in pixels."""
        place = f"x1='{self.x(x[0])}' x2='{self.x(x[1])}' y1='{self.y(y[0])}' y2='{self.y(y[1])}'"
        self._add("line", css, place)

    def bar(self, css: str, x: tuple[float, float], y: tuple[float, float]) -> None:
        """Draw a bar over x, in percent, from y[0] to y[1]; nothing where it is empty."""
        if x[1] <= x[0]:
            return
        place = (
            f"x='{self.x(x[0])}' width='{self.x(x[1] - x[0])}' "
            f"y='{self.y(y[0])}' height='{self.y(y[1] - y[0])}'"
        )
        self._add("rect", css, place)

    def dot(self, css: str, x: float, y: float, radius: float, title: str = "") -> None:
        """Draw a dot; the title shows when somebody points at it."""
        place = f"cx='{self.x(x)}' cy='{self.y(y)}' r='{short(radius)}'"
        self._add("circle", css, place, f"<title>{escape(title)}</title>" if title else "")

    def text(
        self,
        words: str,
        x: float,
        y: float,
        *,
        css: str = "t",
        anchor: Anchor = "start",
        shift: tuple[float, float] = (0, 0),
    ) -> None:
        """Write words at a place; ``shift`` moves them by pixels."""
        if self.medium == "page":
            moved = "".join(
                f" {name}='{short(by)}'" for name, by in zip(("dx", "dy"), shift, strict=True) if by
            )
            place = f"x='{self.x(x)}' y='{self.y(y)}'{moved}"
        else:
            high = y / 100 * self.height if self.keeps_shape else y
            place = f"x='{short(x / 100 * self.width + shift[0])}' y='{short(high + shift[1])}'"
        if anchor != "start":
            place += f" text-anchor='{anchor}'"
        self._add("text", css, place, escape(words))

    def raw(self, markup: str) -> None:
        """Add what the other methods cannot draw."""
        self.marks.append(markup)

    def look(self, css: str) -> str:
        """Return the attribute that gives a mark its look in this medium."""
        return f" class='{css}'" if self.medium == "page" else presentation(css)

    def x(self, percent: float) -> str:
        """Return an x in the words of the medium."""
        if self.medium == "page":
            return f"{short(percent)}%"
        return short(percent / 100 * self.width)

    def y(self, place: float) -> str:
        """Return a y: pixels, or percent where the picture keeps its shape."""
        if not self.keeps_shape:
            return short(place)
        return f"{short(place)}%" if self.medium == "page" else short(place / 100 * self.height)

    def svg(self) -> str:
        """Return the picture."""
        inside = "".join(self.marks)
        spoken = (
            f"role='img' aria-label={quoteattr(self.label)}" if self.label else "aria-hidden='true'"
        )
        if self.medium == "page":
            size = "" if self.keeps_shape else f" height='{short(self.height)}'"
            return f"<svg class='{self.css}'{size} {spoken}>{inside}</svg>"
        size = f"width='{short(self.width)}' height='{short(self.height)}'"
        return (
            f"<svg xmlns='http://www.w3.org/2000/svg' {size} "
            f"viewBox='0 0 {short(self.width)} {short(self.height)}' "
            f"font-family='{SANS}' font-size='{PRINT_LETTERS}' {spoken}>{inside}</svg>"
        )

    def _add(self, tag: str, css: str, place: str, inside: str = "") -> None:
        end = f">{inside}</{tag}>" if inside else "/>"
        self.marks.append(f"<{tag}{self.look(css)} {place}{end}")


Across = Callable[[float], float]


def span(left: float, right: float, low: float = 0, high: float = 100) -> Across:
    """Return the rule that puts a value between ``low`` and ``high`` at a percent of the width."""
    stretch = (right - left) / (high - low) if high > low else 0
    return lambda value: left + (value - low) * stretch


def wide(words: str, letters: float = PAGE_LETTERS) -> float:
    """Return about how wide words are, in pixels."""
    return len(words) * letters * LETTER_WIDTH
