"""Take in frameworks: of the starter library, and those that network staff hand in."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from pydantic import ValidationError

from decapolis.audit.actions import Change
from decapolis.audit.actions import record as audit
from decapolis.benchmarks.errors import NameTaken, RecordRefused
from decapolis.benchmarks.models import Criterion, Framework
from decapolis.benchmarks.rules import may_manage
from decapolis.benchmarks.validators import CriterionRecord, FrameworkRecord
from decapolis.indicators.models import Indicator
from decapolis.kernel.permissions import Reader, require
from decapolis.kernel.records import Rejection, Row, validate
from decapolis.people.models import Person

HEAD = ("name", "about", "attribution", "licence", "visibility")
PLAIN = (
    "name", "definition", "weight", "direction", "unit", "low", "high", "target", "denominator",
)  # fmt: skip


@transaction.atomic
def put_frameworks(
    *, by: Reader | None, records: Sequence[tuple[int, FrameworkRecord]]
) -> list[Rejection]:
    """Add or replace frameworks by slug, with their criteria."""
    rejected = list(_unknown(records))
    for line, record in records if not rejected else ():
        fault = _write(record, by)
        if fault:
            rejected.append(Rejection(line, "criteria", fault))
    return rejected


@transaction.atomic
def load_framework(*, by: Person, record: object) -> Framework:
    """Add a framework as it stands in a JSON file; whoever may read it finds it at once.

    Parameters
    ----------
    record
        What `json.loads` gave of the file.

    Raises
    ------
    Forbidden
        They are not of network staff.
    RecordRefused
        It is not whole; every fault is told with its field.
    NameTaken
        There is a framework of that slug.
    """
    require(may_manage(by))
    checked = _checked(record)
    if Framework.objects.filter(slug=checked.slug).exists():
        raise NameTaken(
            _("There is a framework {slug} already. Take another slug.").format(slug=checked.slug),
            field="slug",
        )
    faults = put_frameworks(by=by, records=[(1, checked)])
    if faults:
        raise RecordRefused(faults[0].reason, field=faults[0].field)
    made = Framework.objects.get(slug=checked.slug)
    new = {"name": made.name, "criteria": len(checked.criteria), "visibility": made.visibility}
    audit(by=by, act="benchmarks.framework_loaded", subject=made, change=Change({}, new))
    return made


def _checked(record: object) -> FrameworkRecord:
    if not isinstance(record, dict):
        raise RecordRefused(_("Write one framework as a JSON object, in braces."))
    try:
        found = validate(Row(1, record), FrameworkRecord)
    except (ValidationError, RecursionError) as error:
        raise RecordRefused(_("This is nested too deeply. See the schema.")) from error
    if isinstance(found, list):
        told = "\n".join(f"{fault.field or 'framework'}: {fault.reason}" for fault in found[:20])
        raise RecordRefused(told, field=found[0].field)
    return found


def _unknown(records: Sequence[tuple[int, FrameworkRecord]]) -> list[Rejection]:
    wanted = {one.indicator for _line, record in records for one in record.criteria} - {None}
    known = set(Indicator.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    return [
        Rejection(
            line, "criteria", f"{one.code}: there is no indicator {one.indicator!r}. Load it first."
        )
        for line, record in records
        for one in record.criteria
        if one.indicator and one.indicator not in known
    ]


def _write(record: FrameworkRecord, by: Reader | None) -> str:
    """Write a framework; return what keeps it from being replaced, empty where nothing does."""
    values = {name: getattr(record, name) for name in HEAD} | {"url": record.url or ""}
    made_by = by if isinstance(by, Person) else None
    framework, _is_new = Framework.objects.update_or_create(
        slug=record.slug, defaults=values, create_defaults=values | {"made_by": made_by}
    )
    gone = framework.criteria.exclude(code__in=[one.code for one in record.criteria])
    try:
        gone.delete()
    except ProtectedError:
        return "A criterion that has marks cannot be left out. Load this as another framework."
    return _write_criteria(framework, record.criteria)


def _write_criteria(framework: Framework, records: Sequence[CriterionRecord]) -> str:
    rows = [
        Criterion(
            framework=framework,
            code=one.code,
            position=position,
            indicator_id=one.indicator,
            steps=[step.model_dump() for step in one.steps],
            **{name: getattr(one, name) for name in PLAIN},
        )
        for position, one in enumerate(records)
    ]
    Criterion.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["framework", "code"],
        update_fields=["position", "indicator", "steps", *PLAIN],
    )
    held = {one.code: one for one in framework.criteria.all()}
    for one in records:
        held[one.code].parent = held[one.parent] if one.parent else None
    Criterion.objects.bulk_update(held.values(), ["parent"])
    return ""
