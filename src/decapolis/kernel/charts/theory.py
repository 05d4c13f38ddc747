"""A theory of change as a picture: columns of boxes, and lines from each to what it leads to."""

from dataclasses import dataclass
from textwrap import wrap
from typing import Final

from django.utils.translation import gettext, ngettext

from decapolis.kernel.charts.canvas import Canvas, Pen, Table, paint

LINE: Final = 17  # pixels from one line of words to the next
PADDING: Final = 10
GAP: Final = 14  # between two boxes
HEAD: Final = 30  # for the names of the columns
LETTERS: Final = 19  # in a line of a box: five columns at 1,000 pixels
MOST_LINES: Final = 6
BETWEEN: Final = 3.5  # percent of the width between two columns


@dataclass(frozen=True, slots=True)
class TheoryBox:
    """One thing of a theory: its words, and the places in the next column that it leads to."""

    text: str
    leads_to: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TheoryMap:
    """Columns by name, each with its boxes, from what is put in to what is wanted."""

    columns: tuple[tuple[str, tuple[TheoryBox, ...]], ...]

    def sentence(self) -> str:
        """Say how many steps of each kind there are, and how many lead on."""
        parts = ", ".join(f"{name.lower()} {len(boxes)}" for name, boxes in self.columns if boxes)
        links = sum(len(box.leads_to) for _name, boxes in self.columns for box in boxes)
        if not parts:
            return gettext("Nothing is written yet.")
        words = ngettext("%(n)d link leads on.", "%(n)d links lead on.", links) % {"n": links}
        return gettext("How one leads to the other: %(parts)s. %(links)s") % {
            "parts": parts,
            "links": words,
        }

    def table(self) -> Table:
        """Lay out every step with what it leads to."""
        rows = []
        for at, (name, boxes) in enumerate(self.columns):
            after = self.columns[at + 1][1] if at + 1 < len(self.columns) else ()
            for box in boxes:
                to = "; ".join(after[place].text for place in box.leads_to if place < len(after))
                rows.append((name, box.text, to))
        heads = (gettext("Step"), gettext("What"), gettext("Leads to"))
        return Table(heads, tuple(rows))


@dataclass(frozen=True, slots=True)
class _Laid:
    """A box where it stands: from top to bottom in pixels, with its lines of words."""

    top: float
    height: float
    lines: tuple[str, ...]

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


@paint.register
def _paint(figure: TheoryMap, pen: Pen) -> str:
    columns = [_laid(boxes) for _name, boxes in figure.columns]
    height = max([HEAD, *(box.top + box.height + 2 for column in columns for box in column)])
    canvas = pen.canvas(height, figure)
    canvas.css = "strip theory"
    width = (100 - BETWEEN * (len(columns) - 1)) / len(columns)
    lefts = [at * (width + BETWEEN) for at in range(len(columns))]
    for at, (name, boxes) in enumerate(figure.columns):
        canvas.text(name, lefts[at], 14, css="t b")
        for box, laid in zip(boxes, columns[at], strict=True):
            _lead(canvas, box, laid, columns[at + 1 :], (lefts[at] + width, lefts[at + 1 :]))
    for left, column in zip(lefts, columns, strict=True):
        for laid in column:
            _box(canvas, laid, left, width)
    return canvas.svg()


def _lead(
    canvas: Canvas,
    box: TheoryBox,
    laid: _Laid,
    after: list[list[_Laid]],
    at: tuple[float, list[float]],
) -> None:
    right, lefts = at
    for place in box.leads_to if after else ():
        if place < len(after[0]):
            canvas.line("tie", (right, lefts[0]), (laid.middle, after[0][place].middle))


def _box(canvas: Canvas, laid: _Laid, left: float, width: float) -> None:
    canvas.bar("them", (left, left + width), (laid.top, laid.top + laid.height))
    for number, words in enumerate(laid.lines):
        y = laid.top + PADDING + LINE * (number + 1) - 5
        canvas.text(words, left, y, css="t", shift=(8, 0))


def _laid(boxes: tuple[TheoryBox, ...]) -> list[_Laid]:
    top, found = float(HEAD), []
    for box in boxes:
        lines = wrap(box.text, LETTERS)[:MOST_LINES] or [""]
        if len(" ".join(lines)) < len(box.text.strip()):
            lines[-1] = f"{lines[-1][: LETTERS - 2]} \N{HORIZONTAL ELLIPSIS}"
        height = len(lines) * LINE + 2 * PADDING
        found.append(_Laid(top, height, tuple(lines)))
        top += height + GAP
    return found
