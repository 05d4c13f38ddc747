"""A theory of change as a picture: columns of boxes, lines to what they lead to, and its ground."""

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
ACROSS: Final = 110  # letters of a line over the whole width
MOST_LINES: Final = 6
BETWEEN: Final = 3.5  # percent of the width between two columns


@dataclass(frozen=True, slots=True)
class TheoryBox:
    """One thing of a theory: its id, its words, ids of what it leads to, and what tells of it."""

    id: str
    text: str
    leads_to: tuple[str, ...] = ()
    told_by: str = ""  # name of an indicator


@dataclass(frozen=True, slots=True)
class TheoryMap:
    """Columns by name, from what is put in to what is wanted, and what must hold for them.

    Attributes
    ----------
    ground
        Assumptions; each leads to the boxes that it must hold for, in any column.
    """

    columns: tuple[tuple[str, tuple[TheoryBox, ...]], ...]
    ground: tuple[TheoryBox, ...] = ()

    def sentence(self) -> str:
        """Say how many steps of each kind there are, how many lead on, and what must hold."""
        parts = ", ".join(f"{name.lower()} {len(boxes)}" for name, boxes in self.columns if boxes)
        links = sum(len(box.leads_to) for _name, boxes in self.columns for box in boxes)
        if not parts:
            return gettext("Nothing is written yet.")
        words = ngettext("%(n)d link leads on.", "%(n)d links lead on.", links) % {"n": links}
        told = gettext("How one leads to the other: %(parts)s. %(links)s") % {
            "parts": parts,
            "links": words,
        }
        if not self.ground:
            return told
        count = len(self.ground)
        holds = ngettext("%(n)d assumption must hold.", "%(n)d assumptions must hold.", count)
        return f"{told} {holds % {'n': count}}"

    def table(self) -> Table:
        """Lay out every step with what it leads to, what tells of it, and what must hold."""
        boxes = [box for _name, of in self.columns for box in of]
        words = {box.id: box.text for box in boxes}
        rows = [
            (
                name,
                box.text,
                "; ".join(words[to] for to in box.leads_to if to in words),
                "; ".join(one.text for one in self.ground if box.id in one.leads_to),
                box.told_by,
            )
            for name, of in self.columns
            for box in of
        ]
        heads = (
            gettext("Step"),
            gettext("What"),
            gettext("Leads to"),
            gettext("If"),
            gettext("Told by"),
        )
        return Table(heads, tuple(rows))


@dataclass(frozen=True, slots=True)
class _Laid:
    """A box where it stands: from top to bottom in pixels, with its lines of words."""

    box: TheoryBox
    top: float
    height: float
    lines: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def middle(self) -> float:
        return self.top + self.height / 2

    @property
    def bottom(self) -> float:
        return self.top + self.height


@paint.register
def _paint(figure: TheoryMap, pen: Pen) -> str:
    columns = [_laid(boxes, figure.ground) for _name, boxes in figure.columns]
    foot = max([HEAD, *(box.bottom for column in columns for box in column)])
    ground = [wrap(f"{box.id} \N{MIDDLE DOT} {box.text}", ACROSS) for box in figure.ground]
    lines = sum(map(len, ground))
    height = foot + 2 + (HEAD + GAP + LINE * lines if lines else 0)
    canvas = pen.canvas(height, figure)
    canvas.css = "strip theory"
    width = (100 - BETWEEN * (len(columns) - 1)) / len(columns)
    lefts = [at * (width + BETWEEN) for at in range(len(columns))]
    for at, (name, _boxes) in enumerate(figure.columns):
        canvas.text(name, lefts[at], 14, css="t b")
        for laid in columns[at]:
            if at + 1 < len(columns):
                _lead(canvas, laid, columns[at + 1], (lefts[at] + width, lefts[at + 1]))
    for left, column in zip(lefts, columns, strict=True):
        for laid in column:
            _box(canvas, laid, left, width)
    if lines:
        _ground(canvas, [words for of in ground for words in of], foot + GAP)
    return canvas.svg()


def _lead(canvas: Canvas, laid: _Laid, after: list[_Laid], at: tuple[float, float]) -> None:
    for other in after:
        if other.box.id in laid.box.leads_to:
            canvas.line("tie", at, (laid.middle, other.middle))


def _box(canvas: Canvas, laid: _Laid, left: float, width: float) -> None:
    canvas.bar("them", (left, left + width), (laid.top, laid.bottom))
    for number, words in enumerate((*laid.lines, *laid.notes)):
        y = laid.top + PADDING + LINE * (number + 1) - 5
        canvas.text(words, left, y, css="t b" if number < len(laid.lines) else "t", shift=(8, 0))


def _ground(canvas: Canvas, lines: list[str], top: float) -> None:
    canvas.text(gettext("What must hold"), 0, top + 14, css="t b")
    for number, words in enumerate(lines):
        canvas.text(words, 0, top + HEAD + LINE * (number + 1) - 5, css="t")


def _laid(boxes: tuple[TheoryBox, ...], ground: tuple[TheoryBox, ...]) -> list[_Laid]:
    top, found = float(HEAD), []
    for box in boxes:
        lines = _cut(box.text, MOST_LINES) or ("",)
        needs = ", ".join(one.id for one in ground if box.id in one.leads_to)
        notes: tuple[str, ...] = ()
        if box.told_by:
            notes += _cut(gettext("Told by: %(name)s") % {"name": box.told_by}, 2)
        if needs:
            notes += _cut(gettext("If %(ids)s") % {"ids": needs}, 2)
        height = (len(lines) + len(notes)) * LINE + 2 * PADDING
        found.append(_Laid(box, top, height, lines, notes))
        top += height + GAP
    return found


def _cut(text: str, most: int) -> tuple[str, ...]:
    """Return words as lines of a box, no more than so many; what is left out is told by dots."""
    lines = wrap(text, LETTERS)
    if len(lines) > most:
        lines = lines[:most]
        lines[-1] = f"{lines[-1][: LETTERS - 2]} \N{HORIZONTAL ELLIPSIS}"
    return tuple(lines)
