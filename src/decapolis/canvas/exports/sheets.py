"""A board as a sheet that every file is made of, and the two plain ones: CSV and JSON."""

import csv
import io
import json
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from decapolis.canvas.bridge.document import Content, Note
from decapolis.canvas.choices import Becomes
from decapolis.canvas.models import Board
from decapolis.canvas.queries.templates import blocks_of
from decapolis.canvas.validators import Block
from decapolis.library.exports import Cell, harmless

COLUMNS = (
    "block", "becomes", "group", "note", "by", "colour", "votes", "at", "links", "comments", "id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bunch:
    """Notes of a block under one title; without a title they stand alone."""

    title: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A block with what is in it."""

    block: Block
    bunches: tuple[Bunch, ...]

    @property
    def notes(self) -> tuple[Note, ...]:
        """All notes, as they are read."""
        return tuple(note for bunch in self.bunches for note in bunch.notes)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A board as it is on one day."""

    title: str
    canvas: str
    version: int
    attribution: str
    made_on: date
    parts: tuple[Part, ...]


def sheet_of(board: Board, content: Content, *, made_on: date) -> Sheet:
    """Return a board as a sheet."""
    template = board.version.template
    return Sheet(
        title=board.title,
        canvas=template.name,
        version=board.version.number,
        attribution=template.attribution,
        made_on=made_on,
        parts=tuple(Part(block, bunches(content, block.id)) for block in blocks_of(board)),
    )


def bunches(content: Content, block: str) -> tuple[Bunch, ...]:
    """Return the notes of a block as they stand: alone, or together in a group of the block."""
    groups = {one.id: one for one in content.groups if one.block == block}

    def place(note: Note) -> tuple[float, str, float, str]:
        held = groups.get(note.group)
        return (held.order if held else note.order, held.id if held else "", note.order, note.id)

    def key(note: Note) -> str:
        return note.group if note.group in groups else ""

    notes = sorted(content.in_block(block), key=place)
    return tuple(
        Bunch(groups[name].title if name else "", tuple(held))
        for name, held in groupby(notes, key=key)
    )


def as_csv(sheet: Sheet) -> str:
    """Return the notes as a table, one on each row."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for part in sheet.parts:
        for bunch in part.bunches:
            writer.writerows([_row(part, bunch, note) for note in bunch.notes])
    return out.getvalue()


def _row(part: Part, bunch: Bunch, note: Note) -> list[Cell]:
    said = " / ".join(one.text if not one.name else f"{one.name}: {one.text}"
                      for one in note.comments)  # fmt: skip
    cells: list[Cell] = [
        part.block.title, part.block.becomes, bunch.title, note.text, note.name, note.colour,
        note.votes, note.at.isoformat() if note.at else "",
        " ".join(f"{one.kind}:{one.slug}" for one in note.links), said, note.id,
    ]  # fmt: skip
    return [harmless(cell) for cell in cells]


def as_json(sheet: Sheet) -> str:
    """Return the whole board: its blocks, what they become, and the notes in them."""
    whole = {
        "title": sheet.title,
        "canvas": {
            "name": sheet.canvas,
            "version": sheet.version,
            "attribution": sheet.attribution,
        },
        "date": sheet.made_on.isoformat(),
        "blocks": [
            {
                **part.block.kept(),
                "becomes_label": str(Becomes(part.block.becomes).label),
                "notes": [_note(bunch, note) for bunch in part.bunches for note in bunch.notes],
            }
            for part in sheet.parts
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _note(bunch: Bunch, note: Note) -> dict[str, object]:
    return {
        "id": note.id,
        "text": note.text,
        "by": note.name,
        "colour": note.colour,
        "group": bunch.title,
        "votes": note.votes,
        "at": note.at.isoformat() if note.at else None,
        "has_photo": bool(note.photo),
        "links": [{"kind": one.kind, "slug": one.slug, "title": one.title} for one in note.links],
        "comments": [
            {"text": one.text, "by": one.name, "at": one.at.isoformat() if one.at else None}
            for one in note.comments
        ],
    }
