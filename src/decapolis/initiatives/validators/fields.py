"""The fields of a plan and of each kind of line: what they are called, and how they are asked for.

One registry for forms, documents, checks and the API. A line's first field is its title.
"""

from dataclasses import dataclass
from typing import Any, Literal

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from decapolis.indicators.choices import Direction
from decapolis.initiatives.choices import (
    ApprovalKind,
    ApprovalState,
    CostKind,
    FundingState,
    Gate,
    Level,
    LineKind,
    PlanPart,
    Procurement,
    RiskKind,
)
from decapolis.library.choices import FundingKind, Scope
from decapolis.organisations.choices import Sector

Words = str | Promise
Input = Literal[
    "line", "area", "number", "whole", "money", "year", "date", "currency", "choice", "check",
    "url", "activity", "activities", "document", "practice", "organisation", "indicator",
]  # fmt: skip
LINKS: tuple[Input, ...] = (
    "activity", "activities", "document", "practice", "organisation", "indicator",
)  # fmt: skip
LONG = 2000
NAMED = _("Its name here, or the last part of its address.")


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field.

    Attributes
    ----------
    source
        The field that says where this figure is from; empty: it needs no source.
    is_rare
        Whether it is folded away until it is wanted.
    low, high
        Bounds of a number.
    """

    name: str
    label: Words
    input: Input = "line"
    help: Words = ""
    longest: int = 200
    choices: type[models.Choices] | None = None
    needed: bool = False
    source: str = ""
    is_rare: bool = False
    low: int = 0
    high: int | None = None

    @property
    def is_link(self) -> bool:
        """Whether it holds what another table has."""
        return self.input in LINKS


@dataclass(frozen=True, slots=True)
class KindSpec:
    """A kind of line: in which part it stands, its words and its fields."""

    kind: LineKind
    part: PlanPart
    add: Words
    fields: tuple[FieldSpec, ...]

    def field(self, name: str) -> FieldSpec | None:
        """Return one field; None where this kind has none such."""
        return next((one for one in self.fields if one.name == name), None)


F = FieldSpec


def _title(label: Words, help_text: Words = "", *, needed: bool = True) -> FieldSpec:
    return F("title", label, help=help_text, longest=300, needed=needed)


def _choice(
    name: str,
    label: Words,
    choices: type[models.Choices],
    **more: Any,  # noqa: ANN401 -- of FieldSpec
) -> FieldSpec:
    return F(name, label, "choice", choices=choices, **more)


KINDS: dict[LineKind, KindSpec] = {
    one.kind: one
    for one in (
        KindSpec(
            LineKind.ACTIVITY, PlanPart.ACTIVITIES, _("Add an activity"),
            (
                _title(_("What is done")),
                F("owner", _("Owner"), help=_("A person or an office.")),
                F("start", _("Begins"), "date"),
                F("end", _("Ends"), "date"),
                F("after", _("Begins after"), "activities",
                  _("What it depends on: that must be done first.")),
                F("about", _("More on it"), "area", longest=4000, is_rare=True),
                F("partner", _("Partner"), is_rare=True),
                F("organisation", _("Partner in the library"), "organisation",
                  NAMED, is_rare=True),
                _choice("sector", _("Sector of the partner"), Sector, is_rare=True),
                F("done", _("Done on"), "date", is_rare=True),
            ),
        ),
        KindSpec(
            LineKind.MILESTONE, PlanPart.MILESTONES, _("Add a milestone or gate"),
            (
                _title(_("What stands on that day")),
                F("due", _("Due"), "date"),
                F("is_gate", _("A go/no-go gate: here is decided whether to go on"), "check"),
                F("criteria", _("To go on, this must hold"), "area",
                  _("Of a gate: figures that anybody can check."), longest=LONG),
                F("activity", _("Of the activity"), "activity", is_rare=True),
                _choice("outcome", _("What was decided"), Gate, is_rare=True),
                F("reached", _("Reached on"), "date", is_rare=True),
            ),
        ),
        KindSpec(
            LineKind.COST, PlanPart.BUDGET, _("Add a budget line"),
            (
                _title(_("What is paid for")),
                _choice("kind", _("Kind"), CostKind, needed=True),
                F("amount", _("Amount"), "money",
                  _("Of running costs and staff time: of one year."), source="source"),
                F("source", _("Where the amount is from"), longest=500,
                  help=_("An offer, a contract elsewhere, the accounts of last year …")),
                F("first_year", _("Paid first in"), "year"),
                F("years", _("For how many years"), "whole", low=1, high=50),
                F("currency", _("Currency"), "currency", is_rare=True),
                F("price_year", _("At prices of"), "year", is_rare=True),
                F("low", _("At least"), "money", is_rare=True),
                F("high", _("At most"), "money", is_rare=True),
                F("quantity", _("How many units"), "number", is_rare=True),
                F("unit", _("Unit"), help=_("Lamp, bus, km of fibre …"), longest=60, is_rare=True),
                _choice("scope", _("What the price covers"), Scope, is_rare=True,
                        help=_("Prices are compared only where they cover the same.")),
                F("activity", _("For the activity"), "activity", is_rare=True),
                F("document", _("Document in the library"), "document", NAMED, is_rare=True),
                F("spent", _("Spent so far, in all"), "money", source="spent_source",
                  is_rare=True),
                F("spent_source", _("Where what was spent is written"), longest=500,
                  is_rare=True),
            ),
        ),
        KindSpec(
            LineKind.FUNDING, PlanPart.FUNDING, _("Add a funding line"),
            (
                _title(_("Who pays"), _("The fund, the budget, the giver.")),
                F("amount", _("Amount of one year"), "money"),
                _choice("state", _("How sure"), FundingState, needed=True),
                F("first_year", _("Paid first in"), "year"),
                F("years", _("For how many years"), "whole", low=1, high=50),
                F("deadline", _("Deadline of the application"), "date"),
                F("proof", _("Proof"), longest=500, help=_("Letter, decision or address.")),
                _choice("kind", _("Kind of money"), FundingKind, is_rare=True),
                F("currency", _("Currency"), "currency", is_rare=True),
                F("document", _("Document in the library"), "document", NAMED, is_rare=True),
            ),
        ),
        KindSpec(
            LineKind.POST, PlanPart.STAFFING, _("Add a post"),
            (
                _title(_("Who is needed")),
                F("count", _("Full-time posts"), "number"),
                F("months", _("For how many months"), "whole", _("Empty: for good."), low=1,
                  high=600),
                F("skills", _("Skills"), "area", longest=LONG),
                F("training", _("Training"), "area", longest=LONG),
                F("is_filled", _("The post is filled"), "check"),
            ),
        ),
        KindSpec(
            LineKind.SYSTEM, PlanPart.SYSTEMS, _("Add a system"),
            (
                _title(_("System or data")),
                F("owner", _("Who owns it")),
                F("standards", _("Standards"), "area", longest=LONG),
                F("privacy", _("Data and privacy"), "area", _("What data of whom, kept how long."),
                  longest=LONG),
                F("exit", _("Exit"), "area", _("How the city leaves it with its data."),
                  longest=LONG),
            ),
        ),
        KindSpec(
            LineKind.RISK, PlanPart.RISKS, _("Add a risk"),
            (
                _title(_("What could go wrong")),
                _choice("kind", _("Kind"), RiskKind, needed=True),
                _choice("likelihood", _("How likely"), Level),
                _choice("impact", _("How much it would hurt"), Level),
                F("owner", _("Who watches it")),
                F("response", _("What is done about it"), "area", longest=LONG),
                F("practice", _("Known from the practice"), "practice",
                  NAMED, is_rare=True),
            ),
        ),
        KindSpec(
            LineKind.MEASURE, PlanPart.MEASURES, _("Add a measure"),
            (
                _title(_("What is measured")),
                F("unit", _("Unit"), longest=80),
                F("baseline", _("Today"), "number", source="baseline_source"),
                F("baseline_on", _("Measured on"), "date"),
                F("baseline_source", _("Where that value is from"), longest=500),
                F("target", _("Target"), "number"),
                F("due", _("By"), "date"),
                _choice("direction", _("Which way is better"), Direction, is_rare=True),
                F("indicator", _("Indicator of the network"), "indicator",
                  NAMED, is_rare=True),
            ),
        ),
        KindSpec(
            LineKind.APPROVAL, PlanPart.APPROVALS, _("Add an approval"),
            (
                _title(_("What is approved"), needed=False),
                _choice("kind", _("By whom"), ApprovalKind, needed=True),
                _choice("state", _("State"), ApprovalState, needed=True),
                F("on", _("On"), "date"),
                F("minute", _("Number of the minute"), longest=120),
                F("proof", _("Address or file number"), longest=500),
                F("document", _("Document in the library"), "document", NAMED, is_rare=True),
            ),
        ),
        KindSpec(
            LineKind.EVIDENCE, PlanPart.EVIDENCE, _("Add a source"),
            (
                _title(_("Source")),
                F("used_for", _("What the plan takes from it"), "area", longest=LONG),
                F("url", _("Address"), "url", longest=1000),
                F("page", _("Page"), longest=40),
                F("practice", _("Practice in the library"), "practice",
                  NAMED, is_rare=True),
                F("document", _("Document in the library"), "document", NAMED, is_rare=True),
            ),
        ),
    )
}  # fmt: skip

KIND_OF_PART: dict[PlanPart, LineKind] = {one.part: kind for kind, one in KINDS.items()}

# What a plan says in its own words, by part.
TEXTS: dict[PlanPart, tuple[FieldSpec, ...]] = {
    PlanPart.BASELINE: (
        F("baseline", _("Where we stand"), "area", _("How it is today, with figures."),
          longest=8000),
        F("affected", _("Who is affected"), "area", longest=4000),
        F("affected_people", _("How many people"), "whole", source="affected_source",
          high=10**10),
        F("affected_source", _("Where that number is from"), longest=500),
    ),
    PlanPart.OBJECTIVE: (
        F("objective", _("Objective"), "area", _("What will be different, for whom, by when."),
          longest=4000),
        F("theory", _("Why it should work"), "area",
          _("Why the activities lead to the objective, and what must hold for that."),
          longest=8000),
    ),
    PlanPart.BUDGET: (
        F("currency", _("Currency of the plan"), "currency", needed=True),
        F("price_year", _("At prices of"), "year", needed=True),
        F("starts", _("Begins"), "date"),
        F("years", _("Running costs are wanted for so many years"), "whole", low=1, high=50,
          needed=True),
    ),
    PlanPart.PROCUREMENT: (
        _choice("procurement", _("Route"), Procurement),
        F("procurement_note", _("How and why"), "area", longest=4000),
    ),
    PlanPart.SCALING: (
        F("scaling", _("What follows if it works"), "area",
          _("Who takes it over, where else it goes, what that costs."), longest=4000),
    ),
}  # fmt: skip
