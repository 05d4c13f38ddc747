"""From what somebody wrote into a line to what is kept: each field checked, links looked up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from decapolis.initiatives.choices import CostKind, LineKind
from decapolis.initiatives.errors import ValueRefused
from decapolis.initiatives.models import Activity, Line, Plan
from decapolis.initiatives.queries import links
from decapolis.initiatives.queries.plan import KIND_OF_MODEL
from decapolis.initiatives.validators.fields import KINDS, FieldSpec
from decapolis.initiatives.validators.values import clean
from decapolis.kernel.permissions import Reader


@dataclass(slots=True)
class Drafted:
    """What is kept of a line.

    Attributes
    ----------
    values
        By name of the model's field.
    after
        Activities that come before this one; None: they are not named.
    faults
        What is wrong, by name of the field.
    """

    values: dict[str, Any] = field(default_factory=dict)
    after: tuple[Activity, ...] | None = None
    faults: dict[str, str] = field(default_factory=dict)


def drafted(
    kind: LineKind,
    values: Mapping[str, object],
    *,
    plan: Plan,
    line: Line | None = None,
    reader: Reader | None,
) -> Drafted:
    """Check what was written; of a line that is there, what is not named stays as it is."""
    made = Drafted()
    for name in values:
        if KINDS[kind].field(name) is None:
            made.faults[name] = _("There is no such field.")
    for spec in KINDS[kind].fields:
        if spec.name in values or line is None:
            _put(made, spec, values.get(spec.name), links.Asked(plan, line, reader))
    _usual(made, kind, plan)
    _check(made, kind, line)
    return made


def kept(line: Line, *, reader: Reader | None) -> dict[str, Any]:
    """Return what a line holds as `drafted` takes it; what is closed to the reader is left out."""
    fields = KINDS[KIND_OF_MODEL[type(line)]].fields
    return {spec.name: _kept(spec, line, reader) for spec in fields}


def _kept(spec: FieldSpec, line: Line, reader: Reader | None) -> Any:  # noqa: ANN401 -- of any field
    if isinstance(line, Activity) and spec.input == "activities":
        return links.kept_before(line)
    return links.kept(spec, line, reader) if spec.is_link else getattr(line, spec.name)


def _put(made: Drafted, spec: FieldSpec, value: object, asked: links.Asked) -> None:
    held = getattr(asked.line, spec.name, None) if spec.choices is not None else None
    try:
        if spec.input == "activities":
            made.after = links.before(value, asked)
        elif spec.is_link:
            made.values[spec.name] = links.found(spec, value, asked)
        elif held and str(value) == str(held):
            made.values[spec.name] = held  # a choice stays, also one that is listed no longer
        else:
            made.values[spec.name] = clean(spec, value)
    except ValueRefused as error:
        made.faults[spec.name] = error.message


def _usual(made: Drafted, kind: LineKind, plan: Plan) -> None:
    """Put in what is meant where nothing was said and a row needs something."""
    held = made.values
    if "currency" in held:
        held["currency"] = held["currency"] or plan.currency
    if "years" in held and held["years"] is None:
        each = kind == LineKind.COST and held.get("kind") not in {None, CostKind.CAPITAL}
        held["years"] = plan.years if each else 1
    if "outcome" in held:
        held["outcome"] = held["outcome"] or "open"


def _check(made: Drafted, kind: LineKind, line: Line | None) -> None:
    """See to what two fields say together."""

    def now(name: str) -> Any:  # noqa: ANN401 -- of any field
        return made.values.get(name, getattr(line, name, None))

    if kind == LineKind.ACTIVITY and _reversed(now("start"), now("end")):
        made.faults.setdefault("end", _("It cannot end before it begins."))
    if kind == LineKind.COST and _reversed(now("low"), now("high")):
        made.faults.setdefault("high", _("The most cannot be less than the least."))


def _reversed(first: Any, last: Any) -> bool:  # noqa: ANN401 -- days or amounts
    return first is not None and last is not None and first > last
