"""What a team says of the conditions of a practice, and the risks and tasks it makes of them."""

from collections.abc import Mapping
from typing import Literal, cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.audit.actions import Change, Only, record
from decapolis.initiatives.actions.lines import put_line, take_out
from decapolis.initiatives.bridge.transfer import Check, Key, Transfer, check_of
from decapolis.initiatives.choices import Condition, LineKind, RiskKind, Standing
from decapolis.initiatives.errors import NoSuchCondition, NoteTooLong
from decapolis.initiatives.models import Activity, Finding, Initiative, Line, Plan, Risk
from decapolis.initiatives.queries.initiatives import team_people
from decapolis.initiatives.queries.plan import plan_of
from decapolis.initiatives.rules import may_write
from decapolis.kernel.permissions import require
from decapolis.library.models import Practice
from decapolis.people.models import Person

LONGEST_NOTE = 2000
LONGEST_TITLE = 300
RISK_KINDS: Mapping[str, RiskKind] = {
    Condition.SIZE: RiskKind.TECHNICAL,
    Condition.MONEY: RiskKind.FINANCIAL,
    Condition.LAW: RiskKind.GOVERNANCE,
    Condition.STAFF: RiskKind.GOVERNANCE,
    Condition.CLIMATE: RiskKind.TECHNICAL,
    Condition.PARTNERS: RiskKind.SOCIAL,
}
What = Literal["risk", "task"]


@transaction.atomic
def put_finding(
    *, by: Person, initiative: Initiative, key: Key, standing: str, note: str
) -> Finding | None:
    """Say of a condition what figures do not, with a note; nothing of either takes it back.

    Parameters
    ----------
    standing
        A value of `choices.Standing`; empty leaves it to the figures, with the note beside them.

    Returns
    -------
    Finding or None
        None where nothing is said any more and nothing was made of it.

    Raises
    ------
    Forbidden
        They are not of the team, or sit there as a guest.
    NoSuchCondition
        There is no such condition in what the initiative draws on, or no such standing.
    NoteTooLong
        The note is over 2,000 characters.
    """
    require(may_write(by, initiative))
    note = note.strip()
    if len(note) > LONGEST_NOTE:
        long = _("Write at most {n} characters.").format(n=LONGEST_NOTE)
        raise NoteTooLong(long, field="note")
    if standing and standing not in Standing.values:
        raise NoSuchCondition(_("Say whether it is met, not met or unknown."), field="standing")
    _one, check = _check(by, initiative, key)
    held = _held(initiative, check, by)
    change = Change.between(
        {"standing": held.standing, "note": held.note}, {"standing": standing, "note": note}
    )
    if not change.after:
        return held if held.pk else None
    held.standing, held.note, held.by, held.at = standing, note, by, timezone.now()
    _record(by, held, check, change)
    if not standing and not note and held.risk is None and held.task is None:
        if held.pk:
            held.delete()
        return None
    held.save()
    return held


@transaction.atomic
def make_of_finding(*, by: Person, initiative: Initiative, key: Key, what: What) -> Line:
    """Make a risk or a task of a condition; one that stands in the plan already is given back.

    Raises
    ------
    Forbidden
        They are not of the team, or sit there as a guest.
    NoSuchCondition
        There is no such condition in what the initiative draws on.
    TooMuch
        The plan has too many lines of this kind.
    """
    require(may_write(by, initiative))
    one, check = _check(by, initiative, key)
    held = _held(initiative, check, by)
    there: Line | None = held.risk if what == "risk" else held.task
    if there is not None and there.gone is None:
        return there
    plan = initiative.plan
    is_open = Practice.objects.visible_to(by).filter(slug=key.slug).exists()
    if what == "risk":
        title = _title(one, check) if is_open else _quiet(check)
        values = {"title": title, "kind": RISK_KINDS[check.key.condition].value}
        line = put_line(by=by, plan=plan, kind=LineKind.RISK, values=values)
        risk = cast("Risk", line)
        risk.practice = Practice.objects.open_to(by).get(slug=key.slug)
        risk.save(update_fields=["practice"])
        held.risk = risk
    else:
        about = "\n".join(filter(None, [check.rule if is_open else "", held.note]))
        values = {"title": _task(one, check) if is_open else _quiet(check), "about": about}
        line = put_line(by=by, plan=plan, kind=LineKind.ACTIVITY, values=values)
        held.task = cast("Activity", line)
    held.save()
    return line


@transaction.atomic
def unmake_of_finding(*, by: Person, initiative: Initiative, key: Key, what: What) -> bool:
    """Take the risk or task of a condition out of the plan again; return whether it was in.

    Raises
    ------
    Forbidden
        They are not of the team, or sit there as a guest.
    """
    require(may_write(by, initiative))
    held = Finding.objects.filter(
        initiative=initiative, practice__slug=key.slug, condition=key.condition, detail=key.detail
    ).first()
    line: Line | None = None if held is None else held.risk if what == "risk" else held.task
    return line is not None and take_out(by=by, line=line)


def _check(by: Person, initiative: Initiative, key: Key) -> tuple[Transfer, Check]:
    found = check_of(plan_of(initiative, by), key, by)
    if found is None:
        raise NoSuchCondition(_("There is no such condition in what this initiative draws on."))
    return found


def _held(initiative: Initiative, check: Check, by: Person) -> Finding:
    """Return what the team said of a condition; a new one that is not kept yet.

    Nobody else writes in the plan until this act is done, so that two clicks make one risk.
    """
    Plan.objects.select_for_update(of=("self",)).get(initiative=initiative)
    key = check.key
    practice = Practice.objects.open_to(by).get(slug=key.slug)
    named = {
        "initiative": initiative, "practice": practice,
        "condition": key.condition, "detail": key.detail,
    }  # fmt: skip
    rows = Finding.objects.select_related("risk", "task")
    return rows.filter(**named).first() or Finding(**named, by=by)


def _title(one: Transfer, check: Check) -> str:
    """Name a risk by what is there and what is here."""
    patterns = {
        (Condition.MONEY, "payers"): _("Who paid in {city} does not pay here yet: {there}"),
        (Condition.LAW, ""): _("The law may not allow here what it allowed in {city} ({there})"),
        (Condition.STAFF, ""): _("The people are not there: {here}"),
        (Condition.PARTNERS, check.key.detail): _("No partner such as {there} in {city}"),
    }
    usual = _("{label}: {there} in {city}, {here} here")
    told = patterns.get((Condition(check.key.condition), check.key.detail), usual)
    words = {
        "label": check.label,
        "city": one.city,
        "there": check.there or _("unknown"),
        "here": check.here or _("unknown"),
    }
    return told.format(**words)[:LONGEST_TITLE]


def _quiet(check: Check) -> str:
    """Name a line after a practice that is closed to others: the plan may be opened to them."""
    told = _("{label}: not as where this was done before").format(label=check.label)
    return told[:LONGEST_TITLE]


def _task(one: Transfer, check: Check) -> str:
    words = {"label": check.label, "city": one.city}
    if check.standing == Standing.UNKNOWN:
        told = _("Find out whether this holds here as in {city}: {label}")
    else:
        told = _("Make up for what {city} had: {label}")
    return told.format(**words)[:LONGEST_TITLE]


def _record(by: Person, held: Finding, check: Check, change: Change) -> None:
    record(
        by=by,
        act="initiatives.finding_written",
        subject=held.initiative,
        change=change,
        note=f"{check.label}: {held.practice}",
        concerns=Only(team_people(held.initiative)),
    )
