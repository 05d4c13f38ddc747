"""The hand-over: what somebody who takes over must know, on the page and on paper alike."""

from datetime import date

from django.utils.translation import gettext as _

from decapolis.initiatives.choices import (
    ApprovalState,
    FundingState,
    Gate,
    Level,
    PlanPart,
    Stage,
)
from decapolis.initiatives.exports import parts
from decapolis.initiatives.exports.blocks import (
    Block,
    Facts,
    Missing,
    Paper,
    Points,
    Rows,
    Said,
    Words,
    plain,
)
from decapolis.initiatives.exports.material import Material, paper
from decapolis.initiatives.queries.dates import dates_of
from decapolis.initiatives.queries.initiatives import InitiativeFacts, initiative_facts
from decapolis.kernel import numbers

PARTS = (PlanPart.OBJECTIVE, PlanPart.BUDGET, PlanPart.FUNDING, PlanPart.APPROVALS)


def handover(of: Material) -> Paper:
    """Return what somebody who takes over must know."""
    facts = initiative_facts(of.initiative, reader=of.reader)
    blocks: list[Block] = [
        *parts.head(_("What it is"), [
            *parts.text("", of.plan.text("objective"), is_lead=True), *_heads(of),
        ]),
        *parts.head(_("Why"), [
            *parts.text("", of.plan.challenge),
            *parts.text(_("Today"), of.plan.text("baseline")),
            *parts.affected(of),
        ]),
        *parts.head(_("How far it is"), [*_far(of, facts), *parts.timeline(of)]),
        *parts.head(_("Money"), _money(of)),
        *parts.head(_("What was promised"), _promises(of)),
        *parts.head(_("What must be decided next"), _decisions(of)),
        *parts.head(_("Who knows about it"), _people(of, facts)),
        *parts.head(_("What is stuck"), _stuck(of)),
        *parts.missing(of, PARTS),
    ]  # fmt: skip
    return paper(of, _("Hand-over"), tuple(blocks))


def _heads(of: Material) -> list[Block]:
    plan = of.plan
    unknown = Said(numbers.unknown(), is_quiet=True)
    pairs = (
        (_("Stage"), plan.stage_label),
        (_("Sponsor"), numbers.listing(plan.sponsors) if plan.sponsors else ""),
        (_("Owner"), numbers.listing(plan.owners) if plan.owners else ""),
        (_("Begins"), numbers.day(plan.starts) if plan.starts else ""),
    )
    return [Facts(tuple((name, Said(words) if words else unknown) for name, words in pairs))]


def _far(of: Material, facts: InitiativeFacts) -> list[Block]:
    held = of.progress
    said: list[Said] = []
    if held.activities:
        words = _("{done} of {n} activities are done.")
        said.append(Said(words.format(done=held.done, n=held.activities)))
    if held.milestones:
        words = _("{done} of {n} milestones are reached.")
        said.append(Said(words.format(done=held.reached, n=held.milestones)))
    steps = [
        Said(_("{day}: {stage}. {why}").format(
            day=numbers.day(one.at.date()), stage=one.stage_label, why=one.why
        ).strip())
        for one in facts.steps
    ]  # fmt: skip
    blocks: list[Block] = [Words(tuple(said))] if said else []
    if of.plan.stage == Stage.STOPPED:
        why = of.initiative.why_ended
        blocks.append(Words((Said(why, is_strong=True),), label=_("Stopped")))
    return [*blocks, *([Points(tuple(steps))] if steps else [])]


def _money(of: Material) -> list[Block]:
    spent = of.progress.spent
    told = of.money(spent) if spent is not None else numbers.unknown()
    sources = tuple(
        number
        for one in of.plan.costs
        if one.spent is not None
        for number in of.sources.cite(one.spent_source)
    )
    said = Said(told, tuple(dict.fromkeys(sources)), is_quiet=spent is None)
    return [
        Facts(((_("Spent so far"), said),)),
        *parts.years(of),
        *parts.funding_gap(of),
        *parts.lines(of, PlanPart.FUNDING),
    ]


def _promises(of: Material) -> list[Block]:
    """Return targets with what came of them, what was changed and why, and what was approved."""
    blocks = parts.lines(of, PlanPart.MEASURES, is_whole=False)
    changes = [
        Said(_("{what}: from {before} to {after}, on {day}. {why}").format(
            what=one.shown.title,
            before=_target(change.before, change.before_due, one.shown.unit),
            after=_target(change.after, change.after_due, one.shown.unit),
            day=numbers.day(change.at.date()), why=change.why,
        ))
        for one in of.progress.measures for change in one.changes
    ]  # fmt: skip
    if changes:
        blocks += parts.head(_("Targets that were changed"), [Points(tuple(changes))], level=3)
    given = [one for one in of.plan.approvals if one.state == ApprovalState.GIVEN]
    if given:
        items = tuple(
            Said(
                ", ".join(filter(None, (one.title, one.fact("on"), one.minute))),
                of.sources.cite(one.proof),
            )
            for one in given
        )
        blocks += parts.head(_("Approvals given"), [Points(items)], level=3)
    return blocks


def _target(value: float | None, due: date | None, unit: str) -> str:
    told = numbers.quantity(value, unit) if value is not None else numbers.unknown()
    return _("{value} by {day}").format(value=told, day=numbers.day(due)) if due else told


def _decisions(of: Material) -> list[Block]:
    """Return what waits for a yes or no, by day; what has no day comes last."""
    found: list[tuple[date | None, str]] = [
        (one.due, _("Gate: {what}. {criteria}").format(what=one.title, criteria=one.criteria))
        for one in of.plan.milestones
        if one.is_gate and one.outcome == Gate.OPEN
    ]
    found += [
        (one.on, _("Approval: {what}").format(what=one.fact("kind") or one.title))
        for one in of.plan.approvals
        if one.state in {ApprovalState.NEEDED, ApprovalState.ASKED}
    ]
    found += [
        (one.deadline, _("Application: {what}").format(what=one.title))
        for one in of.plan.funding
        if one.state == FundingState.IDEA
    ]
    found += [
        (one.due, _("Review after {n} days").format(n=one.day))
        for one in of.plan.reviews
        if not one.is_answered
    ]
    found.sort(key=lambda one: (one[0] is None, one[0] or of.today, one[1]))
    rows = tuple(
        (plain(numbers.day(day) if day else _("no day")), plain(what.strip()))
        for day, what in found
    )
    return [Rows((_("When"), _("What")), rows, (1.4, 6))] if rows else []


def _people(of: Material, facts: InitiativeFacts) -> list[Block]:
    rows = [(plain(one.name), plain(one.title), plain(one.seat_label)) for one in facts.team]
    rows += [
        (plain(one.contact), plain(f"{one.title}, {one.city}"), plain(_("To call")))
        for one in facts.draws
        if one.contact
    ]
    owners: dict[str, list[str]] = {}
    for activity in of.plan.activities:
        if activity.owner and activity.done is None:
            owners.setdefault(activity.owner, []).append(activity.title)
    rows += [
        (plain(name), plain(numbers.listing(what)), plain(_("Owns activities")))
        for name, what in owners.items()
    ]
    heads = (_("Who"), _("What they do"), _("Here"))
    return [Rows(heads, tuple(rows), (2.4, 4, 1.8))] if rows else []


def _stuck(of: Material) -> list[Block]:
    """Return what is late, refused, off its way or without an answer; nothing is no section."""
    late = [
        _("{what}, due on {day}").format(
            what=f"{one.label}: {one.title}" if one.title else one.label, day=numbers.day(one.on)
        )
        for one in dates_of(of.initiative, today=of.today)
        if one.is_late
    ]
    refused = [
        _("Refused: {title}").format(title=one.title)
        for one in of.plan.funding
        if one.state == FundingState.REFUSED
    ]
    grave = [
        _("A high risk without a response: {title}").format(title=one.title)
        for one in of.plan.risks
        if one.likelihood == Level.HIGH and one.impact == Level.HIGH and not one.response
    ]
    said = [
        _("Review after {n} days: {what}").format(n=one.day, what=one.went_wrong)
        for one in of.progress.reviews
        if one.answered and one.went_wrong and one.on_track is False
    ]
    told = of.progress.reports[:1]
    said += [
        _("Report of {day}: {what}").format(day=numbers.day(one.at.date()), what=words)
        for one in told
        for words in (one.stuck, one.needs)
        if words
    ]
    items = [*late, *refused, *grave, *said]
    if not items:
        return [Words((Said(_("Nothing is known to be stuck.")),))]
    return [Missing("", tuple(items))]
