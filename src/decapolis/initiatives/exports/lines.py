"""The lines of a plan as tables: which columns each kind has, and how a cell says it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from decapolis.initiatives.choices import FundingState, Gate, LineKind
from decapolis.initiatives.exports.blocks import Cell, Rows, Said
from decapolis.initiatives.exports.material import Material
from decapolis.initiatives.queries.shown import (
    ApprovalShown,
    CostShown,
    EvidenceShown,
    FundingShown,
    LineShown,
    MeasureShown,
    MilestoneShown,
)
from decapolis.kernel import numbers
from decapolis.kernel.mail import absolute

Tell = Callable[[Material, LineShown], Said]


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``fields`` are what it says, so that the rest can stand below the title."""

    head: str | Promise
    width: float
    tell: Tell
    fields: tuple[str, ...]
    is_numeric: bool = False
    is_title: bool = False


def _fact(name: str) -> Tell:
    return lambda _of, line: Said(line.fact(name))


def _col(head: str | Promise, width: float, name: str, *, numeric: bool = False) -> Column:
    return Column(head, width, _fact(name), (name,), numeric)


def _title(head: str | Promise, width: float, tell: Tell | None = None) -> Column:
    return Column(
        head, width, tell or (lambda _of, line: Said(line.title, is_strong=True)), ("title",),
        is_title=True,
    )  # fmt: skip


def amount_of(of: Material, line: LineShown) -> Said:
    """Return the amount of a budget line with its source."""
    if not isinstance(line, CostShown):
        return Said("")
    told = of.money(line.amount, line.currency)
    return of.cited(told, line.source, line.document)


def _total(of: Material, line: LineShown) -> Said:
    total = line.total if isinstance(line, CostShown | FundingShown) else None
    currency = line.currency if isinstance(line, CostShown | FundingShown) else ""
    return Said(of.money(total, currency))


def span_of(line: LineShown) -> str:
    """Return in which years something is paid."""
    if not isinstance(line, CostShown | FundingShown):
        return ""
    first = line.first_year
    if first is None:
        return _("not said")
    last = first + line.years - 1
    return str(first) if last == first else f"{first}\N{EN DASH}{last}"


def _given(of: Material, line: LineShown) -> Said:
    if not isinstance(line, FundingShown):
        return Said("")
    told = of.cited(of.money(line.amount, line.currency), line.proof, line.document)
    if line.state == FundingState.CERTIFIED:
        return told
    return replace(told, lacks_source=False)  # what is hoped for has no proof yet


def _risk(_of: Material, line: LineShown) -> Said:
    likely, hurts = line.fact("likelihood"), line.fact("impact")
    return Said(" / ".join(one or "?" for one in (likely, hurts)) if likely or hurts else "")


def today_of(of: Material, line: LineShown) -> Said:
    """Return the baseline of a measure with its source."""
    if not isinstance(line, MeasureShown):
        return Said("")
    if line.baseline is None:
        return Said(numbers.unknown(), is_quiet=True)
    told = numbers.quantity(line.baseline, line.unit)
    when = f", {numbers.day(line.baseline_on)}" if line.baseline_on else ""
    return of.cited(told + when, line.baseline_source)


def target_of(_of: Material, line: LineShown) -> Said:
    """Return the target of a measure with its day."""
    if not isinstance(line, MeasureShown) or line.target is None:
        return Said(numbers.unknown(), is_quiet=True)
    told = numbers.quantity(line.target, line.unit)
    return Said(f"{told}, {numbers.day(line.due)}" if line.due else told)


def value_of(of: Material, line: LineShown) -> Said:
    """Return the newest value of a measure with its source."""
    held = next((one for one in of.progress.measures if one.shown.id == line.id), None)
    if held is None or held.last is None:
        return Said("")
    unit = held.shown.unit
    told = f"{numbers.quantity(held.last.value, unit)}, {numbers.day(held.last.on)}"
    return of.cited(told, held.last.source)


def _approval(of: Material, line: LineShown) -> Said:
    if not isinstance(line, ApprovalShown):
        return Said("")
    sources = of.sources.cite(line.proof) if line.proof else ()
    return Said(line.fact("state"), sources)


def _approved(_of: Material, line: LineShown) -> Said:
    return Said(line.fact("kind") or line.title, is_strong=True)


def _what(_of: Material, line: LineShown) -> Said:
    return Said(line.title if line.title != line.fact("kind") else "")


def _source(of: Material, line: LineShown) -> Said:
    if not isinstance(line, EvidenceShown):
        return Said("")
    path = f"/practices/{line.practice}" if line.practice else ""
    path = path or (f"/documents/{line.document}" if line.document else "")
    url = line.url or (absolute(path) if path else "")
    label = f"{line.title}, {line.page}" if line.page else line.title
    return Said(line.title, of.sources.cite(label, url), is_strong=True)


def _gate(_of: Material, line: LineShown) -> Said:
    if not isinstance(line, MilestoneShown):
        return Said("")
    if line.is_gate:
        decided = line.outcome if line.outcome != Gate.OPEN else ""
        return Said(_("Gate: {what}").format(what=line.fact("outcome")) if decided else _("Gate"))
    return Said(_("Reached") if line.reached else _("Milestone"))


COLUMNS: dict[LineKind, tuple[Column, ...]] = {
    LineKind.ACTIVITY: (
        _title(lazy("Activity"), 4),
        _col(lazy("Owner"), 2, "owner"),
        _col(lazy("Begins"), 2, "start"),
        _col(lazy("Ends"), 2, "end"),
        _col(lazy("Begins after"), 2.4, "after"),
    ),
    LineKind.MILESTONE: (
        _title(lazy("What stands on that day"), 4),
        _col(lazy("Due"), 1.7, "due"),
        Column(lazy("Kind"), 1.7, _gate, ("is_gate", "outcome")),
        _col(lazy("To go on, this must hold"), 4.4, "criteria"),
    ),
    LineKind.COST: (
        _title(lazy("Budget line"), 4.2),
        _col(lazy("Kind"), 2, "kind"),
        Column(lazy("Amount"), 2, amount_of, ("amount", "source", "document"), is_numeric=True),
        Column(lazy("Years"), 1.6, lambda _of, line: Said(span_of(line)), ("first_year", "years")),
        Column(lazy("In all"), 1.8, _total, (), is_numeric=True),
    ),
    LineKind.FUNDING: (
        _title(lazy("Who pays"), 4),
        _col(lazy("How sure"), 1.7, "state"),
        Column(lazy("A year"), 1.8, _given, ("amount", "proof", "document"), is_numeric=True),
        Column(lazy("Years"), 1.6, lambda _of, line: Said(span_of(line)), ("first_year", "years")),
        _col(lazy("Deadline"), 1.8, "deadline"),
    ),
    LineKind.POST: (
        _title(lazy("Post"), 3),
        _col(lazy("Full-time"), 1.2, "count", numeric=True),
        _col(lazy("Months"), 1.1, "months", numeric=True),
        _col(lazy("Skills"), 3, "skills"),
        _col(lazy("Training"), 3, "training"),
    ),
    LineKind.SYSTEM: (
        _title(lazy("System or data"), 2.6),
        _col(lazy("Owner"), 1.8, "owner"),
        _col(lazy("Standards"), 2.3, "standards"),
        _col(lazy("Data and privacy"), 2.6, "privacy"),
        _col(lazy("Exit"), 2.6, "exit"),
    ),
    LineKind.RISK: (
        _title(lazy("Risk"), 3.4),
        _col(lazy("Kind"), 1.6, "kind"),
        Column(lazy("Likely / hurts"), 1.8, _risk, ("likelihood", "impact")),
        _col(lazy("Watched by"), 1.8, "owner"),
        _col(lazy("What is done about it"), 4, "response"),
    ),
    LineKind.MEASURE: (
        _title(lazy("Measure"), 3.6),
        Column(lazy("Today"), 2.6, today_of,
               ("baseline", "baseline_on", "baseline_source", "unit")),
        Column(lazy("Target"), 2.6, target_of, ("target", "due")),
        Column(lazy("Newest value"), 2.6, value_of, ()),
    ),
    LineKind.APPROVAL: (
        _title(lazy("By whom"), 2.2, _approved),
        Column(lazy("What"), 4, _what, ("title",)),
        Column(lazy("State"), 1.8, _approval, ("state", "proof", "kind")),
        _col(lazy("On"), 2.1, "on"),
        _col(lazy("Minute"), 2, "minute"),
    ),
    LineKind.EVIDENCE: (
        _title(lazy("Source"), 4.5, _source),
        _col(lazy("What the plan takes from it"), 7, "used_for"),
    ),
}  # fmt: skip
SAID = {"title", "practice", "document", "url", "page"}  # never below the title


def table_of(
    of: Material,
    lines: Sequence[LineShown],
    *,
    most: int = 0,
    only: Sequence[str] = (),
    is_whole: bool = True,
) -> Rows:
    """Return lines of one kind as a table; they are not empty.

    Parameters
    ----------
    most
        How many at most; how many are left out is told below. 0: all.
    only
        The names of the columns' first fields that are wanted; without it all.
    is_whole
        Whether what no column says stands below the title.
    """
    kind = lines[0].kind
    columns = [
        one
        for one in COLUMNS[kind]
        if not only or one.is_title or (one.fields and one.fields[0] in only)
    ]
    told = {name for one in COLUMNS[kind] for name in one.fields} | SAID
    shown = lines[:most] if most else lines
    return Rows(
        heads=tuple(str(one.head) for one in columns),
        rows=tuple(
            tuple(_cell(of, line, column, told, is_whole=is_whole) for column in columns)
            for line in shown
        ),
        widths=tuple(one.width for one in columns),
        numeric=frozenset(at for at, one in enumerate(columns) if one.is_numeric),
        note=left_out(len(lines) - len(shown)),
    )


def left_out(n: int) -> str:
    """Say how many lines are not shown here."""
    return _("{n} more stand in the plan.").format(n=n) if n > 0 else ""


def _cell(of: Material, line: LineShown, column: Column, told: set[str], *, is_whole: bool) -> Cell:
    said = column.tell(of, line)
    if not column.is_title or not is_whole:
        return (said,)
    rest = (one for one in line.facts if one.name not in told)
    below = (Said(f"{one.label}: {one.text}", is_quiet=True) for one in rest)
    return (said, *below)
