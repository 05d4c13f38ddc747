"""What the page of a board shows, with scripts or without."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.canvas.actions.notes import PLACES
from decapolis.canvas.bridge.document import Comment, Content, Link, Note, content_of
from decapolis.canvas.choices import Becomes, Colour
from decapolis.canvas.exports import KINDS
from decapolis.canvas.exports.sheets import bunches
from decapolis.canvas.models import Board
from decapolis.canvas.queries.templates import blocks_of
from decapolis.canvas.queries.votes import Ballot, ballot
from decapolis.canvas.rules import may_hand_out, may_lead, may_write
from decapolis.canvas.validators import Block
from decapolis.kernel import numbers
from decapolis.pages.canvas.contexts.words import words
from decapolis.pages.components import Fault
from decapolis.people.models import Person

LINKED = {"practice": "practices", "document": "documents", "technology": "technologies"}
MINUTES = (1, 2, 3, 5, 8, 10, 15, 20, 30, 45)
BLANK = "-"  # the id of the note that the page with scripts copies


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several values."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class LinkShown:
    """What a note points to."""

    key: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class CommentShown:
    """What was said to a note."""

    text: str
    by: str


@dataclass(frozen=True, slots=True)
class NoteShown:
    """A note on the board."""

    id: str
    url: str
    text: str
    by: str
    colour: str
    photo: str
    links: tuple[LinkShown, ...]
    votes: str
    mine: int
    comments: tuple[CommentShown, ...]
    mark: str = ""  # in the history: added or changed

    @property
    def marked(self) -> str:
        """The mark in a word."""
        return {"added": _("New"), "changed": _("Changed")}.get(self.mark, "")

    @property
    def more(self) -> int:
        """What one's vote is with one more."""
        return self.mine + 1

    @property
    def less(self) -> int:
        """What one's vote is with one less."""
        return max(0, self.mine - 1)


@dataclass(frozen=True, slots=True)
class BunchShown:
    """Notes under one title; without a title each stands alone."""

    title: str
    notes: tuple[NoteShown, ...]


@dataclass(frozen=True, slots=True)
class BlockShown:
    """A block of the canvas with what is in it."""

    block: Block
    bunches: tuple[BunchShown, ...]
    text: str = ""  # what was typed and not taken
    fault: str = ""

    @property
    def becomes(self) -> str:
        """What its notes become in the plan; empty: nothing."""
        return str(Becomes(self.block.becomes).label) if self.block.becomes else ""


@dataclass(frozen=True, slots=True)
class BoardPage:
    """A board, for who may write on it, who reads along, or who has a link."""

    template: ClassVar[str] = "canvas/board.html"
    title: str
    canvas: str
    about: str
    attribution: str
    url: str
    key: str
    line: str  # the address of the live line
    person: Person | None
    blocks: tuple[BlockShown, ...]
    blank: NoteShown
    colours: tuple[Choice, ...]
    words: str
    can_write: bool
    can_lead: bool
    can_hand_out: bool
    closed: str
    unnamed: bool
    ballot: Ballot
    timer: str
    minutes: tuple[int, ...]
    exports: tuple[str, ...]
    faults: tuple[Fault, ...]
    acts: "Acts"

    @property
    def by_link(self) -> bool:
        """Whether it is read by a link, without a seat."""
        return self.person is None

    @property
    def person_key(self) -> str:
        """Who writes, for the page with scripts; empty: a reader by link."""
        return str(self.person.pk) if self.person else ""

    @property
    def person_name(self) -> str:
        """Their name."""
        return str(self.person) if self.person else ""


@dataclass(frozen=True, slots=True)
class Acts:
    """What can be done with a note, on its own page or in the dialog of the board."""

    url: str
    note: NoteShown
    block: str
    blocks: tuple[Choice, ...]
    places: tuple[Choice, ...]
    groups: tuple[Choice, ...]
    colours: tuple[Choice, ...]
    unnamed: bool
    is_mine: bool
    asked: str = ""
    found: tuple[LinkShown, ...] = ()
    is_asked: bool = False
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class NotePage:
    """One note, with all that can be done with it."""

    template: ClassVar[str] = "canvas/note.html"
    board: str
    url: str
    acts: Acts


@dataclass(frozen=True, slots=True)
class LinkPage:
    """The link by which others read a board."""

    template: ClassVar[str] = "canvas/link.html"
    board: str
    url: str
    is_given: bool
    link: str  # told once, when it is made


def board_page(
    board: Board,
    me: Person,
    *,
    unnamed: bool = False,
    kept: Mapping[str, str] | None = None,
    fault: str = "",
) -> BoardPage:
    """Return a board as somebody of its team sees it.

    Parameters
    ----------
    kept
        ``block`` and ``text`` of a note that was not taken, and why: ``fault``.
    """
    content, mine = content_of(board), ballot(board, reader=me)
    held = kept or {}
    return _page(
        board,
        content,
        mine,
        person=me,
        unnamed=unnamed,
        kept={held["block"]: (held.get("text", ""), fault)} if held else {},
    )


def read_page(board: Board, token: str) -> BoardPage:
    """Return a board as who has its link reads it."""
    return _page(board, content_of(board), Ballot(), person=None, token=token)


def note_page(
    board: Board,
    note: Note,
    me: Person,
    *,
    asked: str = "",
    found: Sequence[LinkShown] | None = None,
    faults: tuple[Fault, ...] = (),
) -> NotePage:
    """Return one note with what can be done with it.

    Parameters
    ----------
    asked, found
        What the library was asked for, and what it holds; None: it was not asked.
    """
    content = content_of(board)
    url = f"{board.path}/notes/{note.id}"
    groups = [one for one in content.groups if one.block == note.block]
    acts = Acts(
        url=url,
        note=note_shown(board, note, Ballot()),
        block=note.block,
        blocks=_blocks(board, note.block),
        places=_places(),
        groups=tuple(Choice(one.id, one.title, one.id == note.group) for one in groups),
        colours=_colours(note.colour),
        unnamed=False,
        is_mine=note.by == me.pk,
        asked=asked,
        found=tuple(found or ()),
        is_asked=found is not None,
        faults=faults,
    )
    return NotePage(board=board.title, url=board.path, acts=acts)


def note_shown(
    board: Board, note: Note, mine: Ballot, *, shows_photo: bool = True, mark: str = ""
) -> NoteShown:
    """Return a note as the board shows it."""
    photo = f"{board.path}/photos/{note.photo}" if note.photo and shows_photo else ""
    return NoteShown(
        id=note.id,
        url=f"{board.path}/notes/{note.id}",
        text=note.text,
        by=note.name,
        colour=note.colour,
        photo=photo,
        links=tuple(map(link_shown, note.links)),
        votes=votes_in_words(note.votes),
        mine=mine.mine.get(note.id, 0),
        comments=tuple(map(_comment, note.comments)),
        mark=mark,
    )


def link_shown(link: Link) -> LinkShown:
    """Return what a note points to, with its address."""
    return LinkShown(
        key=f"{link.kind}:{link.slug}",
        title=link.title,
        url=f"/{LINKED[link.kind]}/{link.slug}",
    )


def votes_in_words(votes: int) -> str:
    """Return how many votes a note got; empty: none."""
    return ngettext("{n} vote", "{n} votes", votes).format(n=votes) if votes else ""


def blocks_shown(
    board: Board,
    content: Content,
    mine: Ballot,
    *,
    kept: Mapping[str, tuple[str, str]] | None = None,
    shows_photos: bool = True,
    marks: Mapping[str, str] | None = None,
) -> tuple[BlockShown, ...]:
    """Return the blocks of a board with the notes in them."""
    held, marked = kept or {}, marks or {}
    return tuple(
        BlockShown(
            block,
            tuple(
                BunchShown(
                    bunch.title,
                    tuple(
                        note_shown(
                            board,
                            one,
                            mine,
                            shows_photo=shows_photos,
                            mark=marked.get(one.id, ""),
                        )
                        for one in bunch.notes
                    ),
                )
                for bunch in bunches(content, block.id)
            ),
            *held.get(block.id, ("", "")),
        )
        for block in blocks_of(board)
    )


def _page(  # noqa: PLR0913 -- for three kinds of readers
    board: Board,
    content: Content,
    mine: Ballot,
    *,
    person: Person | None,
    unnamed: bool = False,
    kept: Mapping[str, tuple[str, str]] | None = None,
    token: str = "",
) -> BoardPage:
    blank = note_shown(board, _blank(), mine)
    template = board.version.template
    wrong = [Fault(why, f"add-{block}") for block, (_text, why) in (kept or {}).items() if why]
    return BoardPage(
        title=board.title,
        canvas=template.name,
        about=template.about,
        attribution=template.attribution,
        url=board.path,
        key=board.key,
        line=f"/live/boards/{board.key}" + (f"?read={token}" if token else ""),
        person=person,
        blocks=blocks_shown(board, content, mine, kept=kept, shows_photos=person is not None),
        blank=blank,
        colours=_colours(Colour.PAPER),
        words=words(),
        can_write=bool(may_write(person, board)),
        can_lead=bool(may_lead(person, board)),
        can_hand_out=bool(may_hand_out(person, board)),
        closed=numbers.day(board.closed.date()) if board.closed else "",
        unnamed=unnamed,
        ballot=mine,
        timer=_timer(content),
        minutes=MINUTES,
        exports=tuple(KINDS) if person else (),
        faults=tuple(wrong),
        acts=Acts(
            url=f"{board.path}/notes/{BLANK}",
            note=blank,
            block="",
            blocks=_blocks(board, ""),
            places=_places(),
            groups=(),
            colours=_colours(Colour.PAPER),
            unnamed=unnamed,
            is_mine=True,
        ),
    )


def _blank() -> Note:
    return Note(BLANK, "", 0, "", None, "", Colour.PAPER, "", None, "", (), 0, ())


def _comment(comment: Comment) -> CommentShown:
    return CommentShown(comment.text, comment.name)


def _timer(content: Content) -> str:
    """Return how much time is left, in words; empty: no timer runs."""
    ends = content.session.timer_ends
    left = (ends - timezone.now()).total_seconds() if ends else 0
    if left <= 0:
        return ""
    minutes = max(1, round(left / 60))
    words_ = ngettext("About {n} minute is left.", "About {n} minutes are left.", minutes)
    return words_.format(n=minutes)


def _colours(chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(value, str(label), value == chosen) for value, label in Colour.choices)


def _blocks(board: Board, chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(one.id, one.title, one.id == chosen) for one in blocks_of(board))


def _places() -> tuple[Choice, ...]:
    said = {
        "first": _("To the top"),
        "up": _("One up"),
        "down": _("One down"),
        "last": _("To the end"),
    }
    return tuple(Choice(one, said[one], one == "last") for one in PLACES)
