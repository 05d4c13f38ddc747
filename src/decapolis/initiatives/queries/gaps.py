"""What is missing in a plan, each in a sentence. Nothing here blocks anything."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.initiatives.choices import (
    LEAST_RUNNING_YEARS,
    NEEDED_APPROVALS,
    ApprovalKind,
    ApprovalState,
    CostKind,
    FundingState,
    GapKind,
    PlanPart,
    Procurement,
)
from decapolis.initiatives.queries.shown import (
    ActivityShown,
    ApprovalShown,
    CostShown,
    EvidenceShown,
    FundingShown,
    Gap,
    LineShown,
    MeasureShown,
    MilestoneShown,
    PostShown,
    RiskShown,
    Sums,
    SystemShown,
)
from decapolis.kernel import numbers

L = TypeVar("L", bound=LineShown)
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked through for gaps: the words by name, lines by kind, and the sums."""

    words: dict[str, str]
    lines: dict[PlanPart, Sequence[LineShown]]
    sums: Sums
    years: int

    def of(self, part: PlanPart, kind: type[L]) -> list[L]:
        """Return the lines of one part, of their own type."""
        return [one for one in self.lines.get(part, ()) if isinstance(one, kind)]


def gaps_of(looked: Looked) -> dict[PlanPart, tuple[Gap, ...]]:
    """Return what is missing in each part."""
    found = {part: tuple(find(looked)) for part, find in FINDERS.items()}
    return {part: found.get(part, ()) for part in PlanPart}


def _written(part: PlanPart, looked: Looked, *named: tuple[str, GapKind]) -> Iterator[Gap]:
    for name, kind in named:
        if not looked.words.get(name):
            yield Gap(kind, part, str(kind.label))


def _baseline(looked: Looked) -> Iterator[Gap]:
    here = PlanPart.BASELINE
    yield from _written(
        here, looked, ("baseline", GapKind.NO_BASELINE), ("affected", GapKind.NO_AFFECTED)
    )
    if looked.words.get("affected_people") and not looked.words.get("affected_source"):
        yield Gap(GapKind.NO_SOURCE_OF_AFFECTED, here, str(GapKind.NO_SOURCE_OF_AFFECTED.label))


def _objective(looked: Looked) -> Iterator[Gap]:
    named = (("objective", GapKind.NO_OBJECTIVE), ("theory", GapKind.NO_THEORY))
    yield from _written(PlanPart.OBJECTIVE, looked, *named)


def _activities(looked: Looked) -> Iterator[Gap]:
    here, lines = PlanPart.ACTIVITIES, looked.of(PlanPart.ACTIVITIES, ActivityShown)
    yield from _none(here, lines, _("There are no activities."))
    yield from _some(
        GapKind.NO_OWNER, here, [one for one in lines if not one.owner],
        lambda n: ngettext("{n} activity has no owner.", "{n} activities have no owner.", n),
    )  # fmt: skip
    yield from _some(
        GapKind.NO_DATES, here, [one for one in lines if not (one.start and one.end)],
        lambda n: ngettext(
            "{n} activity does not say when it begins and ends.",
            "{n} activities do not say when they begin and end.", n),
    )  # fmt: skip
    ends = {one.id: one.end for one in lines}
    early = [one for one in lines if one.start and _begins_early(one, ends)]
    yield from _some(
        GapKind.OUT_OF_ORDER, here, early,
        lambda n: ngettext(
            "{n} activity begins before one that it waits for has ended.",
            "{n} activities begin before one that they wait for has ended.", n),
    )  # fmt: skip


def _begins_early(one: ActivityShown, ends: dict[int, date | None]) -> bool:
    waits = (ends.get(before) for before in one.after)
    return any(end is not None and one.start is not None and end > one.start for end in waits)


def _milestones(looked: Looked) -> Iterator[Gap]:
    here, lines = PlanPart.MILESTONES, looked.of(PlanPart.MILESTONES, MilestoneShown)
    yield from _none(here, lines, _("There are no milestones."))
    yield from _some(
        GapKind.NO_DATES, here, [one for one in lines if not one.due],
        lambda n: ngettext("{n} milestone has no date.", "{n} milestones have no date.", n),
    )  # fmt: skip
    yield from _some(
        GapKind.NO_CRITERIA, here, [one for one in lines if one.is_gate and not one.criteria],
        lambda n: ngettext(
            "{n} gate does not say what must hold to go on.",
            "{n} gates do not say what must hold to go on.", n),
    )  # fmt: skip


def _budget(looked: Looked) -> Iterator[Gap]:
    here, lines = PlanPart.BUDGET, looked.of(PlanPart.BUDGET, CostShown)
    yield from _none(here, lines, _("There are no budget lines."))
    yield from _unpriced(here, lines)
    share = looked.sums.share_without_source
    without = [one for one in lines if one.amount and not one.has_source]
    if share and without:
        words = _("{share} of costs have no source.").format(share=_percent(share))
        yield Gap(GapKind.NO_SOURCE, here, words, _ids(without))
    other = [one for one in lines if one.amount and one.currency != looked.sums.currency]
    yield from _some(
        GapKind.OTHER_CURRENCY, here, other,
        lambda n: ngettext(
            "{n} budget line is in another currency and left out of the sums.",
            "{n} budget lines are in another currency and left out of the sums.", n),
    )  # fmt: skip
    old = [one for one in lines if one.amount and one.price_year != looked.sums.price_year]
    yield from _some(
        GapKind.OTHER_PRICES, here, old,
        lambda n: ngettext(
            "{n} budget line is at prices of another year than the plan.",
            "{n} budget lines are at prices of another year than the plan.", n),
    )  # fmt: skip
    yield from _running(lines, max(LEAST_RUNNING_YEARS, looked.years))


def _unpriced(here: PlanPart, lines: Sequence[CostShown]) -> Iterator[Gap]:
    yield from _some(
        GapKind.NO_AMOUNT, here, [one for one in lines if one.amount is None],
        lambda n: ngettext("{n} budget line has no amount.", "{n} budget lines have no amount.", n),
    )  # fmt: skip
    undated = [one for one in lines if one.amount and one.first_year is None]
    yield from _some(
        GapKind.NO_YEAR, here, undated,
        lambda n: ngettext(
            "{n} budget line does not say in which year it is paid.",
            "{n} budget lines do not say in which year they are paid.", n),
    )  # fmt: skip


def _running(lines: Sequence[CostShown], wanted: int) -> Iterator[Gap]:
    if not lines:
        return
    running = [one for one in lines if one.cost_kind != CostKind.CAPITAL]
    if not running:
        yield Gap(GapKind.NO_RUNNING, PlanPart.BUDGET, str(GapKind.NO_RUNNING.label))
    short = [one for one in running if one.years < wanted]
    yield from _some(
        GapKind.SHORT_RUNNING, PlanPart.BUDGET, short,
        lambda n: ngettext(
            "{n} running cost is given for fewer than {wanted} years.",
            "{n} running costs are given for fewer than {wanted} years.", n,
        ).replace("{wanted}", str(wanted)),
    )  # fmt: skip


def _funding(looked: Looked) -> Iterator[Gap]:
    here, lines = PlanPart.FUNDING, looked.of(PlanPart.FUNDING, FundingShown)
    yield from _none(here, lines, _("There are no funding lines."))
    yield from _uncovered(looked.sums)
    yield from _some(
        GapKind.NO_AMOUNT, here, [one for one in lines if one.amount is None],
        lambda n: ngettext(
            "{n} funding line has no amount.", "{n} funding lines have no amount.", n),
    )  # fmt: skip
    other = [one for one in lines if one.amount and one.currency != looked.sums.currency]
    yield from _some(
        GapKind.OTHER_CURRENCY, here, other,
        lambda n: ngettext(
            "{n} funding line is in another currency and left out of the sums.",
            "{n} funding lines are in another currency and left out of the sums.", n),
    )  # fmt: skip
    sure = [one for one in lines if one.state == FundingState.CERTIFIED]
    yield from _some(
        GapKind.NO_PROOF, here, [one for one in sure if not (one.proof or one.document)],
        lambda n: ngettext(
            "{n} certified funding line has no proof.",
            "{n} certified funding lines have no proof.", n),
    )  # fmt: skip
    asked = [one for one in lines if one.state == FundingState.IDEA and not one.deadline]
    yield from _some(
        GapKind.NO_DEADLINE, here, asked,
        lambda n: ngettext(
            "{n} funding idea names no deadline of the application.",
            "{n} funding ideas name no deadline of the application.", n),
    )  # fmt: skip


def _uncovered(sums: Sums) -> Iterator[Gap]:
    """Say in which years money is missing, and in which it is only hoped for."""
    bare = [one for one in sums.years if one.open]
    if bare:
        open_in_all = sum((one.open for one in bare), start=0 * sums.sourced)
        words = _("{amount} are not covered {when}.")
        amount = numbers.money(open_in_all, sums.currency)
        said = words.format(amount=amount, when=_when([one.year for one in bare]))
        yield Gap(GapKind.NOT_COVERED, PlanPart.FUNDING, said)
    unsure = sum((min(one.hoped, one.uncertain) for one in sums.years), start=0 * sums.sourced)
    if unsure and sums.cost:
        words = _("{share} of costs rest on money that is not certified.")
        share = _percent(float(unsure / sums.cost))
        yield Gap(GapKind.NOT_CERTAIN, PlanPart.FUNDING, words.format(share=share))


def _when(years: Sequence[int | None]) -> str:
    named = [year for year in years if year is not None]
    if not named:
        return _("in a year that is not said")
    if len(named) == 1:
        return _("in {year}").format(year=named[0])
    words = _("in {n} years from {first} to {last}")
    return words.format(n=len(named), first=named[0], last=named[-1])


def _staffing(looked: Looked) -> Iterator[Gap]:
    here, lines = PlanPart.STAFFING, looked.of(PlanPart.STAFFING, PostShown)
    yield from _none(here, lines, _("Nobody has written who is needed."))
    yield from _some(
        GapKind.NO_COUNT, here, [one for one in lines if one.count is None],
        lambda n: ngettext("{n} post says no number.", "{n} posts say no number.", n),
    )  # fmt: skip


def _systems(looked: Looked) -> Iterator[Gap]:
    here, lines = PlanPart.SYSTEMS, looked.of(PlanPart.SYSTEMS, SystemShown)
    yield from _none(here, lines, _("No technology or data is named."))
    yield from _some(
        GapKind.NO_OWNER, here, [one for one in lines if not one.owner],
        lambda n: ngettext("{n} system has no owner.", "{n} systems have no owner.", n),
    )  # fmt: skip
    yield from _some(
        GapKind.NO_PRIVACY, here, [one for one in lines if not one.privacy],
        lambda n: ngettext(
            "{n} system says nothing of data and privacy.",
            "{n} systems say nothing of data and privacy.", n),
    )  # fmt: skip
    yield from _some(
        GapKind.NO_EXIT, here, [one for one in lines if not one.exit],
        lambda n: ngettext(
            "{n} system does not say how the city leaves it.",
            "{n} systems do not say how the city leaves them.", n),
    )  # fmt: skip


def _procurement(looked: Looked) -> Iterator[Gap]:
    needed = looked.words.get("procurement") != str(Procurement.IN_HOUSE.label)
    if needed:
        yield from _written(PlanPart.PROCUREMENT, looked, ("procurement", GapKind.NO_ROUTE))


def _risks(looked: Looked) -> Iterator[Gap]:
    here, lines = PlanPart.RISKS, looked.of(PlanPart.RISKS, RiskShown)
    yield from _none(here, lines, _("No risks are named."))
    yield from _some(
        GapKind.NO_RATING, here, [one for one in lines if one.likelihood is None],
        lambda n: ngettext(
            "{n} risk does not say how likely it is.",
            "{n} risks do not say how likely they are.", n),
    )  # fmt: skip
    yield from _some(
        GapKind.NO_OWNER, here, [one for one in lines if not one.owner],
        lambda n: ngettext("Nobody watches {n} risk.", "Nobody watches {n} risks.", n),
    )  # fmt: skip
    yield from _some(
        GapKind.NO_RESPONSE, here, [one for one in lines if not one.response],
        lambda n: ngettext("{n} risk has no response.", "{n} risks have no response.", n),
    )  # fmt: skip


def _measures(looked: Looked) -> Iterator[Gap]:
    here, lines = PlanPart.MEASURES, looked.of(PlanPart.MEASURES, MeasureShown)
    yield from _none(here, lines, _("Nothing is measured."))
    yield from _some(
        GapKind.NO_START, here, [one for one in lines if one.baseline is None],
        lambda n: ngettext("{n} measure has no baseline.", "{n} measures have no baseline.", n),
    )  # fmt: skip
    bare = [one for one in lines if one.baseline is not None and not one.baseline_source]
    yield from _some(
        GapKind.NO_SOURCE, here, bare,
        lambda n: ngettext(
            "The baseline of {n} measure has no source.",
            "The baselines of {n} measures have no source.", n),
    )  # fmt: skip
    aimless = [one for one in lines if one.target is None or one.due is None]
    yield from _some(
        GapKind.NO_TARGET, here, aimless,
        lambda n: ngettext(
            "{n} measure has no target with a date.",
            "{n} measures have no target with a date.", n),
    )  # fmt: skip


def _scaling(looked: Looked) -> Iterator[Gap]:
    yield from _written(PlanPart.SCALING, looked, ("scaling", GapKind.NO_SCALING))


def _approvals(looked: Looked) -> Iterator[Gap]:
    here, lines = PlanPart.APPROVALS, looked.of(PlanPart.APPROVALS, ApprovalShown)
    there = {one.approval_kind for one in lines}
    missing = [ApprovalKind(one) for one in NEEDED_APPROVALS if one not in there]
    if missing:
        names = numbers.listing([str(one.label).lower() for one in missing])
        words = _("No approval is listed of: {names}.").format(names=names)
        yield Gap(GapKind.NO_APPROVAL, here, words)
    waiting = [one for one in lines if one.state != ApprovalState.GIVEN]
    yield from _some(
        GapKind.NOT_APPROVED, here, waiting,
        lambda n: ngettext("{n} approval is not given.", "{n} approvals are not given.", n),
    )  # fmt: skip
    given = [one for one in lines if one.state == ApprovalState.GIVEN]
    bare = [one for one in given if not (one.minute or one.proof or one.document)]
    yield from _some(
        GapKind.NO_MINUTE, here, bare,
        lambda n: ngettext(
            "{n} given approval names no minute or file.",
            "{n} given approvals name no minute or file.", n),
    )  # fmt: skip


def _evidence(looked: Looked) -> Iterator[Gap]:
    lines = looked.of(PlanPart.EVIDENCE, EvidenceShown)
    yield from _none(PlanPart.EVIDENCE, lines, _("The plan names no source."))


def _none(part: PlanPart, lines: Sequence[LineShown], words: str) -> Iterator[Gap]:
    if not lines:
        yield Gap(GapKind.NO_LINES, part, words)


def _some(
    kind: GapKind, part: PlanPart, lines: Sequence[LineShown], words: Callable[[int], str]
) -> Iterator[Gap]:
    if lines:
        yield Gap(kind, part, words(len(lines)).format(n=len(lines)), _ids(lines))


def _ids(lines: Iterable[LineShown]) -> tuple[int, ...]:
    return tuple(one.id for one in lines)


def _percent(share: float) -> str:
    """Return a share in words; never 0 % of what there is."""
    return numbers.percent(max(1, round(share * HUNDRED)), 0)


FINDERS: dict[PlanPart, Callable[[Looked], Iterator[Gap]]] = {
    PlanPart.BASELINE: _baseline,
    PlanPart.OBJECTIVE: _objective,
    PlanPart.ACTIVITIES: _activities,
    PlanPart.MILESTONES: _milestones,
    PlanPart.BUDGET: _budget,
    PlanPart.FUNDING: _funding,
    PlanPart.STAFFING: _staffing,
    PlanPart.SYSTEMS: _systems,
    PlanPart.PROCUREMENT: _procurement,
    PlanPart.RISKS: _risks,
    PlanPart.MEASURES: _measures,
    PlanPart.SCALING: _scaling,
    PlanPart.APPROVALS: _approvals,
    PlanPart.EVIDENCE: _evidence,
}
