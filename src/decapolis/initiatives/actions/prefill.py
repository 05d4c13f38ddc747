"""Let what stands on the board become lines and texts of the plan, each note once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from decapolis.audit.actions import Change, Only, record
from decapolis.canvas.bridge.document import Content, Link, Note, content_of
from decapolis.canvas.choices import Becomes, LinkKind
from decapolis.canvas.queries.templates import blocks_of
from decapolis.initiatives.actions.lines import add_line
from decapolis.initiatives.actions.plans import FIELDS, touch
from decapolis.initiatives.choices import CostKind, FundingState, LineKind
from decapolis.initiatives.errors import NoBoard
from decapolis.initiatives.models import Initiative, Plan
from decapolis.initiatives.queries.drafting import drafted
from decapolis.initiatives.queries.initiatives import team_people
from decapolis.initiatives.queries.plan import MODELS
from decapolis.initiatives.rules import may_write
from decapolis.initiatives.validators.amounts import plain_amount
from decapolis.initiatives.validators.values import plain
from decapolis.kernel.permissions import require
from decapolis.library.models import Document, Practice
from decapolis.people.models import Person

LONGEST_TITLE = 300
LONGEST_NAME = 200
CUT = "…"


@dataclass(frozen=True, slots=True)
class Filled:
    """What was taken from a board.

    Attributes
    ----------
    lines
        How many new lines, by kind.
    texts
        Names of the plan's texts to which something was added.
    again
        Notes that were taken before, and left as they are in the plan.
    left
        Notes of blocks that become nothing, or without words.
    """

    lines: dict[LineKind, int]
    texts: tuple[str, ...]
    notes: int
    again: int
    left: int


@transaction.atomic
def fill_from_board(*, by: Person, initiative: Initiative) -> Filled:
    """Take every note of the board that was not taken yet into the plan, by what its block becomes.

    What a note became is the plan's from then on: later changes on the board do not change it, and
    a line that was taken out does not come back.

    Raises
    ------
    Forbidden
        They are not of the team, or sit there as a guest.
    NoBoard
        It has none.
    TooMuch
        There are more notes than a plan holds lines; nothing was taken.
    """
    require(may_write(by, initiative))
    if initiative.board is None:
        raise NoBoard(_("This initiative has no board to take from."))
    rows = Plan.objects.select_related("initiative__city")
    plan = rows.select_for_update(of=("self",)).get(initiative=initiative)
    becomes = {block.id: block.becomes for block in blocks_of(initiative.board)}
    taking = _Taking(by, plan, content_of(initiative.board))
    for block, part in becomes.items():
        for note in taking.new_in(block):
            taking.take(note, Becomes(part))
    filled = taking.done(becomes)
    if filled.notes:
        done: dict[str, Any] = {kind.value: n for kind, n in filled.lines.items()}
        change = Change({}, done | {"texts": list(filled.texts)})
        team = Only(team_people(initiative))
        record(by=by, act="initiatives.filled_from_board", subject=initiative, change=change,
               concerns=team)  # fmt: skip
    return filled


class _Taking:
    """One taking of notes into one plan."""

    def __init__(self, by: Person, plan: Plan, content: Content) -> None:
        self.by, self.plan, self.content = by, plan, content
        self.before = _taken(plan)
        self.lines: dict[LineKind, int] = {}
        self.texts: dict[str, list[str]] = {}
        self.took: list[str] = []

    def new_in(self, block: str) -> Iterable[Note]:
        """Return the notes of a block that were not taken yet, in the order of the board."""
        found = self.content.in_block(block)
        return [one for one in found if one.id not in self.before and _words(one)]

    def take(self, note: Note, part: Becomes) -> None:
        """Let a note become what its block says."""
        if part in TEXTS_OF:
            self.texts.setdefault(TEXTS_OF[part], []).append(_words(note))
            self.plan.taken.append(note.id)
        elif part in LINES_OF:
            kind, make = LINES_OF[part]
            for values in make(note, self.by):
                made = drafted(kind, values, plan=self.plan, reader=self.by)
                add_line(by=self.by, plan=self.plan, kind=kind, made=made, note=note.id, told=False)
                self.lines[kind] = self.lines.get(kind, 0) + 1
        else:
            return
        self.took.append(note.id)

    def done(self, becomes: dict[str, str]) -> Filled:
        """Write the texts, and tell what was taken."""
        if self.texts:
            touch(by=self.by, plan=self.plan)
        for name, more in self.texts.items():
            held = getattr(self.plan, name)
            words = "\n\n".join([held, *more] if held else more)
            setattr(self.plan, name, words[: FIELDS[name].longest])
            self.plan.written_at[name] = self.plan.version
        if self.texts:
            self.plan.save(update_fields=[*self.texts, "taken", "written_at"])
        blocks = {block for block, part in becomes.items() if part in TEXTS_OF or part in LINES_OF}
        notes = self.content.notes
        again = [one for one in notes if one.id in self.before and one.id not in self.took]
        left = [one for one in notes if one.block not in blocks or not _words(one)]
        return Filled(
            lines=self.lines,
            texts=tuple(self.texts),
            notes=len(self.took),
            again=len([one for one in again if one not in left]),
            left=len(left),
        )


def _taken(plan: Plan) -> set[str]:
    """Return the ids of the notes that were taken before, also by lines that were taken out."""
    found = set(plan.taken)
    for model in MODELS.values():
        rows = model._default_manager.filter(plan=plan).exclude(note="")
        found |= set(rows.values_list("note", flat=True))
    return found


def _words(note: Note) -> str:
    """Return what a note says; of one that only points somewhere, to what."""
    return plain(note.text).strip() or ", ".join(link.title or link.slug for link in note.links)


Values = dict[str, object]


def _titled(note: Note, rest: str = "") -> Values:
    """Return a title of the first line of a note, and the rest in a field that has room for it."""
    words = _words(note)
    first, _newline, more = words.partition("\n")
    title = " ".join(first.split())
    if len(title) > LONGEST_TITLE:
        more, title = words, f"{title[: LONGEST_TITLE - 1].rstrip()}{CUT}"
    elif more and not rest:
        title = " ".join(words.split())
        title = title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}{CUT}"
    return {"title": title, rest: more.strip()[:LONGEST_REST]} if rest else {"title": title}


LONGEST_REST = 2000


def _evidence(note: Note, by: Person) -> list[Values]:
    """Return a source for each practice and document that a note points to, else its words."""
    found: list[Values] = []
    for link in note.links:
        row = _pointed(link, by)
        if row is not None:
            used = plain(note.text).strip()[:LONGEST_REST]
            found.append({"title": row.title[:LONGEST_TITLE], link.kind: row, "used_for": used})
    return found or [_titled(note, "used_for")]


def _pointed(link: Link, by: Person) -> Practice | Document | None:
    rows: Any = {
        LinkKind.PRACTICE.value: Practice.objects.open_to(by),
        LinkKind.DOCUMENT.value: Document.objects.visible_to(by),
    }.get(link.kind)
    found: Practice | Document | None = None
    if rows is not None:
        found = rows.filter(slug=link.slug).first()
    return found


def _partner(note: Note, by: Person) -> list[Values]:
    name = " ".join(_words(note).split())
    words = _("Agree with the partner on its part: {name}").format(name=name)
    long = len(words) > LONGEST_TITLE
    title = f"{words[: LONGEST_TITLE - 1]}{CUT}" if long else words
    return [{"title": title, "partner": name[:LONGEST_NAME], "about": name if long else ""}]


def _cost(note: Note, by: Person) -> list[Values]:
    """Return a budget line, with the amount where the note tells one plainly."""
    found = plain_amount(plain(note.text))
    if found is None:
        return [_titled(note) | {"kind": CostKind.CAPITAL}]
    kind = CostKind.RUNNING if found.is_yearly else CostKind.CAPITAL
    held = {"kind": kind, "amount": found.amount, "currency": found.currency}
    return [_titled(replace(note, text=found.rest)) | held]


def _plainly(rest: str = "", **fixed: object) -> Callable[[Note, Person], list[Values]]:
    def make(note: Note, by: Person) -> list[Values]:
        return [_titled(note, rest) | fixed]

    return make


TEXTS_OF: dict[str, str] = {
    Becomes.BASELINE: "baseline",
    Becomes.AFFECTED: "affected",
    Becomes.OBJECTIVE: "objective",
    Becomes.THEORY: "theory",
    Becomes.PROCUREMENT: "procurement_note",
    Becomes.SCALING: "scaling",
}
LINES_OF: dict[str, tuple[LineKind, Callable[[Note, Person], list[Values]]]] = {
    Becomes.ACTIVITY: (LineKind.ACTIVITY, _plainly("about")),
    Becomes.PARTNER: (LineKind.ACTIVITY, _partner),
    Becomes.COST: (LineKind.COST, _cost),
    Becomes.FUNDING: (LineKind.FUNDING, _plainly(state=FundingState.IDEA)),
    Becomes.POST: (LineKind.POST, _plainly("skills")),
    Becomes.SYSTEM: (LineKind.SYSTEM, _plainly()),
    Becomes.RISK: (LineKind.RISK, _plainly(kind="governance")),
    Becomes.MEASURE: (LineKind.MEASURE, _plainly()),
    Becomes.APPROVAL: (LineKind.APPROVAL, _plainly(kind="council", state="needed")),
    Becomes.EVIDENCE: (LineKind.EVIDENCE, _evidence),
    Becomes.MILESTONE: (LineKind.MILESTONE, _plainly("criteria")),
}
