"""The council memo: what is asked, why, what it costs, what can go wrong; two pages."""

from django.utils.translation import gettext as _

from decapolis.initiatives.choices import ApprovalKind, ApprovalState, FundingState, PlanPart
from decapolis.initiatives.exports import parts
from decapolis.initiatives.exports.blocks import Block, Facts, Paper, Said, Words
from decapolis.initiatives.exports.material import Material, paper
from decapolis.kernel import numbers

PARTS = (
    PlanPart.BASELINE, PlanPart.OBJECTIVE, PlanPart.ACTIVITIES, PlanPart.BUDGET, PlanPart.FUNDING,
    PlanPart.RISKS, PlanPart.MEASURES, PlanPart.APPROVALS,
)  # fmt: skip
LONG, SHORT = 520, 300
MOST_LINES, MOST_GAPS = 5, 6


def council_memo(of: Material) -> Paper:
    """Return the memo to the council."""
    blocks: list[Block] = [
        *_heads(of),
        *parts.head(_("What is asked"), _asked(of)),
        *parts.head(_("Why"), [
            *parts.text("", of.plan.challenge, most=LONG),
            *parts.text(_("Today"), of.plan.text("baseline"), most=SHORT),
            *parts.affected(of),
            *parts.text(_("Objective"), of.plan.text("objective"), most=SHORT),
        ]),
        *parts.head(_("What will be done"), parts.lines(
            of, PlanPart.ACTIVITIES, most=MOST_LINES, is_whole=False,
            only=("owner", "start", "end"),
        )),
        *parts.head(_("What it costs, and who pays"), [
            *parts.total(of, with_picture=False),
            *parts.lines(of, PlanPart.BUDGET, most=MOST_LINES, is_whole=False),
            *parts.ranges(of, most=2), *_years(of), *parts.funding_gap(of),
        ]),
        *parts.head(_("What can go wrong"), parts.risks(
            of, most=4, is_whole=False, only=("likelihood", "response"),
        )),
        *parts.head(_("How we shall know"), parts.lines(
            of, PlanPart.MEASURES, most=4, is_whole=False, only=("baseline", "target"),
        )),
        *parts.missing(of, PARTS, most=MOST_GAPS, title=_("What is not known yet")),
    ]  # fmt: skip
    return paper(of, _("Council memo"), tuple(blocks), pages=2)


def _years(of: Material) -> list[Block]:
    """Return the money year by year, where it fits: a page has room for eight years."""
    return parts.years(of) if len(of.plan.sums.years) <= 8 else []  # noqa: PLR2004 -- as said


def _heads(of: Material) -> list[Block]:
    by = numbers.listing(of.plan.owners) if of.plan.owners else numbers.unknown()
    sponsor = numbers.listing(of.plan.sponsors) if of.plan.sponsors else numbers.unknown()
    return [Facts((
        (_("To"), Said(_("City council of {city}").format(city=of.plan.city))),
        (_("From"), Said(by)),
        (_("Sponsor"), Said(sponsor)),
        (_("Date"), Said(numbers.day(of.today))),
    ))]  # fmt: skip


def _asked(of: Material) -> list[Block]:
    """Say what is to be decided, and what was decided already, from the approvals alone."""
    cost, certified = of.plan.sums.cost, of.plan.sums.by_state(FundingState.CERTIFIED)
    words = _("To approve the plan “{title}”").format(title=of.plan.title)
    if cost:
        words += _(", which costs {cost} in all").format(cost=of.money(cost))
        words += _(" and for which {money} is certified").format(
            money=of.money(certified) if certified else _("no money")
        )
    said: list[Block] = [Words((Said(f"{words}.", is_strong=True),))]
    council = [one for one in of.plan.approvals if one.approval_kind == ApprovalKind.COUNCIL]
    given = [one for one in of.plan.approvals if one.state == ApprovalState.GIVEN]
    if any(one.state == ApprovalState.GIVEN for one in council):
        first = next(one for one in council if one.state == ApprovalState.GIVEN)
        minute = f" ({first.minute})" if first.minute else ""
        told = _("The council has approved it{minute}.").format(minute=minute)
        said = [Words((Said(told, of.sources.cite(first.proof), is_strong=True),))]
    others = [one.fact("kind") or one.title for one in given if one not in council]
    if others:
        told = _("Approved already by: {names}.").format(names=numbers.listing(others).lower())
        said.append(Words((Said(told),)))
    return said
