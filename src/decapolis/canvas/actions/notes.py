"""Write on a board by a form; the page with scripts writes the same over its line.

Each act is one Yjs update, made against the board as it is now. Who wrote a note stands in the
note, or nowhere: the log tells of no note, so that one without attribution stays without.

Every act raises `Forbidden` where somebody has no voice on the board or it is closed, `NotFound`
where there is no such note, and `BadNote`, with the field at fault, for what cannot be written so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from pycrdt import Map, Text

from decapolis.canvas.actions.updates import store_update
from decapolis.canvas.bridge.document import (
    AnyDoc,
    Content,
    Note,
    content_of,
    edited,
    new_id,
    put_text,
    root,
    unsign,
)
from decapolis.canvas.bridge.flat import AnyMap
from decapolis.canvas.choices import Colour, LinkKind
from decapolis.canvas.errors import BadNote
from decapolis.canvas.models import Board
from decapolis.canvas.queries.templates import blocks_of
from decapolis.canvas.rules import may_write
from decapolis.canvas.validators import (
    LONGEST_COMMENT,
    LONGEST_GROUP,
    LONGEST_NOTE,
    MOST_LINKS,
    clean_colour,
    clean_words,
)
from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import require
from decapolis.people.models import Person

Place = Literal["first", "up", "down", "last"]
PLACES: tuple[Place, ...] = ("first", "up", "down", "last")


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody puts on a note. ``links`` are titles by ``practice:slug``."""

    text: str
    colour: str = Colour.PAPER
    attributed: bool = True
    links: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def add_note(*, by: Person, board: Board, block: str, written: Written) -> str:
    """Put a note at the end of a block and return its id."""
    require(may_write(by, board))
    _check_block(board, block)
    key = new_id()
    text = clean_words(written.text, field="text", most=LONGEST_NOTE)
    order = _last(content_of(board), block) + 1
    held: dict[str, Any] = {
        "block": block,
        "order": order,
        "colour": clean_colour(written.colour),
        "group": "",
        "photo": "",
        "votes": 0,
        **_author(by, attributed=written.attributed),
    }
    links = _links(written.links)

    def change(doc: AnyDoc) -> None:
        note: AnyMap = Map({**held, "text": Text(text), "links": Map(links)})
        root(doc, "notes")[key] = note

    _store(board, change)
    return key


@transaction.atomic
def edit_note(*, by: Person, board: Board, note: str, text: str, colour: str) -> None:
    """Change what a note says, and its colour; everyone with a voice may."""
    require(may_write(by, board))
    _note(board, note)
    plain = clean_words(text, field="text", most=LONGEST_NOTE)
    painted = clean_colour(colour)

    def change(doc: AnyDoc) -> None:
        held = _held(doc, note)
        put_text(held, "text", plain)
        if held.get("colour") != painted:
            held["colour"] = painted

    _store(board, change)


@transaction.atomic
def take_name_off(*, by: Person, board: Board, note: str) -> None:
    """Take one's own name off a note and off what one said to it.

    Raises
    ------
    BadNote
        The note bears no name, or that of somebody else.
    """
    require(may_write(by, board))
    held = _note(board, note)
    if held.by != by.pk:
        raise BadNote(_("This note does not bear your name."))
    said = [one.id for one in held.comments if one.by == by.pk]

    def change(doc: AnyDoc) -> None:
        for one in (_held(doc, note), *(root(doc, "comments")[key] for key in said)):
            unsign(one)

    _store(board, change)


@transaction.atomic
def move_note(*, by: Person, board: Board, note: str, block: str, place: Place = "last") -> None:
    """Move a note within its block, or to another one, where it leaves its group."""
    require(may_write(by, board))
    _check_block(board, block)
    held = _note(board, note)
    others = [one for one in content_of(board).in_block(block) if one.id != note]
    order = _order_at(held, others, place, stays=held.block == block)

    def change(doc: AnyDoc) -> None:
        one = _held(doc, note)
        if one.get("block") != block:
            one["block"], one["group"] = block, ""
        one["order"] = order

    _store(board, change)


@transaction.atomic
def group_note(*, by: Person, board: Board, note: str, group: str = "", title: str = "") -> str:
    """Put a note into a group of its block, into a new one, or into none; return the group.

    Parameters
    ----------
    group
        One that exists; empty together with an empty title: no group.
    title
        Of a new group; then ``group`` is not read.

    Raises
    ------
    BadNote
        As said above.
    """
    require(may_write(by, board))
    held = _note(board, note)
    named = clean_words(title, field="title", most=LONGEST_GROUP, needed=False).replace("\n", " ")
    there = {one.id for one in content_of(board).groups if one.block == held.block}
    if group and not named and group not in there:
        raise BadNote(_("There is no such group in this block."), field="group")
    key = new_id() if named else group

    def change(doc: AnyDoc) -> None:
        if named:
            made: AnyMap = Map({"block": held.block, "title": named, "order": held.order})
            root(doc, "groups")[key] = made
        _held(doc, note)["group"] = key

    _store(board, change)
    return key


@transaction.atomic
def link_note(*, by: Person, board: Board, note: str, key: str, title: str = "") -> None:
    """Let a note point to a practice, document or technology; an empty title takes the link away.

    Raises
    ------
    BadNote
        As said above.
    """
    require(may_write(by, board))
    held = _note(board, note)
    links = _links({key: title}) if title else {}
    if links and len(held.links) >= MOST_LINKS:
        told = _("A note has at most {most} links.").format(most=MOST_LINKS)
        raise BadNote(told, field="find")

    def change(doc: AnyDoc) -> None:
        one = _held(doc, note)
        if not isinstance(one.get("links"), Map):
            one["links"] = Map()
        if title:
            one["links"][key] = links[key]
        elif key in one["links"]:
            del one["links"][key]

    _store(board, change)


@transaction.atomic
def comment_note(*, by: Person, board: Board, note: str, text: str, attributed: bool = True) -> str:
    """Say something to a note; return the id of the comment."""
    require(may_write(by, board))
    _note(board, note)
    plain = clean_words(text, field="comment", most=LONGEST_COMMENT)
    key = new_id()
    made = {"note": note, "text": plain, **_author(by, attributed=attributed)}

    def change(doc: AnyDoc) -> None:
        said: AnyMap = Map(made)
        root(doc, "comments")[key] = said

    _store(board, change)
    return key


@transaction.atomic
def remove_note(*, by: Person, board: Board, note: str) -> None:
    """Take a note off the board, with what was said to it; a snapshot brings both back."""
    require(may_write(by, board))
    said = [one.id for one in _note(board, note).comments]

    def change(doc: AnyDoc) -> None:
        del root(doc, "notes")[note]
        for key in said:
            del root(doc, "comments")[key]

    _store(board, change)


def _author(by: Person, *, attributed: bool) -> dict[str, Any]:
    now = timezone.now().isoformat(timespec="milliseconds")
    if attributed:
        return {"by": by.pk, "name": str(by), "at": now}
    return {"by": None, "name": "", "at": now}


def _links(links: Mapping[str, str]) -> dict[str, str]:
    """Return links as a note keeps them.

    Raises
    ------
    BadNote
        One points to nothing that a note can point to.
    """
    for key in links:
        kind, _colon, slug = key.partition(":")
        if kind not in LinkKind.values or not slug:
            raise BadNote(_("Choose one of those that were found."), field="find")
    return {key: " ".join(title.split())[:200] for key, title in links.items()}


def _check_block(board: Board, block: str) -> None:
    """Refuse a block that the board has not.

    Raises
    ------
    BadNote
        As said.
    """
    if block not in {one.id for one in blocks_of(board)}:
        raise BadNote(_("There is no such block on this board."), field="block")


def _note(board: Board, key: str) -> Note:
    """Return a note of the board.

    Raises
    ------
    NotFound
        There is none.
    """
    found = content_of(board).note(key)
    if found is None:
        raise NotFound(_("This note is not on the board any more."))
    return found


def _held(doc: AnyDoc, key: str) -> AnyMap:
    found: AnyMap = root(doc, "notes")[key]
    return found


def _last(content: Content, block: str) -> float:
    return max((one.order for one in content.in_block(block)), default=0.0)


def _order_at(note: Note, others: list[Note], place: Place, *, stays: bool) -> float:
    """Return the order that puts a note at a place among the others of a block."""
    before = sum(one.order <= note.order for one in others) if stays else len(others)
    at = {
        "first": 0,
        "up": max(0, before - 1),
        "down": min(len(others), before + 1),
        "last": len(others),
    }[place]
    low = others[at - 1].order if at else None
    high = others[at].order if at < len(others) else None
    if low is None:
        return high - 1 if high is not None else 1.0
    return low + 1 if high is None else (low + high) / 2


def _store(board: Board, change: Callable[[AnyDoc], None]) -> None:
    if data := edited(board, change):
        store_update(board_id=board.pk, data=data)
