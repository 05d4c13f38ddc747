"""What the API tells and takes of canvases and boards."""

from datetime import datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from decapolis.api.shapes import In, Out
from decapolis.canvas.choices import Becomes, Colour, LinkKind
from decapolis.canvas.validators import COLUMNS, MOST_BLOCKS

LONGEST = 4_000  # letters of anything that is sent; how many may be is said by the act
ID = 40


class BlockIn(In):
    """One block of a canvas; places follow from the order and the sizes."""

    id: str = Field("", max_length=ID, description="Stays from version to version; empty: new.")
    title: str = Field(max_length=LONGEST)
    prompt: str = Field(max_length=LONGEST, description="What people are asked here.")
    becomes: Becomes = Field(
        Becomes.NOTHING, description="What its notes become in the plan; empty: nothing."
    )
    width: int = Field(4, ge=1, le=COLUMNS, description="Columns of twelve, on a wide screen.")
    height: int = Field(1, ge=1, le=COLUMNS, description="Rows.")


class CanvasIn(In):
    """A canvas as it is written, whole: take `record` of one, change it, and send it back."""

    name: str = Field(max_length=LONGEST)
    about: str = Field("", max_length=LONGEST, description="What it is good for, for how many.")
    blocks: list[BlockIn] = Field(max_length=4 * MOST_BLOCKS)


class CanvasItem(Out):
    """A canvas that boards follow."""

    slug: str
    name: str
    about: str
    attribution: str = Field(description="Whose method it follows; may be empty.")
    version: int = Field(description="The newest. Boards keep the one that they began with.")
    is_shipped: bool = Field(description="It comes with the program.")
    retired: datetime | None = Field(description="Since when no new board follows it.")
    changed: datetime


class CanvasVersionItem(Out):
    """A version of a canvas."""

    number: int
    at: datetime


class CanvasRecordOut(Out):
    """A canvas in one of its versions, as it can be sent back."""

    version: int
    record: CanvasIn


class CanvasDetail(CanvasItem):
    """A canvas with its newest version and the list of all."""

    record: CanvasIn
    versions: list[CanvasVersionItem]


class CanvasFilters(Schema):
    """Which canvases are asked for."""

    retired: bool = Field(default=False, description="Also those that no new board follows.")


class BoardFilters(Schema):
    """Which boards are asked for."""

    initiative: str | None = Field(None, max_length=ID, description="Key of the initiative.")


class BoardItem(Out):
    """A board of one of your teams."""

    key: str
    title: str
    canvas: str = Field(description="Slug of the canvas that it follows.")
    canvas_version: int
    initiative: str | None = Field(description="Key of its initiative; null: it stands alone.")
    seat: str = Field(description="Yours: owner, sponsor, member, expert or reader.")
    made: datetime
    closed: datetime | None = Field(description="Since when nothing is written on it.")
    url: str = Field(description="Its page.")


class BlockOut(Out):
    """A block of a board, with its place on a grid of twelve columns."""

    id: str
    title: str
    prompt: str
    becomes: str
    column: int
    row: int
    width: int
    height: int


class GroupOut(Out):
    """Notes of one block that belong together."""

    id: str
    block: str
    title: str


class LinkOut(Out):
    """What a note points to."""

    kind: str
    slug: str
    title: str


class CommentOut(Out):
    """What somebody says to a note."""

    id: str
    text: str
    by: int | None = Field(description="Number of the person; null: without a name.")
    name: str
    at: datetime | None


class NoteOut(Out):
    """A note. Without a name nothing tells who wrote it."""

    id: str
    block: str
    group: str = Field(description="Id of its group; empty: none.")
    text: str
    by: int | None = Field(description="Number of the person; null: without a name.")
    name: str
    colour: str
    at: datetime | None
    photo: str = Field(description="Key of its photo; empty: none.")
    links: list[LinkOut]
    votes: int = Field(description="Of the last round that was closed.")
    comments: list[CommentOut]


class GivenOut(Out):
    """What you give one note in the open round."""

    note: str
    count: int


class RoundOut(Out):
    """The open round of votes as you see it. Nobody is told what others give."""

    is_open: bool
    each: int = Field(description="Votes that everyone has.")
    left: int
    mine: list[GivenOut]


class BoardDetail(BoardItem):
    """All that is on a board, as it is now: notes in the order in which they stand."""

    attribution: str
    blocks: list[BlockOut]
    groups: list[GroupOut]
    notes: list[NoteOut]
    timer_ends: datetime | None
    round: RoundOut
    may_write: bool
    may_lead: bool = Field(description="Timer, rounds, named snapshots, bringing back.")
    may_hand_out: bool = Field(description="Close the board, and give a link to readers.")
    has_link: bool = Field(description="A link for readers opens it.")


class NoteIn(In):
    """A note, put at the end of a block."""

    block: str = Field(max_length=ID)
    text: str = Field(max_length=LONGEST)
    colour: Colour = Colour.PAPER
    is_named: bool = Field(default=True, description="False: nothing tells that it is yours.")


class NoteChange(In):
    """What to change of a note: only the fields that you send."""

    text: str | None = Field(None, max_length=LONGEST)
    colour: Colour | None = None


class MoveIn(In):
    """Where a note goes; in another block it leaves its group."""

    block: str = Field(max_length=ID)
    place: Literal["first", "up", "down", "last"] = "last"


class GroupIn(In):
    """The group that a note goes into; nothing of both: it leaves its group."""

    group: str = Field("", max_length=ID, description="Id of one of its block.")
    title: str = Field("", max_length=LONGEST, description="Of a new one; `group` is not read.")


class CommentIn(In):
    """What is said to a note."""

    text: str = Field(max_length=LONGEST)
    is_named: bool = Field(default=True, description="False: nothing tells that it is yours.")


class LinkIn(In):
    """What a note points to: a record that you may read."""

    kind: LinkKind
    slug: str = Field(max_length=120)


class MadeOut(Out):
    """The id of what was made."""

    id: str = Field(description="Empty: the note is in no group now.")


class RoundIn(In):
    """A round of votes."""

    each: int = Field(3, ge=1, le=20, description="Votes that everyone has.")


class VoteIn(In):
    """What you give a note, instead of what you gave it before."""

    count: int = Field(ge=0, le=20, description="0 takes it back.")


class CountedOut(Out):
    """A round is closed."""

    votes: int = Field(description="How many were given; each note has its sum.")


class TimerIn(In):
    """The timer that everyone sees."""

    seconds: int = Field(ge=0, le=4 * 3600, description="0 stops it.")


class ReadLinkOut(Out):
    """A link that lets whoever has it read the board. It is told once; the one before is ended."""

    url: str


class SnapshotIn(In):
    """A name by which the team knows it again."""

    name: str = Field(max_length=LONGEST)


class SnapshotMadeOut(Out):
    """The snapshot that was taken."""

    number: int


class SnapshotOut(Out):
    """A board that was kept as it was."""

    number: int = Field(validation_alias="key")
    name: str = Field(description="Empty: it was kept by itself.")
    by: str = Field(description="Who gave the name.")
    at: datetime
    notes: int = Field(description="How many were on it.")
    step: int = Field(validation_alias="upto", description="The step of the history at its end.")


class StepOut(Out):
    """A short time in which a board changed."""

    step: int = Field(validation_alias="key")
    at: datetime = Field(description="When it ended.")
    is_kept: bool = Field(description="A snapshot stands at its end.")


class DifferenceOut(Out):
    """What changed. No change names a person."""

    how: str = Field(description="added, changed or removed.")
    what: str = Field(description="note, group, comment, votes (a round) or timer.")
    note: str = Field(description="Id of the note; empty: it is about none.")
    block: str
    text: str
    fields: list[str] = Field(description="What of it was changed.")


class MomentOut(StepOut):
    """A board as it was after a step, with the names that its notes bear today."""

    differences: list[DifferenceOut] = Field(description="Against `since`.")
    groups: list[GroupOut]
    notes: list[NoteOut]


class MomentFilters(Schema):
    """What a step is compared with."""

    since: int | None = Field(
        None, ge=0, lt=2**63, description="An earlier step; the one before where it is not sent."
    )
