"""What staff see where they choose how an index is put together and what counts how much."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.forms import BoundField, Form
from django.urls import reverse
from django.utils.translation import gettext as _

from decapolis.benchmarks.bridge.pairs import agreement_of_pairs
from decapolis.benchmarks.errors import NotBuilt
from decapolis.benchmarks.models import Edition
from decapolis.benchmarks.queries.frameworks import criteria_of
from decapolis.kernel import numbers
from decapolis.pages.assessments.contexts.staff import HOME
from decapolis.pages.assessments.recipes import DETAILS
from decapolis.pages.assessments.weighing import (
    EQUAL,
    MOST_EXPERTS,
    TIMES,
    Group,
    Part,
    pair_name,
)
from decapolis.pages.components import Crumb, Fault, Tab
from decapolis.pages.forms import faults_of

SAATY = 0.1  # up to here comparisons agree well enough


@dataclass(frozen=True, slots=True)
class StepPart:
    """One step: what is chosen, and what it can be told further."""

    name: str
    choices: tuple[BoundField, ...]
    details: tuple[BoundField, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class StepsPage:
    """Each step of a recipe, and the recipe as a file."""

    template: ClassVar[str] = "assessments/recipe.html"
    crumbs: tuple[Crumb, ...]
    url: str
    back_url: str
    weights_url: str
    steps: tuple[StepPart, ...]
    file: Form
    is_file_open: bool
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One field: its name, what is said of it, what is in it, and what is wrong."""

    name: str
    label: str
    value: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion with its fields; ``note`` says what the framework has."""

    name: str
    note: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One comparison that can be chosen."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Two criteria that are compared."""

    name: str
    label: str
    options: tuple[Option, ...]
    fault: str


@dataclass(frozen=True, slots=True)
class Pillar:
    """What is weighed together."""

    name: str
    rows: tuple[Row, ...]
    pairs: tuple[Pair, ...]
    agrees: str  # how far the comparisons that count agree; empty: there are none
    is_bad: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class WeightsPage:
    """How much each criterion counts, in the way that is chosen."""

    template: ClassVar[str] = "assessments/weights.html"
    crumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    way: str
    says: str
    url: str
    back_url: str
    form: Form
    pillars: tuple[Pillar, ...]
    experts: tuple[str, ...]
    more_url: str  # one more expert; empty: there are enough
    fewer_url: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """Which way was chosen, what was typed, and what is wrong with it."""

    way: str
    experts: int
    typed: Mapping[str, str]
    faults: Mapping[str, str]
    trouble: str


def as_text(spec: Mapping[str, Any]) -> str:
    """Return a recipe as its file."""
    return json.dumps(spec, ensure_ascii=False, indent=2)


def levels_of(edition: Edition) -> int:
    """Return how many levels of pillars there are, with the index itself."""
    return 1 + max((one.depth for one in criteria_of(edition.framework)), default=0)


def steps_page(edition: Edition, *, form: Form, file: Form, trouble: str) -> StepsPage:
    """Return the form of a recipe, step by step."""
    back = reverse("assessments:edition", args=[edition.pk])
    return StepsPage(
        crumbs=_crumbs(edition, back, _("How it is put together")),
        url=reverse("assessments:recipe", args=[edition.pk]),
        back_url=back,
        weights_url=reverse("assessments:weights", args=[edition.pk]),
        steps=tuple(_step(form, *one) for one in _named()),
        file=file,
        is_file_open=file.is_bound,
        faults=faults_of(form, file, said=trouble),
    )


def weights_page(
    edition: Edition,
    groups: Sequence[Group],
    sent: Sent,
    *,
    form: Form,
    held: Mapping[str, Any],
) -> WeightsPage:
    """Return what counts how much, in one of the four ways."""
    back = reverse("assessments:edition", args=[edition.pk])
    here = reverse("assessments:weights", args=[edition.pk])
    words = _ways()
    weighed = [group for group in groups if len(group.parts) > 1 or sent.way == "hand"]
    said = " ".join(filter(None, (sent.trouble, sent.faults.get("", ""))))
    count = sent.experts
    return WeightsPage(
        crumbs=_crumbs(edition, back, _("Weights")),
        tabs=tuple(
            Tab(label, f"{here}?by={way}", way == sent.way) for way, (label, _says) in words.items()
        ),
        way=sent.way,
        says=words[sent.way][1],
        url=f"{here}?by={sent.way}" + (f"&experts={count}" if sent.way == "points" else ""),
        back_url=back,
        form=form,
        pillars=tuple(_pillar(group, sent, held) for group in weighed),
        experts=tuple(_("Expert {n}").format(n=at + 1) for at in range(count)),
        more_url=f"{here}?by=points&experts={count + 1}" if count < MOST_EXPERTS else "",
        fewer_url=f"{here}?by=points&experts={count - 1}" if count > 1 else "",
        faults=(
            *faults_of(form, said=said),
            *(Fault(text, f"id_{name}") for name, text in sent.faults.items() if name),
        ),
    )


def _ways() -> dict[str, tuple[str, str]]:
    return {
        "rule": (_("By a rule"), _("Choose a rule; it weighs by itself.")),
        "hand": (
            _("By hand"),
            _("A weight for each criterion. Within a pillar their shares count: 2 is twice as much "
              "as 1, 0 leaves a criterion out."),
        ),
        "points": (
            _("Points of experts"),
            _("Each expert shares out points among what stands under a pillar, such as 100; the "
              "mean of their shares counts. A pillar without any points keeps its weights."),
        ),
        "pairs": (
            _("In pairs"),
            _("Say of every two which is more important, and how many times (analytic hierarchy "
              "process). A pillar in which nothing is compared keeps its weights."),
        ),
    }  # fmt: skip


def _named() -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    return (
        (_("Size"), ("denominate",), ()),
        (_("Gaps"), ("impute",), DETAILS["impute"]),
        (_("Who takes part"), ("screen",), DETAILS["screen"]),
        (_("Outliers"), ("treat",), DETAILS["treat"]),
        (_("One scale"), ("normalise",), DETAILS["normalise"]),
        (_("Putting together"), ("aggregate",), DETAILS["aggregate"]),
    )


def _step(form: Form, name: str, choices: Sequence[str], details: Sequence[str]) -> StepPart:
    faulty = any(one in form.errors for one in details) if form.is_bound else False
    return StepPart(
        name=name,
        choices=tuple(form[one] for one in choices),
        details=tuple(form[one] for one in details),
        is_open=faulty,
    )


def _pillar(group: Group, sent: Sent, held: Mapping[str, Any]) -> Pillar:
    rows = tuple(_row(part, sent) for part in group.parts)
    pairs = tuple(_pair(*pair, sent) for pair in group.pairs) if sent.way == "pairs" else ()
    agrees, is_bad = _agrees(group, held) if sent.way == "pairs" else ("", False)
    touched = any(cell.fault or cell.value for row in rows for cell in row.cells)
    compared = any(one.fault or any(o.is_chosen and o.value for o in one.options) for one in pairs)
    return Pillar(group.name, rows, pairs, agrees, is_bad, is_open=touched or compared)


def _row(part: Part, sent: Sent) -> Row:
    names = {
        "hand": [f"w{part.key}"],
        "points": [f"p{part.key}-{at}" for at in range(sent.experts)],
    }
    listed = names.get(sent.way, [])
    return Row(
        name=part.name,
        note=_("The framework says {n}.").format(n=numbers.number(part.weight)),
        cells=tuple(
            Cell(
                name=name,
                label=part.name
                if sent.way == "hand"
                else _("{criterion}, expert {n}").format(criterion=part.name, n=at + 1),
                value=sent.typed.get(name, ""),
                fault=sent.faults.get(name, ""),
            )
            for at, name in enumerate(listed)
        ),
    )


def _pair(one: Part, other: Part, sent: Sent) -> Pair:
    name = pair_name(one, other)
    chosen = sent.typed.get(name, "")
    more = _("{one}: {n} times as important")
    listed = [("", _("Not compared"))]
    listed += [(str(n), more.format(one=one.name, n=n)) for n in TIMES]
    listed += [(EQUAL, _("Both the same"))]
    listed += [(f"1/{n}", more.format(one=other.name, n=n)) for n in reversed(TIMES)]
    if chosen and chosen not in dict(listed):
        listed.append((chosen, chosen))
    return Pair(
        name=name,
        label=_("{one} or {other}").format(one=one.name, other=other.name),
        options=tuple(Option(value, label, value == chosen) for value, label in listed),
        fault=sent.faults.get(name, ""),
    )


def _agrees(group: Group, held: Mapping[str, Any]) -> tuple[str, bool]:
    """Say how far the comparisons that the recipe holds agree, and what they come to."""
    kept = (held.get("comparisons") or {}).get(group.code)
    if not kept:
        return "", False
    try:
        shares, ratio = agreement_of_pairs(kept["matrix"])
    except NotBuilt as error:
        return error.message, True
    name = {part.code: part.name for part in group.parts}
    parts = ", ".join(
        f"{name.get(code, code)} {numbers.percent(100 * share, 0)}"
        for code, share in zip(kept["children"], shares, strict=True)
    )
    told = _("The consistency ratio is {ratio}: {verdict} They come to: {parts}.")
    verdict = (
        _("the comparisons agree well enough (0.1 or less).")
        if ratio <= SAATY
        else _("the comparisons contradict one another (over 0.1). Look at them again.")
    )
    return told.format(ratio=f"{ratio:.2f}", verdict=verdict, parts=parts), ratio > SAATY


def _crumbs(edition: Edition, back: str, name: str) -> tuple[Crumb, ...]:
    return Crumb(_("Rankings"), HOME), Crumb(str(edition), back), Crumb(name)
