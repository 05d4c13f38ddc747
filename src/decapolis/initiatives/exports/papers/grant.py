"""The sections that an application for a grant asks for, in the order in which most ask."""

from django.utils.translation import gettext as _

from decapolis.initiatives.choices import PlanPart
from decapolis.initiatives.exports import parts
from decapolis.initiatives.exports.blocks import Block, Facts, Paper, Said
from decapolis.initiatives.exports.material import Material, paper
from decapolis.kernel import numbers

PARTS = (
    PlanPart.BASELINE, PlanPart.OBJECTIVE, PlanPart.ACTIVITIES, PlanPart.MILESTONES,
    PlanPart.BUDGET, PlanPart.FUNDING, PlanPart.STAFFING, PlanPart.SYSTEMS, PlanPart.RISKS,
    PlanPart.MEASURES, PlanPart.SCALING, PlanPart.APPROVALS, PlanPart.EVIDENCE,
)  # fmt: skip


def grant(of: Material) -> Paper:
    """Return the sections of an application."""
    plan = of.plan
    sections: tuple[tuple[str, list[Block]], ...] = (
        (_("Summary"), [*parts.text("", plan.challenge), *_summary(of)]),
        (_("Need"), [
            *parts.text(_("Where we stand"), plan.text("baseline")),
            *parts.text(_("Who is affected"), plan.text("affected")),
            *parts.affected(of),
        ]),
        (_("Objective and theory of change"), [
            *parts.text(_("Objective"), plan.text("objective")),
            *parts.text(_("Why it should work"), plan.text("theory")),
        ]),
        (_("Evidence that it works"), [
            *parts.practices(of), *parts.lines(of, PlanPart.EVIDENCE),
        ]),
        (_("Work plan"), [
            *parts.lines(of, PlanPart.ACTIVITIES), *parts.timeline(of),
            *parts.lines(of, PlanPart.MILESTONES),
        ]),
        (_("Who does it"), [*_partners(of), *parts.lines(of, PlanPart.STAFFING)]),
        (_("Budget"), [
            *parts.lines(of, PlanPart.BUDGET), *parts.years(of), *parts.ranges(of),
            *parts.total(of, with_picture=False),
        ]),
        (_("Other money"), [*parts.lines(of, PlanPart.FUNDING), *parts.funding_gap(of)]),
        (_("Technology and data"), parts.lines(of, PlanPart.SYSTEMS)),
        (_("Risks"), parts.risks(of)),
        (_("How results are measured"), parts.lines(of, PlanPart.MEASURES)),
        (_("After the grant"), parts.text("", plan.text("scaling"))),
        (_("Approvals"), parts.lines(of, PlanPart.APPROVALS)),
    )  # fmt: skip
    blocks = [
        block
        for number, (name, of_it) in enumerate(sections, start=1)
        for block in (parts.head(f"{number}. {name}", of_it or _nothing()))
    ]
    blocks += parts.missing(of, PARTS, title=_("What is missing in this application"))
    return paper(of, _("Grant application"), tuple(blocks))


def _nothing() -> list[Block]:
    return parts.text("", _("Nothing is written yet."))


def _summary(of: Material) -> list[Block]:
    plan = of.plan
    pairs = [
        (_("Applicant"), plan.city),
        (_("Owner"), numbers.listing(plan.owners) if plan.owners else ""),
        (_("Begins"), numbers.day(plan.starts) if plan.starts else ""),
        (_("Costs in all"), of.money(plan.sums.cost) if plan.sums.cost else ""),
        (_("Certified money"), of.money(plan.sums.certified) if plan.sums.certified else ""),
    ]
    unknown = Said(numbers.unknown(), is_quiet=True)
    return [Facts(tuple((name, Said(words) if words else unknown) for name, words in pairs))]


def _partners(of: Material) -> list[Block]:
    pairs = {
        one.partner: Said(_("{sector}: {what}").format(
            sector=one.fact("sector") or _("Partner"), what=one.title
        ))
        for one in of.plan.activities
        if one.partner
    }  # fmt: skip
    return [Facts(tuple(pairs.items()))] if pairs else []
