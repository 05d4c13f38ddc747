"""The brief of one page: what it is, what it costs, what can go wrong, what comes next."""

from django.utils.translation import gettext as _

from decapolis.initiatives.choices import PlanPart
from decapolis.initiatives.exports import parts
from decapolis.initiatives.exports.blocks import Block, Facts, Paper, Said
from decapolis.initiatives.exports.material import Material, paper
from decapolis.initiatives.queries.dates import dates_of
from decapolis.kernel import numbers

PARTS = (
    PlanPart.BASELINE, PlanPart.OBJECTIVE, PlanPart.ACTIVITIES, PlanPart.BUDGET, PlanPart.FUNDING,
    PlanPart.RISKS, PlanPart.MEASURES,
)  # fmt: skip
LONG, SHORT = 420, 260
MOST_GAPS = 4


def one_page(of: Material) -> Paper:
    """Return the brief of one page."""
    blocks: list[Block] = [
        *parts.text("", of.plan.challenge, most=LONG, is_lead=True),
        *parts.text(_("Objective"), of.plan.text("objective"), most=SHORT),
        *parts.affected(of),
        *_money(of),
        *parts.head(_("What will be done"), parts.lines(
            of, PlanPart.ACTIVITIES, most=4, is_whole=False, only=("owner", "end"),
        )),
        *parts.head(_("What can go wrong"), parts.risks(
            of, most=2, is_whole=False, only=("response",),
        )),
        *parts.head(_("How we shall know"), parts.lines(
            of, PlanPart.MEASURES, most=2, is_whole=False, only=("baseline", "target"),
        )),
        *_next(of),
        *parts.missing(of, PARTS, most=MOST_GAPS),
    ]  # fmt: skip
    return paper(of, _("Brief"), tuple(blocks), pages=1)


def _money(of: Material) -> list[Block]:
    sums = of.plan.sums
    if not sums.cost:
        return []
    said = (Said(of.total.sentence), Said(of.gap.sentence))
    return parts.head(_("Money"), [
        Facts(((_("Costs"), said[0]), (_("Who pays"), said[1])))
    ])  # fmt: skip


def _next(of: Material) -> list[Block]:
    coming = [one for one in dates_of(of.initiative, today=of.today) if one.on >= of.today][:3]
    pairs = tuple(
        (
            numbers.day(one.on),
            Said(f"{one.label}: {one.title}" if one.title else one.label),
        )
        for one in coming
    )
    return parts.head(_("What comes next"), [Facts(pairs)] if pairs else [])
