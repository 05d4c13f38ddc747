"""The action plan: the whole plan, part by part, with its pictures."""

from django.utils.translation import gettext as _

from decapolis.initiatives.choices import PlanPart
from decapolis.initiatives.exports import parts
from decapolis.initiatives.exports.blocks import Block, Facts, Paper, Points, Said
from decapolis.initiatives.exports.material import Material, paper
from decapolis.kernel import numbers

PARTS = tuple(PlanPart)


def action_plan(of: Material) -> Paper:
    """Return the whole plan as a document."""
    blocks: list[Block] = [*parts.text("", of.plan.challenge, is_lead=True), *_heads(of)]
    blocks += parts.head(_("Practices that it draws on"), parts.practices(of))
    for part in of.plan.parts:
        blocks += parts.head(part.title, _part(of, part.name))
    return paper(of, _("Action plan"), tuple(blocks))


def _heads(of: Material) -> list[Block]:
    plan = of.plan
    pairs = [
        (_("Sponsor"), numbers.listing(plan.sponsors) if plan.sponsors else ""),
        (_("Owner"), numbers.listing(plan.owners) if plan.owners else ""),
        (_("Begins"), numbers.day(plan.starts) if plan.starts else ""),
        (_("Costs in all"), of.money(plan.sums.cost) if plan.sums.cost else ""),
        (_("Reserve suggested"), parts.reserve(of)),
    ]
    unknown = Said(numbers.unknown(), is_quiet=True)
    return [Facts(tuple((name, Said(words) if words else unknown) for name, words in pairs))]


def _part(of: Material, name: PlanPart) -> list[Block]:
    extra: list[Block] = []
    match name:
        case PlanPart.BASELINE:
            return [
                *parts.text(_("Where we stand"), of.plan.text("baseline")),
                *parts.text(_("Who is affected"), of.plan.text("affected")),
                *parts.affected(of),
                *parts.missing(of, [name]),
            ]
        case PlanPart.BUDGET:
            return [
                *parts.lines(of, name),
                *parts.head(_("What others paid"), parts.ranges(of), level=3),
                *parts.head(_("The total, and how sure it is"), parts.total(of), level=3),
                *parts.missing(of, [name]),
            ]
        case PlanPart.FUNDING:
            extra = [*parts.years(of), *parts.funding_gap(of)]
        case PlanPart.ACTIVITIES:
            extra = parts.timeline(of)
        case PlanPart.RISKS:
            return [*parts.risks(of), *parts.missing(of, [name])]
        case PlanPart.REVIEWS:
            return _reviews(of)
    texts = [one for one in of.plan.part(name).texts if one.text]
    written = [block for one in texts for block in parts.text(one.label, one.text)]
    return [*written, *parts.lines(of, name), *extra, *parts.missing(of, [name])]


def _reviews(of: Material) -> list[Block]:
    answered, due = _("After {n} days: answered."), _("After {n} days: due on {day}.")
    items = tuple(
        Said((answered if one.is_answered else due).format(n=one.day, day=numbers.day(one.due)))
        for one in of.plan.reviews
    )
    none = Said(_("The team looks back 30, 90, 180 and 365 days after the plan is approved."))
    return [Points(items or (none,))]
