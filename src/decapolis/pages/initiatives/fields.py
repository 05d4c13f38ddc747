"""The fields of a plan as a form shows them: what was typed, what is wrong, what stands there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import QueryDict

from decapolis.initiatives.choices import CostKind, LineKind, PlanPart
from decapolis.initiatives.models import Plan
from decapolis.initiatives.validators.fields import KINDS, TEXTS, FieldSpec, KindSpec

MANY = "activities"
USUAL: Mapping[tuple[LineKind, str], str] = {
    (LineKind.COST, "kind"): CostKind.CAPITAL,
    (LineKind.FUNDING, "state"): "idea",
    (LineKind.RISK, "kind"): "governance",
    (LineKind.APPROVAL, "kind"): "council",
    (LineKind.APPROVAL, "state"): "needed",
}


@dataclass(frozen=True, slots=True)
class Option:
    """One choice."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form; ``there`` is what stands in it now, where somebody changed it."""

    name: str
    id: str
    label: str
    kind: str
    value: str
    hint: str
    fault: str
    there: str
    options: tuple[Option, ...]
    is_needed: bool
    longest: int
    is_first: bool = False

    @property
    def described(self) -> str:
        """Ids of what is read out with the control."""
        told = [(self.hint, "hint"), (self.fault, "error"), (self.there, "there")]
        return " ".join(f"{self.id}-{end}" for words, end in told if words)


@dataclass(frozen=True, slots=True)
class Known:
    """What a form can offer: activities of the plan; of the library by sort key and words."""

    activities: tuple[tuple[int, str], ...] = ()
    library: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a form holds: as typed, or as it stands."""

    values: Mapping[str, Any]
    faults: Mapping[str, str] = field(default_factory=dict)
    there: Mapping[str, str] = field(default_factory=dict)
    known: Known = field(default_factory=Known)
    prefix: str = "f"
    at: str = ""  # the field that is wanted


def line_fields(
    kind: LineKind, sheet: Sheet, *, own: int | None
) -> tuple[tuple[Field, ...], tuple[Field, ...]]:
    """Return the fields of a line: those that are always shown, and those that are folded away."""
    made = [_field(spec, sheet, own=own) for spec in KINDS[kind].fields]
    rare = {spec.name for spec in KINDS[kind].fields if spec.is_rare}
    made = list(_begun(made, sheet.at))
    main = tuple(one for one in made if one.name not in rare)
    return main, tuple(one for one in made if one.name in rare)


def text_fields(part: PlanPart, sheet: Sheet) -> tuple[Field, ...]:
    """Return the fields of what a plan says in its own words."""
    return _begun([_field(spec, sheet, own=None) for spec in TEXTS[part]], sheet.at)


def _begun(fields: Sequence[Field], at: str) -> tuple[Field, ...]:
    """Let the first that is to be mended, what is wanted, or else the first have the focus."""
    wrong = next((one.name for one in fields if one.fault or one.there), "")
    wanted = at if any(one.name == at for one in fields) else ""
    first = wrong or wanted or (fields[0].name if fields else "")
    return tuple(_first(one) if one.name == first else one for one in fields)


def _first(one: Field) -> Field:
    return Field(
        one.name, one.id, one.label, one.kind, one.value, one.hint, one.fault, one.there,
        one.options, one.is_needed, one.longest, is_first=True,
    )  # fmt: skip


def _field(spec: FieldSpec, sheet: Sheet, *, own: int | None) -> Field:
    value = sheet.values.get(spec.name)
    return Field(
        name=spec.name,
        id=f"{sheet.prefix}-{spec.name}",
        label=str(spec.label),
        kind=spec.input,
        value="" if spec.input == MANY else _shown(spec, value, sheet.known),
        hint=str(spec.help),
        fault=sheet.faults.get(spec.name, ""),
        there=sheet.there.get(spec.name, ""),
        options=tuple(_options(spec, value, sheet.known, own)),
        is_needed=spec.needed,
        longest=spec.longest,
    )


def _options(spec: FieldSpec, value: Any, known: Known, own: int | None) -> Iterable[Option]:  # noqa: ANN401 -- of any field
    if spec.choices is not None:
        offered = [(str(key), str(words)) for key, words in spec.choices.choices if str(key)]
        if (held := typed(value)) and held not in dict(offered):
            offered.append((held, held))  # of a line whose word is listed no longer
    elif spec.input in {"activity", MANY}:
        offered = [(str(pk), title) for pk, title in known.activities if pk != own]
    elif spec.input in known.library:
        offered = [(words, "") for _key, words in known.library[spec.input]]
    else:
        return
    chosen = {str(one) for one in value or ()} if spec.input == MANY else {typed(value)}
    if spec.input in {"choice", "activity"} and not spec.needed:
        yield Option("", "", chosen <= {""})
    for key, words in offered:
        yield Option(key, words, key in chosen)


def _shown(spec: FieldSpec, value: Any, known: Known) -> str:  # noqa: ANN401 -- of any field
    text = typed(value)
    return dict(known.library.get(spec.input, ())).get(text, text)


def typed(value: Any) -> str:  # noqa: ANN401 -- of any field
    """Return a value as a control holds it.

    Examples
    --------
    >>> [typed(one) for one in (None, True, 2.0, Decimal("5.00"), date(2027, 1, 2))]
    ['', 'yes', '2', '5', '2027-01-02']
    """
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float | Decimal):
        text = format(Decimal(str(value)), "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)


def values_of_new(spec: KindSpec, plan: Plan) -> dict[str, Any]:
    """Return what a new line begins with."""
    names = [one.name for one in spec.fields]
    found: dict[str, Any] = {
        name: USUAL[spec.kind, name] for name in names if (spec.kind, name) in USUAL
    }
    if "currency" in names:
        found["currency"] = plan.currency
    return found


def posted(spec: Iterable[FieldSpec], sent: QueryDict) -> dict[str, Any]:
    """Return what a browser sent; a box that is not ticked sends nothing, and means no."""
    found: dict[str, Any] = {}
    for one in spec:
        if one.input == MANY:
            found[one.name] = sent.getlist(one.name)
        elif one.input == "check" or one.name in sent:
            found[one.name] = sent.get(one.name, "")
    return found
