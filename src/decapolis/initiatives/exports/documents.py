"""Which documents there are, and how each is made of the one model of the plan."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from decapolis.initiatives.choices import PlanPart
from decapolis.initiatives.exports import parts
from decapolis.initiatives.exports.blocks import Paper
from decapolis.initiatives.exports.material import Material
from decapolis.initiatives.exports.papers import action, grant, handover, memo, request, short


class Which(models.TextChoices):
    """The documents, as their addresses name them."""

    ACTION = "action-plan", _("Action plan")
    MEMO = "council-memo", _("Council memo")
    BRIEF = "brief", _("Brief of one page")
    GRANT = "grant-application", _("Grant application")
    REQUEST = "request-for-information", _("Request for information")
    HANDOVER = "hand-over", _("Hand-over")


@dataclass(frozen=True, slots=True)
class Preview:
    """What a document will lack, before it is made."""

    which: Which
    gaps: tuple[str, ...]
    warnings: tuple[str, ...]


PARTS: dict[Which, Sequence[PlanPart]] = {
    Which.ACTION: action.PARTS,
    Which.MEMO: memo.PARTS,
    Which.BRIEF: short.PARTS,
    Which.GRANT: grant.PARTS,
    Which.REQUEST: request.PARTS,
    Which.HANDOVER: handover.PARTS,
}
MAKERS: dict[Which, Callable[[Material], Paper]] = {
    Which.ACTION: action.action_plan,
    Which.MEMO: memo.council_memo,
    Which.BRIEF: short.one_page,
    Which.GRANT: grant.grant,
    Which.REQUEST: request.request,
    Which.HANDOVER: handover.handover,
}


def paper_of(which: Which, of: Material, *, with_money: bool = False) -> Paper:
    """Return one document.

    Parameters
    ----------
    with_money
        Whether a request for information tells the budget.
    """
    fresh = of.fresh()
    if which == Which.REQUEST:
        return request.request(fresh, with_money=with_money)
    return MAKERS[which](fresh)


def previews(of: Material) -> tuple[Preview, ...]:
    """Return what each document lacks, so that the team mends it first or knows it."""
    return tuple(
        Preview(
            which,
            tuple(parts.gaps(of, PARTS[which])),
            request.warnings(of) if which == Which.REQUEST else (),
        )
        for which in Which
    )
