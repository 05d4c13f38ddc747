"""A board as a drawing: blocks where they stand on a wide screen, notes as they are coloured."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.canvas.bridge.document import Note
from decapolis.canvas.choices import Colour
from decapolis.canvas.exports.sheets import Part, Sheet
from decapolis.canvas.validators import COLUMNS
from decapolis.kernel.charts.palette import LIGHT, PAPER, SANS
from decapolis.kernel.typesetting import pictures

WIDE, EDGE, GAP, PAD = 1600.0, 40.0, 14.0, 14.0
HEAD = 84.0  # title, canvas and date
NOTE_WIDE = 232.0  # beside each other where a block has the room
SIZE, SMALL, LEADING = 14.0, 11.5, 19.0
LETTER = 0.53  # of the size, for a letter of the average word
FONTS = f"{SANS}, system-ui, sans-serif"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:g} {high:g}"'
    ' width="{wide:g}" height="{high:g}" role="img" font-family="{fonts}">'
)
PAINT = {
    Colour.PAPER: ("#fffdf9", "#8a8577"),
    Colour.SUN: ("#f8ebcf", "#8a6414"),
    Colour.SKY: ("#dcebee", "#4a7f8a"),
    Colour.LEAF: ("#e0ecdd", "#4f7d5a"),
    Colour.CLAY: ("#f6e0d6", "#a5583f"),
}


@dataclass(frozen=True, slots=True)
class Laid:
    """A note with its lines and its place within its block."""

    note: Note
    lines: tuple[str, ...]
    foot: str
    x: float
    y: float
    wide: float
    high: float


def as_svg(sheet: Sheet) -> str:
    """Return the board as one SVG drawing, 1600 units wide; its words stay words."""
    unit = (WIDE - 2 * EDGE + GAP) / COLUMNS
    laid = [_lay(part, part.block.width * unit - GAP) for part in sheet.parts]
    tops = _tops(sheet, [high for _heads, _notes, high in laid])
    drawn = [
        line
        for part, (heads, notes, _high) in zip(sheet.parts, laid, strict=True)
        for line in _block(part, heads, notes, unit, tops)
    ]
    high = HEAD + tops[max(tops)] + EDGE
    said = escape(_summary(sheet))
    return "\n".join([
        SVG.format(wide=WIDE, high=high, fonts=FONTS),
        f"<title>{escape(sheet.title)}</title><desc>{said}</desc>",
        f'<rect width="{WIDE:g}" height="{high:g}" fill="{LIGHT["page"]}"/>',
        _text(EDGE, 48, sheet.title, size=26, bold=True),
        _text(EDGE, 70, f"{sheet.canvas}, {sheet.made_on.isoformat()}", colour="ink-2"),
        *drawn,
        "</svg>",
    ])  # fmt: skip


def as_png(sheet: Sheet) -> bytes:
    """Return the drawing as a PNG picture."""
    return pictures([as_svg(sheet)])[0]


def wrapped(text: str, wide: float, size: float = SIZE) -> tuple[str, ...]:
    """Return the lines of a text that is so wide; a word that is too long is cut."""
    most = max(4, int(wide / (size * LETTER)))
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in _words(paragraph, most):
            if line and len(line) + 1 + len(word) > most:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        lines.append(line)
    return tuple(lines)


def _words(text: str, most: int) -> Iterator[str]:
    for word in text.split():
        for start in range(0, len(word), most):
            yield word[start : start + most]


def _lay(part: Part, wide: float) -> tuple[tuple[str, ...], list[Laid], float]:
    """Return the lines of a block's heading, its notes with their places, and its height."""
    heads = wrapped(part.block.title, wide - 2 * PAD, 17)
    inner = wide - 2 * PAD
    across = max(1, int((inner + GAP) // (NOTE_WIDE + GAP)))
    each = (inner + GAP) / across - GAP
    bottoms = [PAD + 24.0 * len(heads) + 6] * across
    notes = []
    for bunch in part.bunches:
        for note in bunch.notes:
            at = bottoms.index(min(bottoms))
            one = _note(note, bunch.title, PAD + at * (each + GAP), bottoms[at], each)
            bottoms[at] += one.high + 10
            notes.append(one)
    return heads, notes, max(max(bottoms) + PAD - 10, 110)


def _note(note: Note, group: str, x: float, y: float, wide: float) -> Laid:
    lines = wrapped(note.text, wide - 20)
    foot = ", ".join(part for part in (note.name, _votes(note.votes), group) if part)
    high = 14 + LEADING * len(lines) + (18 if foot else 0)
    return Laid(note, lines, foot, x, y, wide, high)


def _votes(votes: int) -> str:
    return ngettext("{n} vote", "{n} votes", votes).format(n=votes) if votes else ""


def _tops(sheet: Sheet, heights: Sequence[float]) -> dict[int, float]:
    """Return where each row of the grid begins, so that every block has room; one row more."""
    blocks = [part.block for part in sheet.parts]
    last = max(one.row + one.height for one in blocks)
    tops = {1: 0.0}
    for row in range(2, last + 1):
        ending = [
            tops[one.row] + high + GAP
            for one, high in zip(blocks, heights, strict=True)
            if one.row + one.height == row
        ]
        tops[row] = max([tops[row - 1], *ending])
    return tops


def _block(
    part: Part, heads: Sequence[str], notes: Sequence[Laid], unit: float, tops: dict[int, float]
) -> Iterator[str]:
    block = part.block
    x, y = EDGE + (block.column - 1) * unit, HEAD + tops[block.row]
    wide = block.width * unit - GAP
    high = HEAD + tops[block.row + block.height] - GAP - y
    yield f'<g transform="translate({x:g} {y:g})">'
    yield (
        f'<rect width="{wide:g}" height="{high:g}" fill="{PAPER}" stroke="{LIGHT["rule-strong"]}"/>'
    )
    for number, line in enumerate(heads):
        yield _text(PAD, PAD + 14 + 24 * number, line, size=17, bold=True)
    for one in notes:
        yield from _drawn(one)
    yield "</g>"


def _drawn(one: Laid) -> Iterator[str]:
    fill, edge = PAINT[Colour(one.note.colour)]
    yield (
        f'<rect x="{one.x:g}" y="{one.y:g}" width="{one.wide:g}" height="{one.high:g}"'
        f' fill="{fill}" stroke="{edge}"/>'
    )
    for number, line in enumerate(one.lines):
        yield _text(one.x + 10, one.y + 20 + LEADING * number, line)
    if one.foot:
        yield _text(one.x + 10, one.y + one.high - 8, one.foot, size=SMALL, colour="ink-2")


def _text(
    x: float, y: float, words: str, *, size: float = SIZE, bold: bool = False, colour: str = "ink"
) -> str:
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{LIGHT[colour]}"{weight}>'
        f"{escape(_printable(words))}</text>"
    )


def _printable(words: str) -> str:
    """Return words without what no XML may hold."""
    return "".join(one for one in words if one.isprintable())


def _summary(sheet: Sheet) -> str:
    notes = sum(len(part.notes) for part in sheet.parts)
    words = ngettext("{n} note in {blocks} blocks.", "{n} notes in {blocks} blocks.", notes)
    return words.format(n=notes, blocks=len(sheet.parts)) + " " + _("Made with Decapolis.")
