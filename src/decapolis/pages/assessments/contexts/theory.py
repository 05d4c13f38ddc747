"""What the pages of a city's theory of change show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.http import QueryDict
from django.utils.translation import gettext as _

from decapolis.benchmarks.actions import Box, Thought
from decapolis.benchmarks.choices import STEPS, Column
from decapolis.benchmarks.queries.theories import BoxFacts, TheoryFacts
from decapolis.cities.models import City
from decapolis.kernel import numbers
from decapolis.kernel.charts import TheoryBox, TheoryMap
from decapolis.kernel.permissions import Visibility
from decapolis.pages.cities.contexts.links import city_url
from decapolis.pages.components import Crumb, Fault
from decapolis.pages.forms import whole_number

MOST_ROWS = 12
SPARE = 2  # empty rows below those that are filled in
LEAST_ROWS = 3
LONGEST = 2_000  # of what is read of a field


@dataclass(frozen=True, slots=True)
class Step:
    """A column as a list: its name, and what stands in it."""

    name: str
    boxes: tuple[BoxFacts, ...]


@dataclass(frozen=True, slots=True)
class TheoryPage:
    """A city's theory of change, as a picture and as lists."""

    template: ClassVar[str] = "assessments/theory.html"
    crumbs: tuple[Crumb, ...]
    city: str
    title: str
    says: str
    figure: TheoryMap | None  # None: nothing is written that the reader may see
    steps: tuple[Step, ...]
    saved: str
    edit_url: str  # empty: the reader may not
    svg_url: str
    json_url: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the form, as it was typed."""

    name: str  # of its fields: ``outputs-0``
    number: int
    text: str = ""
    indicator: str = ""
    to: str = ""  # numbers in the next column
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One column of the form."""

    key: str
    name: str
    hint: str
    after: str  # name of the next column; empty: it leads to nothing
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class EditPage:
    """The form of a theory of change."""

    template: ClassVar[str] = "assessments/theory_edit.html"
    crumbs: tuple[Crumb, ...]
    city: str
    url: str
    back_url: str
    base: int
    title: str
    visibility: str
    levels: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """A theory as somebody typed it."""

    title: str
    visibility: str
    base: int
    rows: Mapping[str, Sequence[Row]]


def theory_url(city: City) -> str:
    """Return where a city's theory of change is."""
    return f"{city_url(city)}/theory"


def drawing(facts: TheoryFacts) -> TheoryMap:
    """Return the picture of a theory, without its assumptions."""
    return TheoryMap(
        tuple(
            (
                str(column.label),
                tuple(TheoryBox(box.text, box.leads_to) for box in facts.columns[column]),
            )
            for column in STEPS
        )
    )


def theory_page(city: City, facts: TheoryFacts | None, *, may_write: bool) -> TheoryPage:
    """Return a city's theory of change, or how to begin one."""
    figure, base = drawing(facts) if facts else None, f"/cities/{city.pk}"
    title = _("How {city} thinks that change comes about").format(city=city.name)
    columns = facts.columns if facts else {}
    return TheoryPage(
        crumbs=(Crumb(city.name, city_url(city)), Crumb(_("Theory of change"))),
        city=city.name,
        title=facts.title if facts else title,
        says=figure.sentence() if figure else "",
        figure=figure,
        steps=tuple(
            Step(str(column.label), columns[column]) for column in Column if columns.get(column)
        ),
        saved=_("Version {n}, {day}.").format(n=facts.version, day=numbers.day(facts.at.date()))
        if facts
        else "",
        edit_url=f"{theory_url(city)}/edit" if may_write else "",
        svg_url=f"{base}/theory.svg",
        json_url=f"{base}/theory.json",
    )


def typed_of(facts: TheoryFacts | None) -> Typed:
    """Return a theory as it would be typed."""
    if facts is None:
        return Typed("", Visibility.PUBLIC, 0, {})
    rows = {
        column: [
            Row("", 0, box.text, box.indicator, ", ".join(str(to + 1) for to in box.leads_to))
            for box in boxes
        ]
        for column, boxes in facts.columns.items()
    }
    return Typed(facts.title, facts.visibility, facts.version, rows)


def typed_in(sent: QueryDict) -> Typed:
    """Return what was typed; empty rows are left out."""
    rows: dict[str, list[Row]] = {}
    for column in Column.values:
        for place in range(MOST_ROWS):
            fields = (sent.get(f"{column}-{place}-{part}", "") for part in ("text", "code", "to"))
            text, code, to = (str(field)[:LONGEST].strip() for field in fields)
            if text or code or to:
                rows.setdefault(column, []).append(Row("", place, text, code, to))
    level = sent.get("visibility", "")
    return Typed(
        title=str(sent.get("title", ""))[:LONGEST],
        visibility=str(level) if level in Visibility.values else Visibility.PUBLIC,
        base=whole_number(str(sent.get("base", ""))) or 0,
        rows=rows,
    )


def thought_of(typed: Typed) -> Thought:
    """Return what was typed as it is written; numbers of rows become places."""
    return Thought(
        title=typed.title,
        columns={
            column: [Box(row.text, row.indicator, _places(row.to)) for row in rows]
            for column, rows in typed.rows.items()
        },
        visibility=Visibility(typed.visibility),
        base=typed.base,
    )


def _places(text: str) -> tuple[int, ...]:
    """Read numbers of rows; what is none becomes a place that there is not."""
    parts = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
    return tuple((whole_number(part) or 0) - 1 for part in parts)


def edit_page(city: City, typed: Typed, *, field: str = "", said: str = "") -> EditPage:
    """Return the form; ``field`` is where ``said`` belongs."""
    parts = tuple(_part(column, typed, field, said) for column in Column)
    about = f"id-{field}" if "-" in field else f"id-{field}" if field == "title" else ""
    return EditPage(
        crumbs=(
            Crumb(city.name, city_url(city)),
            Crumb(_("Theory of change"), theory_url(city)),
            Crumb(_("Write it")),
        ),
        city=city.name,
        url=f"{theory_url(city)}/edit",
        back_url=theory_url(city),
        base=typed.base,
        title=typed.title,
        visibility=typed.visibility,
        levels=tuple((value, str(label)) for value, label in Visibility.choices[:2]),
        parts=parts,
        faults=(Fault(said, about),) if said else (),
    )


def _part(column: Column, typed: Typed, field: str, said: str) -> Part:
    filled = typed.rows.get(column, ())
    number = min(max(len(filled) + SPARE, LEAST_ROWS), MOST_ROWS)
    rows = []
    for place in range(number):
        held = filled[place] if place < len(filled) else Row("", 0)
        name = f"{column}-{place}"
        fault = said if name == field else ""
        rows.append(Row(name, place + 1, held.text, held.indicator, held.to, fault))
    at = STEPS.index(column) + 1 if column in STEPS else len(STEPS)
    after = str(STEPS[at].label) if at < len(STEPS) else ""
    return Part(str(column), str(column.label), _hint(column), after, tuple(rows))


def _hint(column: Column) -> str:
    return {
        Column.INPUTS: _("What is put in: money, people, data, land."),
        Column.ACTIVITIES: _("What is done with it."),
        Column.OUTPUTS: _("What stands there afterwards and can be counted."),
        Column.OUTCOMES: _("What is different for people because of it."),
        Column.IMPACT: _("What the city wants in the end."),
        Column.ASSUMPTIONS: _("What must hold for all this, and could fail."),
    }[column]
