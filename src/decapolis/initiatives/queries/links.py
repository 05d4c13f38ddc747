"""Links of lines: what a field can lead to, what is offered, what was meant, what stands there."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, F, Model, Q, QuerySet, Value, When
from django.db.models.functions import Upper
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decapolis.indicators.models import Indicator
from decapolis.initiatives.errors import ValueRefused
from decapolis.initiatives.models import Activity, Line, Plan
from decapolis.initiatives.validators.fields import FieldSpec, Words
from decapolis.initiatives.validators.values import plain
from decapolis.kernel.permissions import Reader
from decapolis.library.models import Document, Practice
from decapolis.organisations.models import Organisation

MOST_OFFERED = 300  # beyond that a name or an address is typed whole
LONGEST_KEY = 18
NO_ACTIVITY = gettext_lazy("There is no such activity in this plan.")
Rows = QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """In which plan and for whom a link is looked up."""

    plan: Plan
    line: Line | None
    reader: Reader | None


@dataclass(frozen=True, slots=True)
class Sort:
    """A table that links lead to.

    Attributes
    ----------
    rows
        What a reader may read at its address.
    listed
        What they find by its name: what is closed to others is in no list, not even in theirs.
    key
        The field that stands in an address.
    missing
        What is said where nothing is found.
    of_cities
        Whether a row may be of a city.
    """

    rows: Callable[[Reader | None], Rows]
    listed: Callable[[Reader | None], Rows]
    key: str
    name: str
    missing: Words
    of_cities: bool = True


LIBRARY: Mapping[str, Sort] = {
    "practice": Sort(
        Practice.objects.open_to,
        Practice.objects.visible_to,
        "slug", "title", gettext_lazy("There is no such practice in the library."),
    ),
    "document": Sort(
        Document.objects.visible_to,
        Document.objects.visible_to,
        "slug", "title", gettext_lazy("There is no such document in the library."),
    ),
    "organisation": Sort(
        Organisation.objects.visible_to,
        Organisation.objects.visible_to,
        "slug", "name", gettext_lazy("There is no such organisation in the library."),
    ),
    "indicator": Sort(
        Indicator.objects.visible_to,
        Indicator.objects.visible_to,
        "code", "name", gettext_lazy("There is no such indicator."), of_cities=False,
    ),
}  # fmt: skip


def offered(links: str, *, plan: Plan, reader: Reader | None) -> tuple[tuple[str, str], ...]:
    """Return what a link can lead to, those of the city first: key, and what is typed for it.

    That is its name; or its key, where the name is that of several, or the key of another.
    """
    sort = LIBRARY[links]
    rows = sort.listed(reader).order_by().annotate(said=Upper(sort.name))
    several = rows.values("said").annotate(n=Count("pk")).filter(n__gt=1).values("said")
    keys = sort.rows(reader).order_by().values_list(Upper(sort.key))
    is_unclear = Q(said__in=several) | Q(said__in=keys)
    typed = Case(When(is_unclear, F(sort.key)), default=F(sort.name), output_field=CharField())
    here = [Case(When(city=plan.initiative.city_id, then=0), default=1)] if sort.of_cities else []
    rows = rows.order_by(*here, sort.name, "pk")
    return tuple(rows.values_list(sort.key, typed)[:MOST_OFFERED])


def found(spec: FieldSpec, value: object, asked: Asked) -> Any:  # noqa: ANN401 -- a row of any table
    """Return what somebody meant by an address, its last part or a name; None where by nothing.

    Raises
    ------
    ValueRefused
        There is no such thing, or they may not read it.
    """
    rows = _rows(spec, asked)
    text = "" if value is None or isinstance(value, Model) else str(value)
    if isinstance(value, Model):
        one = rows.filter(pk=value.pk).first()
    elif not text.strip():
        return _unseen(spec, rows, asked)
    elif spec.input == "activity":
        one = rows.filter(pk=int(text)).first() if _is_key(text) else None
    else:
        one = _meant(spec.input, rows, plain(text).strip(), asked.reader)
    if one is None:
        raise ValueRefused(_missing(spec), field=spec.name)
    return one


def kept(spec: FieldSpec, line: Line, reader: Reader | None) -> Any:  # noqa: ANN401 -- a key of any table
    """Return where a link of a line leads, as `found` takes it; None where it is not seen."""
    rows = _rows(spec, Asked(line.plan, line, reader)).filter(pk=getattr(line, f"{spec.name}_id"))
    key = LIBRARY[spec.input].key if spec.input in LIBRARY else "pk"
    return rows.values_list(key, flat=True).first()


def before(value: object, asked: Asked) -> tuple[Activity, ...]:
    """Return the activities that come before; none of them may wait for this one.

    Raises
    ------
    ValueRefused
        One is not there, or each would wait for the other.
    """
    given: Iterable[object] = value if isinstance(value, list | tuple | set) else (value,)
    names = [str(one.pk) if isinstance(one, Model) else str(one or "") for one in given]
    keys = {int(name) for name in names if _is_key(name)}
    rows: Rows = Activity.objects.filter(plan=asked.plan, gone=None)
    there = {one.pk: one for one in rows.prefetch_related("after")}
    if keys - set(there) or any(name and not _is_key(name) for name in names):
        raise ValueRefused(str(NO_ACTIVITY), field="after")
    if asked.line is not None:
        waits = {key: {one.pk for one in row.after.all()} for key, row in there.items()}
        if asked.line.pk in _all_before(keys, waits):
            raise ValueRefused(_("Each would wait for the other. Take one away."), field="after")
    return tuple(there[key] for key in sorted(keys))


def kept_before(line: Activity) -> list[int]:
    """Return the activities before this one, as `before` takes them: without those taken out."""
    return sorted(line.after.filter(gone=None).values_list("pk", flat=True))


def keep_before(line: Activity, after: Iterable[Activity]) -> None:
    """Set what comes before; a link to what was taken out stays, for when it is brought back."""
    line.after.set([*after, *line.after.exclude(gone=None)])


def _rows(spec: FieldSpec, asked: Asked) -> Rows:
    if spec.input == "activity":
        return Activity.objects.filter(plan=asked.plan, gone=None)
    return LIBRARY[spec.input].rows(asked.reader)


def _missing(spec: FieldSpec) -> str:
    return str(NO_ACTIVITY if spec.input == "activity" else LIBRARY[spec.input].missing)


def _meant(links: str, rows: Rows, text: str, reader: Reader | None) -> Any:  # noqa: ANN401 -- of any table
    """Return what has this key or stands at this address; else the only one of that name."""
    sort = LIBRARY[links]
    address = re.match(rf"(?:https?:/)?/(?:[^?#]*/)?{links}s/([^/?#]+)", text)
    keys = {text, address[1]} if address else {text}
    by_key = _alike(rows, sort.key, *keys)
    return by_key or _alike(sort.listed(reader), sort.name, text)


def _alike(rows: Rows, field: str, *texts: str) -> Any:  # noqa: ANN401 -- of any table
    """Return the only row of these words, in small letters or large, as `offered` counts them."""
    words = [Upper(Value(text, output_field=CharField())) for text in texts]
    alike = list(rows.alias(said=Upper(field)).filter(said__in=words)[:2])
    return alike[0] if len(alike) == 1 else None


def _unseen(spec: FieldSpec, rows: Rows, asked: Asked) -> Model | None:
    """Return what a line is linked to and its writer does not see: they cannot take it away."""
    held: Model | None = getattr(asked.line, spec.name, None)
    return None if held is None or rows.filter(pk=held.pk).exists() else held


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY


def _all_before(keys: set[int], waits: Mapping[int, set[int]]) -> set[int]:
    every: set[int] = set()
    left = set(keys)
    while left:
        one = left.pop()
        if one not in every:
            every.add(one)
            left |= waits.get(one, set())
    return every
