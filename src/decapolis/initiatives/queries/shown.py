"""What a plan is to whoever reads it: one model for the page, the documents and the API.

Everything is frozen and holds no row. What is unknown is None or an empty text, never 0.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from decapolis.initiatives.choices import CostKind, FundingState, GapKind, LineKind, PlanPart
from decapolis.initiatives.queries.draws import DrawShown

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing, in a sentence; ``lines`` are ids of the lines that it is about."""

    kind: GapKind
    part: PlanPart
    text: str
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One field that is filled in, as it is read; ``url`` is a path or address, or nothing."""

    name: str
    label: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineShown:
    """A line of any kind: its title, and every other field that is filled in.

    Attributes
    ----------
    facts
        Without the title; in the order of `validators.fields.KINDS`.
    note
        Id of the note of the board that it came from.
    by
        Who changed it last; empty for readers outside the team.
    """

    id: int
    kind: LineKind
    title: str
    facts: tuple[Fact, ...]
    note: str
    version: int
    changed: datetime
    by: str

    def fact(self, name: str) -> str:
        """Return the words of one field; empty where it is not filled in."""
        return next((one.text for one in self.facts if one.name == name), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityShown(LineShown):
    """What is done; ``after`` are ids of activities that come before it."""

    about: str
    owner: str
    partner: str
    organisation: str  # slug
    sector: str
    start: date | None
    end: date | None
    after: tuple[int, ...]
    done: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneShown(LineShown):
    """A day on which something stands; a gate where ``is_gate``."""

    activity: int | None
    due: date | None
    is_gate: bool
    criteria: str
    outcome: str
    reached: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CostShown(LineShown):
    """A budget line; ``paid`` says how much in which year, None for a year that is not said."""

    cost_kind: CostKind
    amount: Decimal | None  # a year
    low: Decimal | None
    high: Decimal | None
    currency: str
    price_year: int  # its own, or the plan's
    first_year: int | None  # its own, or that in which the plan begins
    years: int
    quantity: float | None
    unit: str
    scope: str
    source: str
    document: str  # slug
    activity: int | None
    spent: Decimal | None
    spent_source: str

    @property
    def total(self) -> Decimal | None:
        """All years together."""
        return None if self.amount is None else self.amount * self.years

    @property
    def has_source(self) -> bool:
        """Whether anything says where the amount is from."""
        return bool(self.source or self.document)

    @property
    def paid(self) -> tuple[tuple[int | None, Decimal], ...]:
        """What is paid in which year."""
        return paid_in(self.amount, self.first_year, self.years)


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingShown(LineShown):
    """Who pays how much, and how sure that is."""

    funding_kind: str
    amount: Decimal | None  # a year
    currency: str
    first_year: int | None
    years: int
    state: FundingState
    deadline: date | None
    proof: str
    document: str

    @property
    def total(self) -> Decimal | None:
        """All years together."""
        return None if self.amount is None else self.amount * self.years

    @property
    def paid(self) -> tuple[tuple[int | None, Decimal], ...]:
        """What is paid in which year."""
        return paid_in(self.amount, self.first_year, self.years)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostShown(LineShown):
    """Who is needed."""

    count: float | None
    months: int | None
    skills: str
    training: str
    is_filled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemShown(LineShown):
    """Technology and data."""

    owner: str
    standards: str
    privacy: str
    exit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskShown(LineShown):
    """What could go wrong; ``practice`` is the slug of whose transfer check it came from."""

    risk_kind: str
    likelihood: int | None
    impact: int | None
    owner: str
    response: str
    practice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureShown(LineShown):
    """By what is told whether it works."""

    indicator: str  # code
    unit: str
    direction: str
    baseline: float | None
    baseline_on: date | None
    baseline_source: str
    target: float | None
    due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalShown(LineShown):
    """Who has to say yes."""

    approval_kind: str
    state: str
    on: date | None
    minute: str
    proof: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceShown(LineShown):
    """What the plan stands on."""

    practice: str
    document: str
    url: str
    page: str
    used_for: str


@dataclass(frozen=True, slots=True)
class TextShown:
    """One thing that a plan says in its own words; ``text`` is as it is read."""

    name: str
    label: str
    text: str
    is_long: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a plan: what it says, its lines, and what is missing.

    Attributes
    ----------
    kind
        Of its lines; None where it has none.
    is_confirmed
        Whether the team has read it and holds it to be right.
    """

    name: PlanPart
    title: str
    texts: tuple[TextShown, ...]
    kind: LineKind | None
    lines: tuple[LineShown, ...]
    gaps: tuple[Gap, ...]
    is_confirmed: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written in it."""
        return not self.lines and not any(one.text for one in self.texts)

    def text(self, name: str) -> str:
        """Return one of its texts."""
        return next((one.text for one in self.texts if one.name == name), "")


@dataclass(frozen=True, slots=True)
class YearSum:
    """The money of one year, in the currency of the plan; ``year`` None: not said."""

    year: int | None
    costs: Mapping[CostKind, Decimal]
    funding: Mapping[FundingState, Decimal]

    @property
    def cost(self) -> Decimal:
        """All that is to be paid."""
        return sum(self.costs.values(), NOTHING)

    @property
    def certified(self) -> Decimal:
        """What is sure to come."""
        return self.funding.get(FundingState.CERTIFIED, NOTHING)

    @property
    def hoped(self) -> Decimal:
        """What is applied for or an idea."""
        states = (FundingState.APPLIED, FundingState.IDEA)
        return sum((self.funding.get(one, NOTHING) for one in states), NOTHING)

    @property
    def open(self) -> Decimal:
        """What nobody is even thought of to pay."""
        return max(NOTHING, self.cost - self.certified - self.hoped)

    @property
    def uncertain(self) -> Decimal:
        """What no certified money covers."""
        return max(NOTHING, self.cost - self.certified)


@dataclass(frozen=True, slots=True)
class Sums:
    """The money of a plan, year by year; lines in other currencies are left out and counted.

    Attributes
    ----------
    sourced
        Of the costs, what has a source.
    left_out
        Ids of budget lines in another currency.
    """

    currency: str
    price_year: int
    years: tuple[YearSum, ...]  # in order; what is in no year comes last
    sourced: Decimal
    left_out: tuple[int, ...]
    funding_left_out: tuple[int, ...]

    @property
    def cost(self) -> Decimal:
        """All costs of all years."""
        return sum((one.cost for one in self.years), NOTHING)

    @property
    def certified(self) -> Decimal:
        """All certified money of all years."""
        return sum((one.certified for one in self.years), NOTHING)

    @property
    def hoped(self) -> Decimal:
        """All money that is applied for or an idea."""
        return sum((one.hoped for one in self.years), NOTHING)

    @property
    def share_without_source(self) -> float | None:
        """Which part of the costs has no source, 0 to 1; None where there are no costs."""
        return float((self.cost - self.sourced) / self.cost) if self.cost else None

    def by_kind(self, kind: CostKind) -> Decimal:
        """Return the costs of one kind in all years."""
        return sum((one.costs.get(kind, NOTHING) for one in self.years), NOTHING)

    def by_state(self, state: FundingState) -> Decimal:
        """Return the money of one state in all years."""
        return sum((one.funding.get(state, NOTHING) for one in self.years), NOTHING)


@dataclass(frozen=True, slots=True)
class ReviewShown:
    """A look back; what was answered is for the team alone, and not here."""

    day: int
    due: date
    is_answered: bool


@dataclass(frozen=True, slots=True)
class PlanShown:
    """A plan, whole.

    Attributes
    ----------
    owners, sponsors
        Names, where the reader may know them.
    parts
        In the order of `PlanPart`; all of them, also empty ones.
    theory_slug
        Of the theory of change of the city that it is linked to, where the reader may see it.
    """

    key: str
    path: str
    title: str
    city_id: int
    city: str
    challenge: str
    themes: tuple[str, ...]
    stage: str
    stage_label: str
    owners: tuple[str, ...]
    sponsors: tuple[str, ...]
    practices: tuple[DrawShown, ...]
    theory_slug: str
    theory_title: str
    procurement: str  # value of choices.Procurement
    affected_people: int | None
    starts: date | None
    years: int
    version: int
    changed: datetime
    by: str
    parts: tuple[Part, ...]
    sums: Sums
    reviews: tuple[ReviewShown, ...]
    hidden: int  # sources that are closed to the reader

    @property
    def currency(self) -> str:
        """Of its sums."""
        return self.sums.currency

    @property
    def price_year(self) -> int:
        """Of amounts that name no other."""
        return self.sums.price_year

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Everything that is missing, part by part."""
        return tuple(gap for part in self.parts for gap in part.gaps)

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return sum(len(part.lines) for part in self.parts)

    def part(self, name: PlanPart | str) -> Part:
        """Return one part."""
        return next(one for one in self.parts if one.name == name)

    def text(self, name: str) -> str:
        """Return one of the texts of any part: ``plan.text("objective")``."""
        return next((found for part in self.parts if (found := part.text(name))), "")

    def _of(self, kind: type[LineShown]) -> Iterator[LineShown]:
        return (line for part in self.parts for line in part.lines if isinstance(line, kind))

    @property
    def activities(self) -> tuple[ActivityShown, ...]:
        """What is done."""
        return tuple(one for one in self._of(ActivityShown) if isinstance(one, ActivityShown))

    @property
    def milestones(self) -> tuple[MilestoneShown, ...]:
        """Milestones and gates."""
        return tuple(one for one in self._of(MilestoneShown) if isinstance(one, MilestoneShown))

    @property
    def costs(self) -> tuple[CostShown, ...]:
        """Budget lines."""
        return tuple(one for one in self._of(CostShown) if isinstance(one, CostShown))

    @property
    def funding(self) -> tuple[FundingShown, ...]:
        """Funding lines."""
        return tuple(one for one in self._of(FundingShown) if isinstance(one, FundingShown))

    @property
    def risks(self) -> tuple[RiskShown, ...]:
        """Risks."""
        return tuple(one for one in self._of(RiskShown) if isinstance(one, RiskShown))

    @property
    def measures(self) -> tuple[MeasureShown, ...]:
        """Measures."""
        return tuple(one for one in self._of(MeasureShown) if isinstance(one, MeasureShown))

    @property
    def approvals(self) -> tuple[ApprovalShown, ...]:
        """Approvals."""
        return tuple(one for one in self._of(ApprovalShown) if isinstance(one, ApprovalShown))


def paid_in(
    amount: Decimal | None, first: int | None, years: int
) -> tuple[tuple[int | None, Decimal], ...]:
    """Return what is paid in which year; all in year None where the first is not said."""
    if amount is None:
        return ()
    if first is None:
        return ((None, amount * years),)
    return tuple((first + after, amount) for after in range(years))
