"""What the pages of costs and of the transfer check show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _

from decapolis.initiatives.bridge.analogues import Analogue, Compared, compared, suggested
from decapolis.initiatives.bridge.gap import Gap, gap_of
from decapolis.initiatives.bridge.pictures import gap_chart, range_chart, total_chart
from decapolis.initiatives.bridge.totals import Total, three, total_of
from decapolis.initiatives.bridge.transfer import Check, Transfer, transfers
from decapolis.initiatives.choices import Standing
from decapolis.initiatives.models import Initiative
from decapolis.initiatives.queries.plan import plan_of
from decapolis.initiatives.queries.shown import CostShown, PlanShown
from decapolis.initiatives.rules import may_write
from decapolis.kernel import numbers
from decapolis.kernel.charts import MoneyYears, PlanRange, Table, TotalSpread
from decapolis.kernel.money import ATTRIBUTION, reference_year
from decapolis.kernel.permissions import Reader
from decapolis.library.bridge.costs import scope_label
from decapolis.pages.components import Crumb, Fault, Tab
from decapolis.pages.forms import faults_of
from decapolis.pages.initiatives.costing.forms import (
    FindingForm,
    RangeForm,
    ScopeForm,
    WhyForm,
    amount_text,
    check_text,
)
from decapolis.pages.initiatives.tabs import crumbs_of, tabs_of


@dataclass(frozen=True, slots=True)
class LineCard:
    """One budget line among others."""

    title: str
    url: str
    kind: str
    amount: str  # a year where it is paid every year; empty: unknown
    years: str
    units: str  # how many of what; empty: not said
    sentence: str
    chart: PlanRange | None
    p50: str
    p80: str
    how: str  # what its spread is from


@dataclass(frozen=True, slots=True)
class CostsPage:
    """What a plan costs beside what others paid."""

    template: ClassVar[str] = "initiatives/costs.html"
    crumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    title: str
    plan_url: str
    total: Total
    spread: TotalSpread | None
    risks: Table
    gap: Gap
    money: MoneyYears | None
    lines: tuple[LineCard, ...]
    compared: int  # lines with a range
    outside: tuple[tuple[str, str, str], ...]  # title, address, and on which side of its range
    correlation: str
    draws: str
    seed: str
    reference_year: str
    attribution: str


def costs_page(initiative: Initiative, reader: Reader | None) -> CostsPage:
    """Return the costs of a plan; the same queries for any number of lines."""
    plan = plan_of(initiative, reader)
    found = compared(plan, reader)
    total, gap = total_of(plan, reader, found=found), gap_of(plan)
    return CostsPage(
        crumbs=crumbs_of(initiative, Crumb(_("Costs"))),
        tabs=tabs_of(initiative, reader=reader, here="costs"),
        title=plan.title,
        plan_url=plan.path,
        total=total,
        spread=total_chart(total),
        risks=_risks(total),
        gap=gap,
        money=gap_chart(gap),
        lines=tuple(_card(plan, one, total) for one in found),
        compared=sum(one.found is not None and one.found.size > 1 for one in found),
        outside=tuple(
            (one.line.title, reverse("costing:line", args=[plan.key, one.line.id]), said)
            for one in found
            if (said := _outside(one))
        ),
        correlation=numbers.number(total.correlation),
        draws=numbers.number(total.draws),
        seed=str(total.seed),
        reference_year=str(reference_year()),
        attribution=ATTRIBUTION,
    )


def _outside(one: Compared) -> str:
    """Say on which side of its range a line lies; empty where it is within, or there is none."""
    found = one.found
    if found is None or found.side not in {"below", "above"}:
        return ""
    below = _("below all {n} comparable programmes")
    words = below if found.side == "below" else _("above all {n} comparable programmes")
    return words.format(n=numbers.number(found.size))


def _card(plan: PlanShown, one: Compared, total: Total) -> LineCard:
    line = one.line
    risk = next((each for each in total.lines if each.line_id == line.id), None)
    return LineCard(
        title=line.title,
        url=reverse("costing:line", args=[plan.key, line.id]),
        kind=str(line.cost_kind.label),
        amount=_amount(line),
        years=_years(line),
        units=_units(line.quantity, line.unit),
        sentence=one.sentence,
        chart=range_chart(one),
        p50=numbers.money(three(risk.p50), total.currency) if risk else "",
        p80=numbers.money(three(risk.p80), total.currency) if risk else "",
        how=risk.how_words if risk else "",
    )


def _amount(line: CostShown) -> str:
    """Write the amount, with the word that it comes every year where it does."""
    if line.amount is None:
        return ""
    told = numbers.money(line.amount, line.currency)
    return _("{amount} a year").format(amount=told) if line.years > 1 else told


def _units(quantity: float | None, unit: str) -> str:
    """Write how many of what; units are singular or plural as somebody wrote them."""
    return f"{numbers.number(quantity)} \N{MULTIPLICATION SIGN} {unit}" if quantity and unit else ""


def _years(line: CostShown) -> str:
    if line.first_year is None:
        return ""
    return numbers.years(line.first_year, line.first_year + line.years - 1)


def _risks(total: Total) -> Table:
    heads = (
        _("Budget line, all its years"), _("In the plan"), _("Half of all cases below"),
        _("80% below"), _("Spread by"),
    )  # fmt: skip
    rows = [
        (
            one.title,
            numbers.money(three(one.amount), total.currency),
            numbers.money(three(one.p50), total.currency),
            numbers.money(three(one.p80), total.currency),
            one.how_words,
        )
        for one in total.lines
    ]
    return Table(heads, tuple(rows), frozenset({1, 2, 3}))


@dataclass(frozen=True, slots=True)
class AnalogueRow:
    """What one programme paid, in a table."""

    key: str
    form_id: str
    title: str
    url: str
    place: str
    published: str
    covers: str
    scope: str
    quantity: str
    per_unit: str
    per_resident: str
    how: str
    why_not: str
    why: str  # of the team
    by: str
    is_chosen: bool  # by the team, in or out
    form: WhyForm


@dataclass(frozen=True, slots=True)
class LinePage:
    """One budget line, its analogues, and what the team makes of them."""

    template: ClassVar[str] = "initiatives/cost_line.html"
    crumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    title: str
    url: str
    costs_url: str
    card: LineCard
    own: str
    unit: str
    has_residents: bool
    counted: tuple[AnalogueRow, ...]
    aside: tuple[AnalogueRow, ...]
    offered: tuple[AnalogueRow, ...]
    per_resident: str
    scope: ScopeForm
    range: RangeForm
    version: str
    may_write: bool
    faults: tuple[Fault, ...]


Forms = Mapping[str, WhyForm | ScopeForm | RangeForm]


def line_page(
    initiative: Initiative, line_id: int, reader: Reader | None, *, forms: Forms | None = None,
    said: str = "",
) -> LinePage | None:  # fmt: skip
    """Return one budget line; None where the plan has none such.

    Parameters
    ----------
    forms
        Those that were sent and refused: ``scope``, ``range``, or the key of an amount.
    said
        What an act refused and no field shows.
    """
    plan = plan_of(initiative, reader)
    found = compared(plan, reader)
    one = next((each for each in found if each.line.id == line_id), None)
    if one is None:
        return None
    given = forms or {}
    writes = bool(may_write(reader, initiative))
    offered = [*one.offered, *suggested(one, reader)] if writes else []
    scope, span = given.get("scope"), given.get("range")
    return LinePage(
        crumbs=crumbs_of(
            initiative,
            Crumb(_("Costs"), reverse("costing:costs", args=[plan.key])),
            Crumb(one.line.title),
        ),
        tabs=tabs_of(initiative, reader=reader, here="costs"),
        title=one.line.title,
        url=reverse("costing:line", args=[plan.key, line_id]),
        costs_url=reverse("costing:costs", args=[plan.key]),
        card=_card(plan, one, total_of(plan, reader, found=found)),
        own=one.own.how,
        unit=one.per if one.basis == "unit" else one.line.unit,
        has_residents=any(each.per_resident is not None for each in one.counted),
        counted=_rows(one.counted, given),
        aside=_rows(one.aside, given),
        offered=_rows(offered, given),
        per_resident=_beside(one),
        scope=scope if isinstance(scope, ScopeForm) else _scope_form(one.line),
        range=span if isinstance(span, RangeForm) else _range_form(one.line),
        version=str(one.line.version),
        may_write=writes,
        faults=faults_of(*given.values(), said=said),
    )


def _rows(analogues: Sequence[Analogue], forms: Forms) -> tuple[AnalogueRow, ...]:
    return tuple(_row(one, forms.get(amount_text(one.amount))) for one in analogues)


def _row(one: Analogue, form: object) -> AnalogueRow:
    cost, key = one.published.cost, amount_text(one.amount)
    form_id = f"{one.published.slug}-{one.published.cost.amount:f}".replace(".", "-")
    bought = cost.per_unit
    return AnalogueRow(
        key=key,
        form_id=form_id,
        title=one.published.title,
        url=reverse("library:practice", args=[one.published.slug]),
        place=one.published.city,
        published=numbers.money(cost.amount, cost.currency),
        covers=cost.covers,
        scope=scope_label(cost.scope) if bought else "",
        quantity=_units(bought.quantity, bought.unit) if bought else "",
        per_unit=_money(one.per_unit),
        per_resident=_money(one.per_resident),
        how=one.how,
        why_not=one.why_not,
        why=one.choice.why if one.choice else "",
        by=one.choice.by if one.choice else "",
        is_chosen=one.choice is not None,
        form=form if isinstance(form, WhyForm) else WhyForm(auto_id=f"{form_id}-%s"),
    )


def _beside(one: Compared) -> str:
    """Say the range for a resident beside that of the unit."""
    found, own = one.beside, one.own.per_resident
    if found is None or found.size < 2 or own is None:  # noqa: PLR2004 -- one is no range
        return ""
    return _("For one resident: {low} to {high} in {n} of them, {own} in the plan.").format(
        low=_money(found.low), high=_money(found.high), n=found.size, own=_money(own)
    )


def _money(value: float | None) -> str:
    return "" if value is None else numbers.money(three(value), numbers.INTERNATIONAL)


def _scope_form(line: CostShown) -> ScopeForm:
    return ScopeForm(held=line.scope)


def _range_form(line: CostShown) -> RangeForm:
    return RangeForm(initial={"low": _plain(line.low), "high": _plain(line.high)})


def _plain(value: object) -> str:
    return "" if value is None else f"{value:.2f}".removesuffix(".00")


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One condition in a table."""

    check: Check
    key: str
    form_id: str
    condition: str
    standing: str
    standing_label: str
    by_figures: str  # what figures say, where the team says otherwise
    risk_url: str
    task_url: str
    form: FindingForm
    is_open: bool


@dataclass(frozen=True, slots=True)
class TransferCard:
    """All conditions of one practice."""

    transfer: Transfer
    url: str
    id: str
    rows: tuple[CheckRow, ...]


@dataclass(frozen=True, slots=True)
class TransferPage:
    """Whether what the practices stood on holds here."""

    template: ClassVar[str] = "initiatives/transfer.html"
    crumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    title: str
    city: str
    url: str
    plan_url: str
    cards: tuple[TransferCard, ...]
    may_write: bool
    faults: tuple[Fault, ...]


def transfer_page(
    initiative: Initiative, reader: Reader | None, *, form: FindingForm | None = None,
    key: str = "", said: str = "",
) -> TransferPage:  # fmt: skip
    """Return the conditions of every practice; ``form`` was sent for ``key`` and refused."""
    plan = plan_of(initiative, reader)
    refused = {key: form} if form is not None else {}
    return TransferPage(
        crumbs=crumbs_of(initiative, Crumb(_("Transfer check"))),
        tabs=tabs_of(initiative, reader=reader, here="transfer"),
        title=plan.title,
        city=plan.city,
        url=reverse("costing:transfer", args=[plan.key]),
        plan_url=plan.path,
        cards=tuple(_transfer(plan, one, refused) for one in transfers(plan, reader)),
        may_write=bool(may_write(reader, initiative)),
        faults=faults_of(*refused.values(), said=said),
    )


def _transfer(plan: PlanShown, one: Transfer, refused: Mapping[str, FindingForm]) -> TransferCard:
    return TransferCard(
        transfer=one,
        url=reverse("library:practice", args=[one.slug]),
        id=one.slug,
        rows=tuple(_check_row(plan, check, refused) for check in one.checks),
    )


def _check_row(plan: PlanShown, check: Check, refused: Mapping[str, FindingForm]) -> CheckRow:
    key = check_text(check.key)
    form_id = "-".join(filter(None, check.key))
    team = check.team
    overruled = bool(team and team.standing and team.standing != check.by_figures)
    held = {"standing": team.standing, "note": team.note} if team else {}
    return CheckRow(
        check=check,
        key=key,
        form_id=form_id,
        condition=check.condition_label,
        standing=check.standing.value,
        standing_label=str(check.standing.label),
        by_figures=str(Standing(check.by_figures).label) if overruled else "",
        risk_url=f"{plan.path}#risk-{team.risk}" if team and team.risk else "",
        task_url=f"{plan.path}#activity-{team.task}" if team and team.task else "",
        form=refused.get(key) or FindingForm(initial=held, auto_id=f"{form_id}-%s"),
        is_open=key in refused,
    )
