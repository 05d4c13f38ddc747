"""From what somebody wrote into a line to what is kept: each field checked, links looked up."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from decapolis.indicators.models import Indicator
from decapolis.initiatives.choices import CostKind, LineKind
from decapolis.initiatives.errors import ValueRefused
from decapolis.initiatives.models import Activity, Line, Plan
from decapolis.initiatives.queries.plan import KIND_OF_MODEL
from decapolis.initiatives.validators.fields import KINDS, FieldSpec
from decapolis.initiatives.validators.values import clean
from decapolis.kernel.permissions import Reader
from decapolis.library.models import Document, Practice
from decapolis.organisations.models import Organisation

LONGEST_KEY = 18


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
            _put(made, spec, values.get(spec.name), Asked(plan, line, reader))
    _usual(made, kind, plan)
    _check(made, kind, line)
    return made


@dataclass(frozen=True, slots=True)
class Asked:
    """In which plan and for whom a link is looked up."""

    plan: Plan
    line: Line | None
    reader: Reader | None


def kept(line: Line, *, reader: Reader | None) -> dict[str, Any]:
    """Return what a line holds as `drafted` takes it; what is closed to the reader is left out."""
    asked = Asked(line.plan, line, reader)
    fields = KINDS[KIND_OF_MODEL[type(line)]].fields
    return {spec.name: _kept(spec, line, asked) for spec in fields}


def _kept(spec: FieldSpec, line: Line, asked: Asked) -> Any:  # noqa: ANN401 -- of any field
    if spec.input == "activities":
        return list(getattr(line, spec.name).values_list("pk", flat=True))
    if not spec.is_link:
        return getattr(line, spec.name)
    rows, by, _words = FINDERS[spec.input](asked)
    seen = rows.filter(pk=getattr(line, f"{spec.name}_id"))
    return seen.values_list(by.partition("__")[0], flat=True).first()


def _put(made: Drafted, spec: FieldSpec, value: object, asked: Asked) -> None:
    try:
        if spec.input == "activities":
            made.after = _before(value, asked)
        elif spec.is_link:
            made.values[spec.name] = _linked(spec, value, asked)
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


def _linked(spec: FieldSpec, value: object, asked: Asked) -> object:
    rows, by, words = FINDERS[spec.input](asked)
    if isinstance(value, Model):
        found = rows.filter(pk=value.pk).first()
    else:
        text = str(value or "").strip().rpartition("/")[2]
        if not text:
            return _unseen(spec, asked, rows)
        found = rows.filter(**{by: text}).first() if by != "pk" or _is_key(text) else None
        found = found or _called(spec, rows, str(value).strip())
    if found is None:
        raise ValueRefused(words, field=spec.name)
    return found


def _called(spec: FieldSpec, rows: QuerySet[Any], name: str) -> object:
    """Return the only one of a name."""
    if spec.input not in NAMES:
        return None
    alike = list(rows.filter(**{f"{NAMES[spec.input]}__iexact": name})[:2])
    return alike[0] if len(alike) == 1 else None


def offered(links: str, *, plan: Plan, reader: Reader | None) -> tuple[tuple[str, str], ...]:
    """Return what a link of this sort can lead to, as key and name: those of the city first."""
    rows, by, _words = FINDERS[links](Asked(plan, None, reader))
    by = by.partition("__")[0]
    name, order = NAMES[links], []
    if links in OF_CITIES:
        rows = rows.annotate(here=Q(city=plan.initiative.city_id))
        order = ["-here"]
    return tuple(rows.order_by(*order, name).values_list(by, name)[:MOST_OFFERED])


def _unseen(spec: FieldSpec, asked: Asked, rows: QuerySet[Any]) -> object:
    """Return what a line is linked to and its writer does not see: they cannot take it away."""
    held: Model | None = getattr(asked.line, spec.name, None)
    return None if held is None or rows.filter(pk=held.pk).exists() else held


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY


NAMES = {"practice": "title", "document": "title", "organisation": "name", "indicator": "name"}
OF_CITIES = ("practice", "document", "organisation")
MOST_OFFERED = 300  # beyond that a name or an address is typed whole
Found = tuple[QuerySet[Any], str, str]
FINDERS: Mapping[str, Callable[[Asked], Found]] = {
    "activity": lambda asked: (
        Activity.objects.filter(plan=asked.plan, gone=None),
        "pk",
        _("There is no such activity in this plan."),
    ),
    "practice": lambda asked: (
        Practice.objects.open_to(asked.reader),
        "slug",
        _("There is no such practice in the library."),
    ),
    "document": lambda asked: (
        Document.objects.visible_to(asked.reader),
        "slug",
        _("There is no such document in the library."),
    ),
    "organisation": lambda asked: (
        Organisation.objects.visible_to(asked.reader),
        "slug",
        _("There is no such organisation in the library."),
    ),
    "indicator": lambda asked: (
        Indicator.objects.visible_to(asked.reader),
        "pk__iexact",
        _("There is no such indicator."),
    ),
}


def _before(value: object, asked: Asked) -> tuple[Activity, ...]:
    """Return the activities that come before; none of them may wait for this one.

    Raises
    ------
    ValueRefused
        One is not there, or each would wait for the other.
    """
    given: Iterable[object] = value if isinstance(value, list | tuple | set) else (value,)
    names = [str(one.pk) if isinstance(one, Model) else str(one or "") for one in given]
    keys = {int(name) for name in names if _is_key(name)}
    rows: QuerySet[Any] = Activity.objects.filter(plan=asked.plan, gone=None)
    rows = rows.prefetch_related("after")
    there = {one.pk: one for one in rows}
    if keys - set(there) or any(name and not _is_key(name) for name in names):
        raise ValueRefused(_("There is no such activity in this plan."), field="after")
    if asked.line is not None:
        waits = {key: {one.pk for one in row.after.all()} for key, row in there.items()}
        if asked.line.pk in _all_before(keys, waits):
            raise ValueRefused(_("Each would wait for the other. Take one away."), field="after")
    return tuple(there[key] for key in sorted(keys))


def _all_before(keys: set[int], waits: Mapping[int, set[int]]) -> set[int]:
    found: set[int] = set()
    left = set(keys)
    while left:
        one = left.pop()
        if one not in found:
            found.add(one)
            left |= waits.get(one, set())
    return found
