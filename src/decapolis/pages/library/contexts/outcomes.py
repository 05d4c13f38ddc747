"""What came of a practice: up to three figures large, the others in rows, all in one table."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from decapolis.kernel import numbers
from decapolis.kernel.charts import Outcome, Table
from decapolis.library.choices import Part
from decapolis.library.queries.costs import CostFacts
from decapolis.library.queries.practice import OutcomeFacts
from decapolis.pages.components import Added

LARGE = 3


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """One outcome: its figure, and the record's words for it."""

    figure: Outcome
    text: str
    kind: str
    source: int | None
    is_claim: bool
    is_bad: bool
    added: Added | None


@dataclass(frozen=True, slots=True)
class Happened:
    """All outcomes of a practice; ``table`` is None where there is none."""

    large: tuple[OutcomeView, ...]
    rest: tuple[OutcomeView, ...]
    table: Table | None


def happened(
    outcomes: Sequence[OutcomeFacts],
    costs: Sequence[CostFacts],
    marks: Sequence[Added | None],
) -> Happened:
    """Choose what is shown large: what can be compared first, then what is known best.

    An outcome that states what was planned alone, in the currency of the whole cost, is set beside
    that cost.

    Parameters
    ----------
    marks
        Who added each outcome.
    """
    outcomes = [_with_cost(fact, costs) for fact in outcomes]
    views = [(fact, _view(fact, mark)) for fact, mark in zip(outcomes, marks, strict=True)]
    counted = [(fact, view) for fact, view in views if fact.value is not None]
    chosen = [view for _fact, view in sorted(counted, key=_weight)[:LARGE]]
    return Happened(
        large=tuple(view for _fact, view in views if view in chosen),
        rest=tuple(view for _fact, view in views if view not in chosen),
        table=_table(outcomes) if outcomes else None,
    )


def _with_cost(fact: OutcomeFacts, costs: Sequence[CostFacts]) -> OutcomeFacts:
    if fact.value is not None or fact.expected is None:
        return fact
    whole = [cost for cost in costs if cost.part == Part.TOTAL and cost.currency == fact.unit]
    return replace(fact, value=float(whole[0].amount)) if whole else fact


def outcome_chart(fact: OutcomeFacts) -> Outcome:
    """Return an outcome as a chart."""
    return Outcome(
        metric=f"{fact.metric[:1].upper()}{fact.metric[1:]}",
        value=fact.value,
        unit=fact.unit,
        kind=fact.kind,
        baseline=fact.baseline,
        expected=fact.expected,
        good=fact.is_good,
        year=fact.year,
    )


def _weight(pair: tuple[OutcomeFacts, OutcomeView]) -> tuple[bool, int]:
    fact, view = pair
    kinds = ("checked", "measured", "reported", "forecast")
    return not view.figure.stages, kinds.index(fact.kind) if fact.kind in kinds else len(kinds)


def _view(fact: OutcomeFacts, mark: Added | None) -> OutcomeView:
    return OutcomeView(
        figure=outcome_chart(fact),
        text=fact.text,
        kind=fact.kind_label,
        source=fact.source.number if fact.source else None,
        is_claim=fact.is_claim,
        is_bad=fact.is_good is False,
        added=mark,
    )


def _table(outcomes: Sequence[OutcomeFacts]) -> Table:
    heads = (_("Measure"), _("Before"), _("Expected"), _("Value"), _("Kind"), _("Source"))
    return Table(heads, tuple(map(_line, outcomes)), frozenset({1, 2, 3}))


def _line(fact: OutcomeFacts) -> tuple[str, ...]:
    kind = f"{fact.kind_label}, {fact.year}" if fact.year else fact.kind_label
    if fact.is_claim:
        kind = _("{kind}, a seller's claim").format(kind=kind)
    return (
        f"{fact.metric[:1].upper()}{fact.metric[1:]}",
        _shown(fact.baseline, fact.unit),
        _shown(fact.expected, fact.unit),
        numbers.quantity(fact.value, fact.unit),
        kind,
        str(fact.source.number) if fact.source else _("not said"),
    )


def _shown(value: float | None, unit: str) -> str:
    return _("not said") if value is None else numbers.quantity(value, unit)
