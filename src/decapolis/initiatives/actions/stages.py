"""How far an initiative is: each step forward or back is kept, with who took it and why."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.audit.actions import Change, Only, record
from decapolis.initiatives.actions.reviews import drop_reviews, plan_reviews
from decapolis.initiatives.choices import ENDED, Stage
from decapolis.initiatives.errors import WhyMissing
from decapolis.initiatives.models import Initiative, StageChange
from decapolis.initiatives.queries.asking import UNDER_WAY
from decapolis.initiatives.queries.initiatives import team_people
from decapolis.initiatives.rules import may_lead
from decapolis.initiatives.validators.about import clean_why
from decapolis.kernel.permissions import require
from decapolis.notices.actions import Told, notify
from decapolis.notices.choices import Kind
from decapolis.people.models import Person

BEFORE_APPROVAL = (Stage.INTERVIEW, Stage.FRAMING, Stage.CANVAS, Stage.PLAN)
NEEDS_WHY = {
    Stage.STOPPED: lambda: _("Say why it is stopped. The next city learns most from that."),
}


@transaction.atomic
def set_stage(*, by: Person, initiative: Initiative, stage: Stage, why: str = "") -> Initiative:
    """Say how far an initiative is: on, back, to its end, or open again; the same again is none.

    The rest of its team is told, and nobody else.

    Raises
    ------
    Forbidden
        They are neither its owner nor its sponsor.
    WhyMissing
        It is stopped, or taken up again, without a reason.
    ValueRefused
        The reason is too long.
    """
    initiative.refresh_from_db(from_queryset=Initiative.objects.select_for_update())
    require(may_lead(by, initiative))
    said = clean_why(why)
    before = Stage(initiative.stage)
    if before == stage:
        return initiative
    if not said and stage in NEEDS_WHY:
        raise WhyMissing(NEEDS_WHY[stage](), field="why")
    if not said and before in ENDED and stage not in ENDED:
        raise WhyMissing(_("Say why it is taken up again."), field="why")
    initiative.stage = stage
    initiative.ended = timezone.now().date() if stage in ENDED else None
    initiative.why_ended = said if stage in ENDED else ""
    initiative.save(update_fields=["stage", "ended", "why_ended"])
    StageChange.objects.create(initiative=initiative, stage=stage, why=said, by=by)
    _look_back(by, initiative, before)
    team = team_people(initiative)
    record(
        by=by,
        act="initiatives.stage_changed",
        subject=initiative,
        change=Change({"stage": before.value}, {"stage": stage.value}),
        note=said,
        concerns=Only(team),
    )
    title = _("“{title}”: {stage}.").format(title=initiative.title, stage=stage.label)
    told = Told(title, said, initiative.path)
    notify(by=by, people=team, kind=Kind.INITIATIVES, told=told, subject=initiative)
    return initiative


def _look_back(by: Person, initiative: Initiative, before: Stage) -> None:
    """Make the reviews of what is approved now; take back those of what is not any more."""
    stage = Stage(initiative.stage)
    if stage in UNDER_WAY and before not in UNDER_WAY:
        plan_reviews(by=by, initiative=initiative, approved=timezone.localdate())
    elif stage in BEFORE_APPROVAL:
        drop_reviews(by=by, initiative=initiative)
