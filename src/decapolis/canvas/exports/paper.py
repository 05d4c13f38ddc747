"""A board as PDF: its notes by block, tagged, PDF/UA-1 where every letter can be set."""

import json
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from decapolis.canvas.bridge.document import Note
from decapolis.canvas.choices import Colour
from decapolis.canvas.exports.drawing import PAINT
from decapolis.canvas.exports.sheets import Part, Sheet
from decapolis.kernel import numbers
from decapolis.kernel.charts.palette import LIGHT
from decapolis.kernel.typesetting import NotTypeset, Standard, pdf, template

TEMPLATE = ("decapolis.canvas", "typst/board.typ")
UNIVERSAL: Standard = "ua-1"


def as_pdf(sheet: Sheet) -> bytes:
    """Return the board as a tagged PDF.

    Where a letter has no glyph in the fonts at hand it does not claim PDF/UA-1.

    Raises
    ------
    NotTypeset
        The template could not be set at all; this is a fault of the program.
    """
    data = {"board": json.dumps(_context(sheet), ensure_ascii=False)}
    try:
        return pdf(template(*TEMPLATE), data, made_on=sheet.made_on, standards=[UNIVERSAL])
    except NotTypeset:
        return pdf(template(*TEMPLATE), data, made_on=sheet.made_on, standards=[])


def _context(sheet: Sheet) -> dict[str, Any]:
    day = sheet.made_on
    return {
        "title": sheet.title,
        "about": f"{sheet.canvas}. {numbers.day(day)}.",
        "attribution": sheet.attribution,
        "language": (get_language() or "en").split("-")[0],
        "date": {"year": day.year, "month": day.month, "day": day.day},
        "palette": LIGHT,
        "page": _("Page {n} of {of}"),
        "empty": _("Nothing was put down here."),
        "blocks": [_block(part) for part in sheet.parts],
    }


def _block(part: Part) -> dict[str, Any]:
    return {
        "title": part.block.title,
        "prompt": part.block.prompt,
        "bunches": [
            {"title": bunch.title, "notes": [_note(note) for note in bunch.notes]}
            for bunch in part.bunches
        ],
    }


def _note(note: Note) -> dict[str, Any]:
    votes = ngettext("{n} vote", "{n} votes", note.votes).format(n=note.votes)
    links = "; ".join(one.title for one in note.links)
    photo = _("with a photo on the board") if note.photo else ""
    foot = [note.name, votes if note.votes else "", links, photo]
    return {
        "text": note.text,
        "colour": PAINT[Colour(note.colour)][1],
        "foot": ", ".join(part for part in foot if part),
        "comments": [f"{one.name}: {one.text}" if one.name else one.text for one in note.comments],
    }
