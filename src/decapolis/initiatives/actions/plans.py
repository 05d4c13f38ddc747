"""Write what a plan says in its own words, and say that a part is right."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.audit.actions import Change, Only, record
from decapolis.initiatives.choices import PlanPart
from decapolis.initiatives.errors import ChangedMeanwhile, LineFaulty, ValueRefused
from decapolis.initiatives.models import BudgetLine, FundingLine, Plan
from decapolis.initiatives.queries.initiatives import team_people
from decapolis.initiatives.rules import may_write
from decapolis.initiatives.validators.fields import TEXTS
from decapolis.initiatives.validators.values import clean
from decapolis.kernel.permissions import require
from decapolis.people.models import Person

FIELDS = {spec.name: spec for of in TEXTS.values() for spec in of}


@transaction.atomic
def write_plan(*, by: Person, plan: Plan, version: int, values: Mapping[str, object]) -> Plan:
    """Write some texts and terms of a plan; what is not named stays.

    Two people may write in different texts at once. Who sends one that another has changed since
    ``version`` is told, and nothing is written.

    Parameters
    ----------
    version
        Of the plan as the writer saw it.
    values
        By the names of `validators.fields.TEXTS`.

    Raises
    ------
    Forbidden
        They are not of the team, or sit there as a guest.
    LineFaulty
        Some will not do; ``faults`` says which.
    ChangedMeanwhile
        Somebody else changed one of them meanwhile.
    """
    rows = Plan.objects.select_related("initiative__city")
    plan = rows.select_for_update(of=("self",)).get(pk=plan.pk)
    require(may_write(by, plan.initiative))
    cleaned = _cleaned(values)
    change = Change.between({name: getattr(plan, name) for name in cleaned}, cleaned)
    differs = [name for name in change.after if plan.written_at.get(name, 0) > version]
    if differs:
        words = _("Somebody else changed this meanwhile. Look at both, and save what should stand.")
        raise ChangedMeanwhile(
            words,
            current=plan.version,
            mine={name: change.after[name] for name in differs},
            theirs={name: change.before[name] for name in differs},
        )
    if not change.after:
        return plan
    if "currency" in change.after:
        _in_currency(plan, str(change.after["currency"]))
    touch(by=by, plan=plan)
    for name, value in change.after.items():
        setattr(plan, name, value)
    plan.written_at |= dict.fromkeys(change.after, plan.version)
    plan.save(update_fields=[*change.after, "written_at"])
    team = Only(team_people(plan.initiative))
    record(by=by, act="initiatives.plan_written", subject=plan.initiative, change=change,
           concerns=team)  # fmt: skip
    return plan


@transaction.atomic
def confirm_part(*, by: Person, plan: Plan, part: PlanPart, is_confirmed: bool = True) -> bool:
    """Say that the team has read a part and holds it to be right, or take that back.

    Raises
    ------
    Forbidden
        They are not of the team, or sit there as a guest.
    """
    rows = Plan.objects.select_related("initiative__city")
    plan = rows.select_for_update(of=("self",)).get(pk=plan.pk)
    require(may_write(by, plan.initiative))
    if (part in plan.confirmed) == is_confirmed:
        return False
    kept = [one for one in plan.confirmed if one != part]
    plan.confirmed = [*kept, part.value] if is_confirmed else kept
    plan.save(update_fields=["confirmed"])
    touch(by=by, plan=plan)
    change = Change({}, {"confirmed": is_confirmed})
    team = Only(team_people(plan.initiative))
    record(by=by, act="initiatives.part_confirmed", subject=plan.initiative, change=change,
           note=str(part.label), concerns=team)  # fmt: skip
    return True


@transaction.atomic
def touch(*, by: Person, plan: Plan) -> None:
    """Note that a plan was changed just now; part of every act that changes one."""
    now = timezone.now()
    Plan.objects.filter(pk=plan.pk).update(version=F("version") + 1, changed=now, changed_by=by)
    plan.refresh_from_db(fields=["version", "changed", "changed_by"])


def _cleaned(values: Mapping[str, object]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for name, value in values.items():
        if name not in FIELDS:
            faults[name] = _("There is no such field.")
            continue
        try:
            found[name] = clean(FIELDS[name], value)
        except ValueRefused as error:
            faults[name] = error.message
    if faults:
        raise LineFaulty(faults)
    return found


def _in_currency(plan: Plan, currency: str) -> None:
    """Let lines without an amount follow the plan; of others nobody knows what is meant."""
    for model in (BudgetLine, FundingLine):
        rows: QuerySet[Any] = model._default_manager.filter(plan=plan)
        rows.filter(currency=plan.currency, amount=None).update(currency=currency)
