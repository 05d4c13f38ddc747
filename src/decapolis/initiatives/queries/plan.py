"""Read a plan: the one model that its page, its documents and the API show."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from decapolis.benchmarks.queries.theories import theory_of
from decapolis.initiatives.choices import CostKind, FundingState, LineKind, PlanPart, Stage
from decapolis.initiatives.errors import NoSuchInitiative, NoSuchLine
from decapolis.initiatives.models import (
    Activity,
    Approval,
    BudgetLine,
    Evidence,
    FundingLine,
    Initiative,
    Line,
    Measure,
    Milestone,
    Plan,
    Post,
    Review,
    Risk,
    System,
)
from decapolis.initiatives.queries.draws import draws_of
from decapolis.initiatives.queries.gaps import Looked, gaps_of
from decapolis.initiatives.queries.shown import (
    ActivityShown,
    ApprovalShown,
    CostShown,
    EvidenceShown,
    FundingShown,
    LineShown,
    MeasureShown,
    MilestoneShown,
    Part,
    PlanShown,
    PostShown,
    ReviewShown,
    RiskShown,
    SystemShown,
    TextShown,
)
from decapolis.initiatives.queries.sums import sums_of
from decapolis.initiatives.queries.wording import Linked, facts_of, words_of
from decapolis.initiatives.validators.fields import KIND_OF_PART, KINDS, TEXTS
from decapolis.kernel.permissions import Reader
from decapolis.library.models import Document, Practice
from decapolis.people.choices import Seat
from decapolis.people.models import Person, TeamSeat, teams_of
from decapolis.people.queries import names_of

MODELS: dict[LineKind, type[Line]] = {
    LineKind.ACTIVITY: Activity,
    LineKind.MILESTONE: Milestone,
    LineKind.COST: BudgetLine,
    LineKind.FUNDING: FundingLine,
    LineKind.POST: Post,
    LineKind.SYSTEM: System,
    LineKind.RISK: Risk,
    LineKind.MEASURE: Measure,
    LineKind.APPROVAL: Approval,
    LineKind.EVIDENCE: Evidence,
}

KIND_OF_MODEL: dict[type[Line], LineKind] = {model: kind for kind, model in MODELS.items()}


def line_of(plan: Plan, kind: LineKind, key: int, *, reader: Reader | None) -> Line:
    """Return the row of one line, also of one that was taken out; the caller asked who may.

    Raises
    ------
    NoSuchLine
        There is none in this plan, or it is a source that is closed to the reader.
    """
    rows = lines_of(plan, kind, reader=reader).filter(pk=key)
    found: Line | None = rows.select_related("plan__initiative", "changed_by").first()
    if found is None:
        raise NoSuchLine(_("There is no such line in this plan."))
    return found


def lines_of(plan: Plan, kind: LineKind, *, reader: Reader | None) -> QuerySet[Any]:
    """Return the rows of a kind, also those taken out, without sources closed to the reader."""
    rows: QuerySet[Any] = MODELS[kind]._default_manager.filter(plan=plan)
    if kind == LineKind.EVIDENCE:
        practices, documents = Practice.objects.open_to(reader), Document.objects.visible_to(reader)
        rows = rows.filter(Q(practice=None) | Q(practice__in=practices))
        rows = rows.filter(Q(document=None) | Q(document__in=documents))
    return rows


def plan_of(initiative: Initiative, reader: Reader | None) -> PlanShown:
    """Return the plan of an initiative as a reader may see it; the same queries for any length.

    Raises
    ------
    NoSuchInitiative
        There is no plan, or it is not open to the reader.
    """
    rows = Plan.objects.visible_to(reader).filter(initiative=initiative)
    plan: Plan | None = rows.first()
    if plan is None:
        raise NoSuchInitiative(_("There is no such plan, or it is not open to you."))
    return _Read(initiative, plan, reader).whole()


class _Read:
    """One reading of one plan."""

    def __init__(self, initiative: Initiative, plan: Plan, reader: Reader | None) -> None:
        self.initiative, self.plan, self.reader = initiative, plan, reader
        held = initiative.team_id
        self.in_team = teams_of(reader).filter(team=held).exists()
        self.hidden = 0
        self.names: dict[int, str] = {}

    def whole(self) -> PlanShown:
        """Put everything together."""
        plan, one = self.plan, self.initiative
        lines = self._lines()
        costs = [line for line in lines[PlanPart.BUDGET] if isinstance(line, CostShown)]
        money = [line for line in lines[PlanPart.FUNDING] if isinstance(line, FundingShown)]
        sums = sums_of(costs, money, currency=plan.currency, price_year=plan.price_year)
        texts = {part: self._texts(part) for part in PlanPart}
        words = {text.name: text.text for of in texts.values() for text in of}
        gaps = gaps_of(Looked(words, lines, sums, plan.years))
        owners, sponsors = self._heads()
        theory = theory_of(one.city, reader=self.reader, slug=one.theory) if one.theory else None
        return PlanShown(
            key=one.key,
            path=f"{one.path}/plan",
            title=one.title,
            city_id=one.city_id,
            city=one.city.name,
            challenge=one.challenge,
            themes=tuple(one.themes),
            stage=one.stage,
            stage_label=str(Stage(one.stage).label),
            owners=owners,
            sponsors=sponsors,
            practices=draws_of(one, self.reader),
            theory_slug=one.theory if theory else "",
            theory_title=theory.title if theory else "",
            procurement=plan.procurement,
            affected_people=plan.affected_people,
            starts=plan.starts,
            years=plan.years,
            version=plan.version,
            changed=plan.changed,
            by=self.names.get(plan.changed_by_id or 0, ""),
            parts=tuple(
                Part(
                    name=part,
                    title=str(part.label),
                    texts=texts[part],
                    kind=KIND_OF_PART.get(part),
                    lines=tuple(lines[part]),
                    gaps=gaps[part],
                    is_confirmed=part in plan.confirmed,
                )
                for part in PlanPart
            ),
            sums=sums,
            reviews=tuple(
                ReviewShown(review.day, review.due, review.answered is not None)
                for review in Review.objects.filter(initiative=one)
            ),
            hidden=self.hidden,
        )

    def _texts(self, part: PlanPart) -> tuple[TextShown, ...]:
        return tuple(
            TextShown(
                name=spec.name,
                label=str(spec.label),
                text=words_of(spec, getattr(self.plan, spec.name), self.plan),
                is_long=spec.input == "area",
            )
            for spec in TEXTS.get(part, ())
        )

    def _lines(self) -> dict[PlanPart, Sequence[LineShown]]:
        rows = {kind: list(_rows(kind, self.plan)) for kind in LineKind}
        linked = self._linked(rows)
        if self.in_team:
            changed = {row.changed_by_id for of in rows.values() for row in of}
            self.names = names_of({self.plan.changed_by_id, *changed}, reader=self.reader)
        found: dict[PlanPart, Sequence[LineShown]] = dict.fromkeys(PlanPart, ())
        for kind, of in rows.items():
            seen = [row for row in of if self._may_see(row, linked)]
            self.hidden += len(of) - len(seen)
            found[KINDS[kind].part] = [self._line(kind, row, linked) for row in seen]
        return found

    def _linked(self, rows: Mapping[LineKind, Sequence[Line]]) -> Linked:
        """Return what of other tables the reader may see, of all that the lines point to."""
        every = [row for of in rows.values() for row in of]
        practices = _keys(every, "practice_id")
        documents = _keys(every, "document_id")
        seen = Practice.objects.open_to(self.reader).filter(pk__in=practices)
        read = Document.objects.visible_to(self.reader).filter(pk__in=documents)
        return Linked(
            practices=dict(seen.values_list("pk", "slug")) if practices else {},
            documents=dict(read.values_list("pk", "slug")) if documents else {},
            activities={row.pk: str(row) for row in rows[LineKind.ACTIVITY]},
        )

    @staticmethod
    def _may_see(row: Line, linked: Linked) -> bool:
        """Tell whether a source is none that is closed to the reader: its title is part of it."""
        if not isinstance(row, Evidence):
            return True
        practice = row.practice_id is None or row.practice_id in linked.practices
        return practice and (row.document_id is None or row.document_id in linked.documents)

    def _line(self, kind: LineKind, row: Line, linked: Linked) -> LineShown:
        common = {
            "id": row.pk,
            "kind": kind,
            "title": str(row),
            "facts": facts_of(kind, row, self.plan, linked),
            "note": row.note if self.in_team else "",
            "version": row.version,
            "changed": row.changed,
            "by": self.names.get(row.changed_by_id or 0, ""),
        }
        return TYPED[kind](row, common, self.plan, linked)

    def _heads(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return who owns and who sponsors, of those whom the reader may know."""
        seats = TeamSeat.objects.of_members().filter(team=self.initiative.team_id)
        known = Person.objects.visible_to(self.reader)
        heads = seats.filter(seat__in=(Seat.OWNER, Seat.SPONSOR), person__in=known)
        named = [(one.seat, str(one.person)) for one in heads.select_related("person")]
        owners = tuple(name for seat, name in named if seat == Seat.OWNER)
        return owners, tuple(name for seat, name in named if seat == Seat.SPONSOR)


def _keys(rows: Sequence[Line], name: str) -> set[int]:
    found = (getattr(row, name, None) for row in rows)
    return {int(key) for key in found if key is not None}


def _rows(kind: LineKind, plan: Plan) -> Any:  # noqa: ANN401 -- a queryset of one of ten models
    model = MODELS[kind]
    rows: QuerySet[Any] = model._default_manager.filter(plan=plan, gone=None)
    links = {"organisation", "indicator"} & {one.name for one in KINDS[kind].fields}
    if links:
        rows = rows.select_related(*links)
    if kind == LineKind.ACTIVITY:
        rows = rows.prefetch_related(Prefetch("after", Activity.objects.filter(gone=None)))
    return rows


def _activity(row: Any, common: dict[str, Any], plan: Plan, linked: Linked) -> LineShown:  # noqa: ANN401, ARG001 -- one of ten
    return ActivityShown(
        **common,
        about=row.about,
        owner=row.owner,
        partner=row.partner,
        organisation=row.organisation.slug if row.organisation else "",
        sector=row.sector,
        start=row.start,
        end=row.end,
        after=tuple(one.pk for one in row.after.all()),
        done=row.done,
    )


def _milestone(row: Any, common: dict[str, Any], plan: Plan, linked: Linked) -> LineShown:  # noqa: ANN401, ARG001 -- one of ten
    return MilestoneShown(
        **common,
        activity=row.activity_id if row.activity_id in linked.activities else None,
        due=row.due,
        is_gate=row.is_gate,
        criteria=row.criteria,
        outcome=row.outcome,
        reached=row.reached,
    )


def _cost(row: Any, common: dict[str, Any], plan: Plan, linked: Linked) -> LineShown:  # noqa: ANN401 -- one of ten
    return CostShown(
        **common,
        cost_kind=CostKind(row.kind),
        amount=row.amount,
        low=row.low,
        high=row.high,
        currency=row.currency,
        price_year=row.price_year or plan.price_year,
        first_year=_first_year(row, plan),
        years=row.years,
        quantity=row.quantity,
        unit=row.unit,
        scope=row.scope,
        source=row.source,
        document=linked.documents.get(row.document_id, ""),
        activity=row.activity_id if row.activity_id in linked.activities else None,
        spent=row.spent,
        spent_source=row.spent_source,
    )


def _money(row: Any, common: dict[str, Any], plan: Plan, linked: Linked) -> LineShown:  # noqa: ANN401 -- one of ten
    return FundingShown(
        **common,
        funding_kind=row.kind,
        amount=row.amount,
        currency=row.currency,
        first_year=_first_year(row, plan),
        years=row.years,
        state=FundingState(row.state),
        deadline=row.deadline,
        proof=row.proof,
        document=linked.documents.get(row.document_id, ""),
    )


def _first_year(row: Any, plan: Plan) -> int | None:  # noqa: ANN401 -- one of two
    if row.first_year is not None:
        return int(row.first_year)
    return plan.starts.year if plan.starts else None


def _post(row: Any, common: dict[str, Any], plan: Plan, linked: Linked) -> LineShown:  # noqa: ANN401, ARG001 -- one of ten
    return PostShown(
        **common,
        count=row.count,
        months=row.months,
        skills=row.skills,
        training=row.training,
        is_filled=row.is_filled,
    )


def _system(row: Any, common: dict[str, Any], plan: Plan, linked: Linked) -> LineShown:  # noqa: ANN401, ARG001 -- one of ten
    return SystemShown(
        **common, owner=row.owner, standards=row.standards, privacy=row.privacy, exit=row.exit
    )


def _risk(row: Any, common: dict[str, Any], plan: Plan, linked: Linked) -> LineShown:  # noqa: ANN401, ARG001 -- one of ten
    return RiskShown(
        **common,
        risk_kind=row.kind,
        likelihood=row.likelihood,
        impact=row.impact,
        owner=row.owner,
        response=row.response,
        practice=linked.practices.get(row.practice_id, ""),
    )


def _measure(row: Any, common: dict[str, Any], plan: Plan, linked: Linked) -> LineShown:  # noqa: ANN401, ARG001 -- one of ten
    return MeasureShown(
        **common,
        indicator=row.indicator_id or "",
        unit=row.unit,
        direction=row.direction,
        baseline=row.baseline,
        baseline_on=row.baseline_on,
        baseline_source=row.baseline_source,
        target=row.target,
        due=row.due,
    )


def _approval(row: Any, common: dict[str, Any], plan: Plan, linked: Linked) -> LineShown:  # noqa: ANN401, ARG001 -- one of ten
    return ApprovalShown(
        **common,
        approval_kind=row.kind,
        state=row.state,
        on=row.on,
        minute=row.minute,
        proof=row.proof,
        document=linked.documents.get(row.document_id, ""),
    )


def _evidence(row: Any, common: dict[str, Any], plan: Plan, linked: Linked) -> LineShown:  # noqa: ANN401, ARG001 -- one of ten
    return EvidenceShown(
        **common,
        practice=linked.practices.get(row.practice_id, ""),
        document=linked.documents.get(row.document_id, ""),
        url=row.url,
        page=row.page,
        used_for=row.used_for,
    )


TYPED: dict[LineKind, Callable[[Any, dict[str, Any], Plan, Linked], LineShown]] = {
    LineKind.ACTIVITY: _activity,
    LineKind.MILESTONE: _milestone,
    LineKind.COST: _cost,
    LineKind.FUNDING: _money,
    LineKind.POST: _post,
    LineKind.SYSTEM: _system,
    LineKind.RISK: _risk,
    LineKind.MEASURE: _measure,
    LineKind.APPROVAL: _approval,
    LineKind.EVIDENCE: _evidence,
}
