"""Checks of what is written: blocks of a template, texts of a board."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from decapolis.canvas.choices import Becomes, Colour
from decapolis.canvas.errors import BadNote, BadTemplate

COLUMNS = 12
MOST_BLOCKS = 24
MOST_HEIGHT = 4
WIDTHS = (3, 4, 6, 8, 12)
LONGEST_TITLE = 80
LONGEST_NAME = 120
LONGEST_PROMPT = 400
LONGEST_ABOUT = 2000
LONGEST_NOTE = 2000
LONGEST_COMMENT = 1000
LONGEST_GROUP = 80
MOST_LINKS = 12
ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a canvas. ``width`` and ``height`` are cells of a grid of 12 columns."""

    id: str
    title: str
    prompt: str
    becomes: str
    column: int
    row: int
    width: int
    height: int

    @classmethod
    def read(cls, held: Mapping[str, Any]) -> "Block":
        """Return a block as a version keeps it."""
        column, row, width, height = held["area"]
        return cls(
            id=held["id"],
            title=held["title"],
            prompt=held["prompt"],
            becomes=held["becomes"],
            column=column,
            row=row,
            width=width,
            height=height,
        )

    def kept(self) -> dict[str, Any]:
        """Return the block as a version keeps it."""
        return {
            "id": self.id,
            "title": self.title,
            "prompt": self.prompt,
            "becomes": self.becomes,
            "area": [self.column, self.row, self.width, self.height],
        }


def clean_line(text: str, *, field: str, most: int) -> str:
    """Return a text on one line that is not empty.

    Raises
    ------
    BadTemplate
        It is empty or too long.
    """
    plain = " ".join(text.split())
    if not plain:
        raise BadTemplate(_("Write something here."), field=field)
    if len(plain) > most:
        raise BadTemplate(_("Write at most {most} characters.").format(most=most), field=field)
    return plain


def clean_words(text: str, *, field: str, most: int, needed: bool = True) -> str:
    """Return what somebody writes on a board, with its lines.

    Raises
    ------
    BadNote
        It is empty or too long.
    """
    plain = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")).strip()
    plain = "".join(one for one in plain if one.isprintable() or one == "\n")
    if needed and not plain:
        raise BadNote(_("Write something first."), field=field)
    if len(plain) > most:
        raise BadNote(_("Write at most {most} characters.").format(most=most), field=field)
    return plain


def clean_colour(colour: str) -> str:
    """Return one of the colours of notes.

    Raises
    ------
    BadNote
        It is none.
    """
    if colour not in Colour.values:
        raise BadNote(_("Choose one of the colours."), field="colour")
    return colour


def clean_blocks(blocks: Sequence[Mapping[str, Any]]) -> tuple[Block, ...]:
    """Return the blocks of a template, each with its place on the grid.

    A block without a name gets one from its title. Places follow from the order and the sizes, row
    by row, so that what is read first also stands first.

    Raises
    ------
    BadTemplate
        There is none, there are too many, or one is wrong; ``field`` is ``blocks-<n>-<name>``.
    """
    if not blocks:
        raise BadTemplate(_("A canvas has at least one block."), field="blocks")
    if len(blocks) > MOST_BLOCKS:
        told = _("A canvas has at most {most} blocks.").format(most=MOST_BLOCKS)
        raise BadTemplate(told, field="blocks")
    cleaned: list[Block] = []
    for number, held in enumerate(blocks):
        cleaned.append(_clean_block(held, f"blocks-{number}-", {one.id for one in cleaned}))
    return placed(cleaned)


def _clean_block(held: Mapping[str, Any], before: str, taken: set[str]) -> Block:
    title = clean_line(str(held.get("title", "")), field=f"{before}title", most=LONGEST_TITLE)
    prompt = clean_line(str(held.get("prompt", "")), field=f"{before}prompt", most=LONGEST_PROMPT)
    becomes = str(held.get("becomes", ""))
    if becomes not in Becomes.values:
        raise BadTemplate(_("Choose what the notes become."), field=f"{before}becomes")
    name = str(held.get("id", "")) or slugify(title)[:32].strip("-") or "block"
    if not ID.fullmatch(name):
        raise BadTemplate(_("Use small letters, digits and hyphens."), field=f"{before}id")
    area = held.get("area", (1, 1, 4, 1))
    width, height = (_size(one, before) for one in (*area, 4, 1)[2:4])
    return Block(_free(name, taken), title, prompt, becomes, 1, 1, min(width, COLUMNS), height)


def _size(value: object, before: str) -> int:
    if not isinstance(value, int) or not 1 <= value <= COLUMNS:
        raise BadTemplate(_("Choose a size."), field=f"{before}width")
    return value


def _free(name: str, taken: set[str]) -> str:
    number, free = 2, name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free


def placed(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return blocks with their places: each in the first gap that is wide enough, in order."""
    used: set[tuple[int, int]] = set()
    found = []
    for block in blocks:
        column, row = _gap(block, used)
        used |= _cells(column, row, block)
        found.append(
            Block(
                block.id,
                block.title,
                block.prompt,
                block.becomes,
                column,
                row,
                block.width,
                block.height,
            )
        )
    return tuple(found)


def _gap(block: Block, used: set[tuple[int, int]]) -> tuple[int, int]:
    row = 1
    while True:
        for column in range(1, COLUMNS - block.width + 2):
            if not _cells(column, row, block) & used:
                return column, row
        row += 1


def _cells(column: int, row: int, block: Block) -> set[tuple[int, int]]:
    return {
        (across, down)
        for across in range(column, column + block.width)
        for down in range(row, row + block.height)
    }
