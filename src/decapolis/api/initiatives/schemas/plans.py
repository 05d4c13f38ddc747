"""What the API tells of a plan and its lines, and takes of them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from decapolis.api.contribute.schemas import BASE
from decapolis.api.initiatives.schemas.initiatives import DrawOut
from decapolis.api.library.schemas import Amount
from decapolis.api.shapes import In, Out, plain, taken
from decapolis.initiatives.choices import GapKind, LineKind, PlanPart, Stage
from decapolis.initiatives.queries.shown import LineShown
from decapolis.initiatives.validators.fields import KINDS, FieldSpec, Input, KindSpec

Values = Annotated[dict[str, Any], BeforeValidator(plain)]
NAMED = "By the names of `GET /initiatives/kinds`"


class ChoiceOut(Out):
    """One value that a field takes."""

    value: str | int
    label: str


class FieldOut(Out):
    """One field of a line, or of the plan itself."""

    name: str
    label: str
    about: str
    type: Input = Field(
        description="line, area: text of one or several lines; money, number, whole: numbers; "
        "check: true or false; date: 2027-03-31; currency: ISO 4217; activity, activities: ids of "
        "this plan; practice, document, organisation: slugs; indicator: code."
    )
    is_required: bool
    choices: list[ChoiceOut] = Field(description="Of type choice alone.")
    longest: int | None = Field(description="Letters of a text; null: it is none.")
    source: str = Field(description="The field that says where this figure is from; may be empty.")

    @model_validator(mode="before")
    @classmethod
    def _from_spec(cls, spec: Any) -> Any:  # noqa: ANN401 -- pydantic's signature
        if not isinstance(spec, FieldSpec):
            return spec
        options = spec.choices.choices if spec.choices else ()
        return {
            "name": spec.name,
            "label": str(spec.label),
            "about": str(spec.help),
            "type": spec.input,
            "is_required": spec.needed,
            "choices": [{"value": value, "label": str(label)} for value, label in options],
            "longest": spec.longest if spec.input in {"line", "area", "url"} else None,
            "source": spec.source,
        }


class KindOut(Out):
    """A kind of line."""

    kind: LineKind
    label: str
    part: PlanPart
    fields: list[FieldOut]

    @model_validator(mode="before")
    @classmethod
    def _from_spec(cls, spec: Any) -> Any:  # noqa: ANN401 -- pydantic's signature
        if not isinstance(spec, KindSpec):
            return spec
        return taken(cls, spec, label=str(spec.kind.label))


class TextsOut(Out):
    """What a part of a plan says in its own words and terms."""

    part: PlanPart
    fields: list[FieldOut]


class KindsOut(Out):
    """All that a plan is made of."""

    kinds: list[KindOut]
    texts: list[TextsOut]


class LineOut(Out):
    """A line of a plan."""

    id: int
    kind: LineKind
    title: str
    values: Values = Field(
        description=f"{NAMED}; a budget or funding line counts from `first_year` and at prices of "
        "`price_year`: its own, or the plan's."
    )
    note: str = Field(description="Id of the note of the board that it came from; may be empty.")
    version: int
    changed: datetime
    by: str = Field(description="Who changed it last; empty for readers outside the team.")

    @model_validator(mode="before")
    @classmethod
    def _from_shown(cls, line: Any) -> Any:  # noqa: ANN401 -- pydantic's signature
        if not isinstance(line, LineShown):
            return line
        return taken(cls, line, values=_values(line))


def _values(line: LineShown) -> Mapping[str, Any]:
    names = [spec.name for spec in KINDS[line.kind].fields]
    attributes = {"kind": f"{line.kind}_kind"}
    return {name: getattr(line, attributes.get(name, name)) for name in names}


class TextOut(Out):
    """One thing that a plan says in its own words."""

    name: str
    label: str
    text: str = Field(description="As it is read; empty: nobody has written it.")


class GapOut(Out):
    """Something that is missing; it is shown, and blocks nothing."""

    kind: GapKind
    part: PlanPart
    text: str
    lines: list[int] = Field(description="Ids of the lines that it is about.")


class PartOut(Out):
    """One part of a plan."""

    name: PlanPart
    title: str
    texts: list[TextOut]
    kind: LineKind | None = Field(description="Of its lines; null: it has none.")
    lines: list[LineOut]
    gaps: list[GapOut]
    is_confirmed: bool = Field(description="The team has read it and holds it to be right.")


class YearSumOut(Out):
    """The money of one year, in the currency of the plan."""

    year: int | None = Field(description="Null: not said.")
    costs: dict[str, Amount] = Field(description="By kind: capital, running, staff.")
    funding: dict[str, Amount] = Field(description="By state: idea, applied, certified.")
    cost: Amount
    certified: Amount
    hoped: Amount = Field(description="Applied for, or an idea.")
    open: Amount = Field(description="What nobody is even thought of to pay.")


class SumsOut(Out):
    """The money of a plan; lines in other currencies are left out, and named."""

    currency: str
    price_year: int
    years: list[YearSumOut]
    cost: Amount
    certified: Amount
    hoped: Amount
    share_without_source: float | None = Field(
        description="Of the costs, 0 to 1; null: there are none."
    )
    left_out: list[int] = Field(description="Ids of budget lines.")
    funding_left_out: list[int]


class ReviewDay(Out):
    """A look back; its answer is for the team."""

    day: int = Field(description="After approval.")
    due: date
    is_answered: bool


class PlanOut(Out):
    """A plan, whole."""

    key: str
    title: str
    city_id: int
    city: str
    challenge: str
    themes: list[str]
    stage: Stage
    owners: list[str] = Field(description="Names, where you may know them.")
    sponsors: list[str]
    practices: list[DrawOut]
    theory_slug: str
    theory_title: str
    procurement: str
    affected_people: int | None
    currency: str
    price_year: int
    starts: date | None
    years: int = Field(description="For which running costs are wanted.")
    version: int = Field(description="Rises with every change of it or of a line.")
    changed: datetime
    by: str
    parts: list[PartOut]
    sums: SumsOut
    reviews: list[ReviewDay]
    hidden: int = Field(description="Sources that are closed to you.")


class TextsIn(In):
    """Texts and terms of a plan; only those that you name are changed."""

    values: dict[str, Any] = Field(description=f"{NAMED}, under `texts`.")
    base: int | None = Field(
        None, ge=0, le=2**31 - 1, description="`version` of the plan as you read it."
    )


class PlanWritten(Out):
    """A plan that was written."""

    version: int


class ConfirmIn(In):
    """Whether the team holds a part to be right."""

    is_confirmed: bool


class FilledOut(Out):
    """What the plan took from its board; each note is taken once."""

    lines: dict[str, int] = Field(description="New lines by kind.")
    texts: list[str] = Field(description="Texts to which something was added.")
    notes: int
    again: int = Field(description="Taken before, and left as they are in the plan.")
    left: int = Field(description="Without words, or of blocks that become nothing.")


class LineIn(In):
    """A line of a plan."""

    values: dict[str, Any] = Field(description=f"{NAMED}, under its kind.")


class LineChange(LineIn):
    """Fields of a line; those that you do not name stay."""

    base: int | None = Field(None, ge=0, le=2**31 - 1, description=BASE)


class MoveIn(In):
    """Which way."""

    up: bool = Field(description="Before the one above it; false: after the one below.")


class LineWritten(Out):
    """A line that was written."""

    kind: LineKind
    id: int
    version: int


class LineRecord(LineWritten):
    """A line as it is kept: change its values and send them back."""

    values: Values = Field(description=f"{NAMED}, as they were written; links closed to you: null.")
    gone: datetime | None = Field(description="When it was taken out; it can be brought back.")


class GoneLine(LineWritten):
    """A line that was taken out."""

    title: str
    gone: datetime
