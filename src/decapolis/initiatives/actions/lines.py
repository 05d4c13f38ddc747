"""Write the lines of a plan, take them out and bring them back."""

from collections.abc import Mapping
from typing import Any, NoReturn

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.audit.actions import Change, Only, record
from decapolis.initiatives.actions.plans import touch
from decapolis.initiatives.choices import LineKind, Stage
from decapolis.initiatives.errors import ChangedMeanwhile, LineFaulty, NoSuchLine, TooMuch
from decapolis.initiatives.models import Activity, Line, Measure, Plan
from decapolis.initiatives.queries.drafting import Drafted, drafted, kept
from decapolis.initiatives.queries.initiatives import team_people
from decapolis.initiatives.queries.links import keep_before, kept_before
from decapolis.initiatives.queries.plan import KIND_OF_MODEL, MODELS
from decapolis.initiatives.rules import may_write
from decapolis.kernel.permissions import require
from decapolis.people.models import Person

PROMISED = (Stage.APPROVED, Stage.RUNNING, Stage.DONE)
MOST_LINES = 200  # of one kind, in one plan


@transaction.atomic
def put_line(
    *,
    by: Person,
    plan: Plan,
    kind: LineKind,
    values: Mapping[str, object],
    line: Line | None = None,
    version: int | None = None,
) -> Line:
    """Write a new line, or change one; what is not named stays.

    Parameters
    ----------
    values
        By the names of `validators.fields.KINDS`; text as it was typed, or values of the right
        kind. Links are told by address (``/practices/light-vienna``, or its last part) or by a
        name that is of one alone, activities by key.
    version
        Of the line as the writer saw it; None: whatever it is now.

    Raises
    ------
    Forbidden
        They are not of the team, or sit there as a guest.
    LineFaulty
        Some fields will not do; ``faults`` says which. Nothing was written.
    ChangedMeanwhile
        Somebody else changed the line, and what was sent differs from what stands there.
    TooMuch
        The plan has too many lines of this kind.
    """
    plan = _locked(plan)
    require(may_write(by, plan.initiative))
    if line is not None:
        _fresh(line, plan, kind)
    made = drafted(kind, values, plan=plan, line=line, reader=by)
    if made.faults:
        raise LineFaulty(made.faults)
    if line is None:
        return add_line(by=by, plan=plan, kind=kind, made=made)
    change = _change(line, made)
    is_behind = version is not None and version != line.version
    if (line.gone and version != line.version) or (is_behind and change.after):
        _tell_both(by, line, {name: values[name] for name in change.after})
    if not change.after and line.gone is None:
        return line
    _keep_promise(line, change)
    line.gone = None
    _write(by, line, made)
    _record(by, line, "initiatives.line_written", change)
    return line


@transaction.atomic
def add_line(
    *, by: Person, plan: Plan, kind: LineKind, made: Drafted, note: str = "", told: bool = True
) -> Line:
    """Write a new line of values that were checked; part of `put_line` and of filling.

    Parameters
    ----------
    note
        Id of the note of the board that it comes from.
    told
        Whether it is written into the log here; not where many are, and told of together.

    Raises
    ------
    TooMuch
        The plan has too many lines of this kind.
    """
    model = MODELS[kind]
    there = model._default_manager.filter(plan=plan)
    if there.filter(gone=None).count() >= MOST_LINES:
        full = _("A plan has at most {most} lines of a kind.")
        raise TooMuch(full.format(most=MOST_LINES))
    last = there.aggregate(last=Max("position"))["last"]
    line = model(plan=plan, position=0 if last is None else last + 1, note=note, version=0)
    _write(by, line, made)
    if told:
        _record(by, line, "initiatives.line_written", Change({}, {"title": str(line)}))
    return line


@transaction.atomic
def take_out(*, by: Person, line: Line) -> bool:
    """Take a line out of its plan; `bring_back` undoes it. Return whether it was in.

    Raises
    ------
    Forbidden
        They are not of the team, or sit there as a guest.
    """
    return _turn(by, line, "initiatives.line_taken_out", is_in=False)


@transaction.atomic
def bring_back(*, by: Person, line: Line) -> bool:
    """Bring back a line that was taken out, as it was. Return whether it was out.

    Raises
    ------
    Forbidden
        They are not of the team, or sit there as a guest.
    """
    return _turn(by, line, "initiatives.line_brought_back", is_in=True)


@transaction.atomic
def move_line(*, by: Person, line: Line, up: bool) -> bool:
    """Put a line before the one above it, or after the one below; return whether there is one.

    Raises
    ------
    Forbidden
        They are not of the team, or sit there as a guest.
    """
    plan = _locked(line.plan)
    require(may_write(by, plan.initiative))
    rows = list(type(line)._default_manager.filter(plan=plan, gone=None))
    order = [one.pk for one in rows]
    at = order.index(line.pk) if line.pk in order else -1
    to = at - 1 if up else at + 1
    if at < 0 or not 0 <= to < len(order):
        return False
    rows[at], rows[to] = rows[to], rows[at]
    for position, one in enumerate(rows):
        if one.position != position:
            type(line)._default_manager.filter(pk=one.pk).update(position=position)
    touch(by=by, plan=plan)
    return True


def _turn(by: Person, line: Line, act: str, *, is_in: bool) -> bool:
    plan = _locked(line.plan)
    require(may_write(by, plan.initiative))
    _fresh(line, plan, KIND_OF_MODEL[type(line)])
    if (line.gone is None) == is_in:
        return False
    line.gone = None if is_in else timezone.now()
    _write(by, line, Drafted())
    _record(by, line, act, None)
    return True


def _locked(plan: Plan) -> Plan:
    """Read a plan anew, and let nobody else write in it until this act is done."""
    rows = Plan.objects.select_related("initiative__city")
    found: Plan = rows.select_for_update(of=("self",)).get(pk=plan.pk)
    return found


def _fresh(line: Line, plan: Plan, kind: LineKind) -> None:
    """Read a line anew.

    Raises
    ------
    NoSuchLine
        It is of another plan, or of another kind.
    """
    if line.plan_id != plan.pk or not isinstance(line, MODELS[kind]):
        raise NoSuchLine(_("There is no such line in this plan."))
    line.refresh_from_db()
    line.plan = plan


def _change(line: Line, made: Drafted) -> Change:
    """Return what is to be changed, as the log keeps it."""
    before: dict[str, Any] = {name: getattr(line, name) for name in made.values}
    after: dict[str, Any] = dict(made.values)
    if made.after is not None and isinstance(line, Activity):
        before["after"] = kept_before(line)
        after["after"] = [one.pk for one in made.after]
    change = Change.between(before, after)
    return Change(_plain(change.before), _plain(change.after))


def _tell_both(by: Person, line: Line, mine: Mapping[str, object]) -> NoReturn:
    """Refuse what was sent, with what stands there.

    Raises
    ------
    ChangedMeanwhile
        Always.
    """
    if line.gone:
        words = _("Somebody took this line out meanwhile. Save again to bring it back.")
    else:
        words = _("Somebody else changed this meanwhile. Look at both, and save what should stand.")
    stands = kept(line, reader=by)
    theirs = {name: stands[name] for name in mine}
    raise ChangedMeanwhile(words, current=line.version, mine=mine, theirs=theirs)


def _keep_promise(line: Line, change: Change) -> None:
    """Let no target of an approved plan become another without its reason.

    Raises
    ------
    LineFaulty
        It would; `targets.change_target` takes the reason.
    """
    if not isinstance(line, Measure) or line.plan.initiative.stage not in PROMISED:
        return
    words = _("The plan is approved. Change the target under “Progress”, with the reason.")
    had = {"target": line.target, "due": line.due}
    faults = {name: words for name, value in had.items() if name in change.after and value}
    if faults:
        raise LineFaulty(faults)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: getattr(value, "pk", value) for name, value in values.items()}


def _write(by: Person, line: Line, made: Drafted) -> None:
    for name, value in made.values.items():
        setattr(line, name, value)
    line.version += 1
    line.changed, line.changed_by = timezone.now(), by
    line.save()
    if made.after is not None and isinstance(line, Activity):
        keep_before(line, made.after)
    touch(by=by, plan=line.plan)


def _record(by: Person, line: Line, act: str, change: Change | None) -> None:
    initiative = line.plan.initiative
    label = str(KIND_OF_MODEL[type(line)].label)
    record(
        by=by,
        act=act,
        subject=initiative,
        change=change,
        note=f"{label}: {line}",
        concerns=Only(team_people(initiative)),
    )
