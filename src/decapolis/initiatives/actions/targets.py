"""Values of measures, and targets that become others: the old one stays, with the reason."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.audit.actions import Change, Only, record
from decapolis.initiatives.actions.plans import touch
from decapolis.initiatives.errors import NoSuchLine, TooMuch, ValueRefused
from decapolis.initiatives.models import Measure, Reading, TargetChange
from decapolis.initiatives.queries.initiatives import team_people
from decapolis.initiatives.rules import may_write
from decapolis.initiatives.validators.answers import (
    clean_past,
    clean_reason,
    clean_source,
    clean_value,
)
from decapolis.kernel.permissions import require
from decapolis.people.models import Person

MOST_READINGS = 500  # of one measure


@transaction.atomic
def change_target(
    *, by: Person, measure: Measure, target: float | None, due: date | None, why: str
) -> TargetChange | None:
    """Make a target another one, with the reason; the same again changes nothing.

    Raises
    ------
    Forbidden
        They are not of the team, or sit there as a guest.
    NoSuchLine
        The measure was taken out of the plan.
    ValueRefused
        There is no target, or it is no number.
    WhyMissing
        There is no reason.
    """
    held = _held(by, measure)
    if target is None:
        raise ValueRefused(_("Write the new target. To end it, take the measure out."),
                           field="target")  # fmt: skip
    value = clean_value(target, "target")
    if (held.target, held.due) == (value, due):
        return None
    reason = clean_reason(why)
    change = Change.between({"target": held.target, "due": held.due}, {"target": value, "due": due})
    made = TargetChange.objects.create(
        measure=held, before=held.target, before_due=held.due, after=value, after_due=due,
        why=reason, by=by,
    )  # fmt: skip
    held.target, held.due = value, due
    held.version += 1
    held.changed, held.changed_by = timezone.now(), by
    held.save(update_fields=["target", "due", "version", "changed", "changed_by"])
    touch(by=by, plan=held.plan)
    _record(by, held, "initiatives.target_changed", change, f"{held}: {reason}")
    return made


@transaction.atomic
def add_reading(*, by: Person, measure: Measure, on: date, value: float, source: str) -> Reading:
    """Write what was measured on a day; the same again is the one that stands there.

    Raises
    ------
    Forbidden
        They are not of the team, or sit there as a guest.
    NoSuchLine
        The measure was taken out of the plan.
    ValueRefused
        The value is no number, or the day is to come.
    TooMuch
        There are too many values of it.
    """
    held = _held(by, measure)
    values = {"on": clean_past(on), "value": clean_value(value), "source": clean_source(source)}
    there = Reading.objects.filter(measure=held)
    same = there.filter(**values).first()
    if same is not None:
        return same
    if there.count() >= MOST_READINGS:
        full = _("A measure keeps at most {most} values.")
        raise TooMuch(full.format(most=MOST_READINGS))
    made = Reading.objects.create(measure=held, by=by, **values)
    change = Change({}, {"value": made.value, "on": made.on})
    _record(by, held, "initiatives.value_written", change, str(held))
    return made


def _held(by: Person, measure: Measure) -> Measure:
    rows = Measure._default_manager.select_related("plan__initiative")
    held = rows.select_for_update(of=("self",)).get(pk=measure.pk)
    assert isinstance(held, Measure)  # noqa: S101 -- for the type
    require(may_write(by, held.plan.initiative))
    if held.gone is not None:
        raise NoSuchLine(_("There is no such line in this plan."))
    return held


def _record(by: Person, held: Measure, act: str, change: Change, note: str) -> None:
    initiative = held.plan.initiative
    team = Only(team_people(initiative))
    record(by=by, act=act, subject=initiative, change=change, note=note, concerns=team)
