"""What a document is made of, read once: plan, comparison, total, progress."""

from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from decapolis.initiatives.bridge.analogues import Compared, compared
from decapolis.initiatives.bridge.gap import Gap, gap_of
from decapolis.initiatives.bridge.totals import Total, total_of
from decapolis.initiatives.exports.blocks import Block, Paper, Rows, Said, Sources
from decapolis.initiatives.exports.clipping import clipped
from decapolis.initiatives.models import Initiative
from decapolis.initiatives.queries.plan import plan_of
from decapolis.initiatives.queries.progress import Progress, progress_of
from decapolis.initiatives.queries.shown import LineShown, PlanShown
from decapolis.kernel import numbers
from decapolis.kernel.mail import absolute
from decapolis.kernel.permissions import Reader

UNSET = ""
LONGEST_CELL = 110  # letters, where a document has so many pages at most


@dataclass(slots=True)
class Material:
    """All that a document may tell of; sources are numbered while it is written."""

    initiative: Initiative
    reader: Reader | None
    plan: PlanShown
    progress: Progress
    ranges: tuple[Compared, ...]
    total: Total
    gap: Gap
    today: date
    sources: Sources = field(default_factory=Sources)

    def money(self, amount: object, currency: str = UNSET) -> str:
        """Return an amount as it is read; nothing where there is none."""
        if amount is None:
            return ""
        return numbers.money(amount, currency or self.plan.currency)  # type: ignore[arg-type]

    def cited(self, text: str, source: str, document: str = "") -> Said:
        """Return a figure with its source; where none is named, it says so."""
        if not text:
            return Said(numbers.unknown(), is_quiet=True)
        url = absolute(f"/documents/{document}") if document else ""
        label = source or (_("Document in the library") if document else "")
        return Said(text, self.sources.cite(label, url), lacks_source=not label)

    def fact(self, line: LineShown, name: str) -> str:
        """Return one field of a line as it is read."""
        return line.fact(name)

    def fresh(self) -> "Material":
        """Return the same for another document: its sources are numbered anew."""
        return replace(self, sources=Sources())


def material_of(initiative: Initiative, reader: Reader | None, *, today: date) -> Material:
    """Read an initiative for its documents, as somebody in its team may see it.

    Raises
    ------
    NoSuchInitiative
        There is no plan, or it is not open to the reader.
    """
    plan = plan_of(initiative, reader)
    ranges = compared(plan, reader)
    return Material(
        initiative=initiative,
        reader=reader,
        plan=plan,
        progress=progress_of(initiative, plan, reader),
        ranges=ranges,
        total=total_of(plan, reader, found=ranges),
        gap=gap_of(plan),
        today=today,
    )


def paper(
    of: Material, kind: str, blocks: tuple[Block, ...], *, about: str = "", pages: int = 0
) -> Paper:
    """Put a document together; its sources are those that its blocks named."""
    told = about or _("{city}, {day}. Stage: {stage}.").format(
        city=of.plan.city, day=numbers.day(of.today), stage=of.plan.stage_label.lower()
    )
    return Paper(
        kind=kind,
        title=of.plan.title,
        about=told,
        day=of.today,
        language=get_language() or "en",
        made=_("Every figure names its source; what is missing is named as missing."),
        blocks=tuple(_short(one) for one in blocks) if pages else blocks,
        sources=of.sources.listed(),
        sources_title=_("Sources"),
        page=_("{kind}, page {{n}} of {{of}}").format(kind=kind),
        no_source=_("no source"),
        pages=pages,
    )


def _short(block: Block) -> Block:
    """Return a table with cells that leave room for the rest; other blocks as they are."""
    if not isinstance(block, Rows):
        return block
    rows = tuple(
        tuple(
            tuple(replace(one, text=clipped(one.text, LONGEST_CELL)) for one in cell)
            for cell in row
        )
        for row in block.rows
    )
    return replace(block, rows=rows)
