"""What moved something, as parts of one bar: up to the right of a line, down to its left."""

from dataclasses import dataclass

from django.utils.translation import gettext

from decapolis.kernel.charts.canvas import Pen, Table, paint, span

HIGH = 24
ENDS = (2.0, 98.0)
# The look of each part, in the order in which they are named.
LOOKS = ("bar", "bar2", "plan", "bar3")


@dataclass(frozen=True, slots=True)
class MovePart:
    """One cause: its name, how far it moved, above 0 is up, and that in words."""

    label: str
    value: float
    text: str


@dataclass(frozen=True, slots=True)
class MoveBar:
    """How far one thing moved, and what moved it.

    Attributes
    ----------
    most
        The end of the scale at both sides.
    """

    label: str
    parts: tuple[MovePart, ...]
    text: str
    most: float

    @property
    def total(self) -> float:
        """The whole move."""
        return sum(part.value for part in self.parts)

    def sentence(self) -> str:
        """Say the move and its parts."""
        parts = ", ".join(f"{part.label.lower()} {part.text}" for part in self.parts)
        words = {"label": self.label, "text": self.text, "parts": parts}
        return gettext("%(label)s: %(text)s; %(parts)s.") % words

    def table(self) -> Table:
        """Lay out the parts."""
        rows = tuple((part.label, part.text) for part in self.parts)
        return Table((gettext("Cause"), gettext("Moved by")), rows, frozenset({1}))


@dataclass(frozen=True, slots=True)
class MoveKey:
    """The look of one cause, for the key beside the bars."""

    order: int

    def sentence(self) -> str:
        """Say nothing: the word stands beside it."""
        return ""

    def table(self) -> Table:
        """There is nothing to lay out."""
        return Table((), ())


@paint.register
def move_key(chart: MoveKey, pen: Pen) -> str:
    """Draw a piece of a bar."""
    canvas = pen.canvas(HIGH)
    canvas.bar(LOOKS[chart.order % len(LOOKS)], (0, 100), (4, 12))
    return canvas.svg()


@paint.register
def move_bar(chart: MoveBar, pen: Pen) -> str:
    """Draw what moved it up to the right, what moved it down to the left, and where that ends."""
    canvas = pen.canvas(HIGH, chart)
    at = span(*ENDS, -(chart.most or 1), chart.most or 1)
    canvas.line("grid", ENDS, (HIGH / 2, HIGH / 2))
    up = down = 0.0
    for order, part in enumerate(chart.parts):
        css = LOOKS[order % len(LOOKS)]
        if part.value > 0:
            canvas.bar(css, (at(up), at(up + part.value)), (HIGH / 2 - 5, HIGH / 2 + 5))
            up += part.value
        elif part.value < 0:
            canvas.bar(css, (at(down + part.value), at(down)), (HIGH / 2 - 5, HIGH / 2 + 5))
            down += part.value
    canvas.line("med", (at(0), at(0)), (0, HIGH))
    canvas.dot("them", at(chart.total), HIGH / 2, 4)
    return canvas.svg()
