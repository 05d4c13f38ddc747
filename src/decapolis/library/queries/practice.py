"""Read one practice: everything that its page shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import Reader
from decapolis.kernel.sources import Sourced, SourceRef, cited
from decapolis.library.choices import OutcomeKind
from decapolis.library.models import Outcome, Practice
from decapolis.library.queries.contacts import (
    Contact,
    PartnerFacts,
    contacts_of,
    partners_of,
    with_contact_parts,
)
from decapolis.library.queries.costs import CostFacts, FundingFacts, cost_facts, funding_facts
from decapolis.library.queries.levels import known_of
from decapolis.library.queries.related import RelatedPractice, related_to
from decapolis.library.queries.residents import residents_of
from decapolis.library.queries.rows import (
    PracticeRow,
    opened,
    practice_rows,
    row_of,
    with_row_parts,
)

__all__ = ["OutcomeFacts", "PracticeFacts", "WentWrong", "practice_facts", "practice_rows"]


@dataclass(frozen=True, slots=True)
class OutcomeFacts:
    """One thing that came of it, and how it is known."""

    metric: str
    value: float | None  # in ``unit``
    unit: str
    text: str
    kind: str
    kind_label: str
    is_good: bool | None  # None: neither good nor bad
    baseline: float | None  # before, same unit
    expected: float | None  # planned, same unit
    year: int | None
    is_claim: bool  # the source sells the thing
    source: SourceRef | None


@dataclass(frozen=True, slots=True)
class WentWrong:
    """What failed or hindered; all of it empty where the record says nothing."""

    setback: Sourced | None
    barriers: tuple[str, ...]
    outcomes: tuple[OutcomeFacts, ...]  # the bad ones, which stand among all outcomes as well

    @property
    def is_empty(self) -> bool:
        """Whether the record says nothing of trouble; that is not the same as none."""
        return not (self.setback or self.barriers or self.outcomes)


@dataclass(frozen=True, slots=True)
class PracticeFacts:
    """Everything that the page of a practice shows."""

    row: PracticeRow  # title, place, result, years, status, evidence, main cost, sources from 1
    tools: tuple[str, ...]
    problem: str
    approach: str
    costs: tuple[CostFacts, ...]
    funding: FundingFacts
    lead: PartnerFacts | None
    partners: tuple[PartnerFacts, ...]  # without the lead
    technologies_named: tuple[str, ...]  # as the record writes them; links are in ``row``
    outcomes: tuple[OutcomeFacts, ...]
    went_wrong: WentWrong
    lessons: tuple[str, ...]
    contacts: tuple[Contact, ...]
    related: tuple[RelatedPractice, ...]


def practice_facts(slug: str, *, reader: Reader | None) -> PracticeFacts:
    """Return one practice with all that belongs to it, in a constant number of queries.

    Raises
    ------
    NotFound
        There is none of that slug, or it may not be seen.
    """
    named = with_row_parts(opened(reader).filter(slug=slug), reader=reader)
    practice = with_contact_parts(named, reader=reader).first()
    if practice is None:
        raise NotFound(_("There is no practice {slug!r}.").format(slug=slug[:120]))
    return _facts(practice, reader)


def _facts(practice: Practice, reader: Reader | None) -> PracticeFacts:
    residents = residents_of([practice.city]).get(practice.city_id or 0)
    row = row_of(practice, residents, known_of([practice], reader=reader)[practice.pk])
    costs = tuple(
        cost_facts(cost, country=practice.country, sources=row.sources, residents=residents)
        for cost in practice.costs.all()
    )
    bodies = partners_of(practice)
    outcomes = tuple(_outcome(one, row.sources) for one in practice.outcomes.all())
    return PracticeFacts(
        row=row,
        tools=tuple(practice.tools),
        problem=practice.problem,
        approach=practice.approach,
        costs=costs,
        funding=funding_facts(list(practice.funding.all()), costs[0] if costs else None),
        lead=next((body for body in bodies if body.role == "lead"), None),
        partners=tuple(body for body in bodies if body.role != "lead"),
        technologies_named=tuple(practice.technologies_named),
        outcomes=outcomes,
        went_wrong=WentWrong(
            setback=row.setback,
            barriers=tuple(practice.barriers),
            outcomes=tuple(one for one in outcomes if one.is_good is False),
        ),
        lessons=tuple(practice.lessons),
        contacts=contacts_of(practice),
        related=related_to(practice, reader=reader),
    )


def _outcome(outcome: Outcome, sources: Sequence[SourceRef]) -> OutcomeFacts:
    return OutcomeFacts(
        metric=outcome.metric,
        value=outcome.value,
        unit=outcome.unit,
        text=outcome.text,
        kind=outcome.kind,
        kind_label=str(OutcomeKind(outcome.kind).label),
        is_good=outcome.is_good,
        baseline=outcome.baseline,
        expected=outcome.expected,
        year=outcome.year,
        is_claim=outcome.is_claim,
        source=cited(sources, outcome.source),
    )
