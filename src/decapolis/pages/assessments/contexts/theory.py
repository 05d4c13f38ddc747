"""What the pages of theories of change show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from decapolis.benchmarks.actions import Box, Thought
from decapolis.benchmarks.choices import STEPS, Column
from decapolis.benchmarks.queries.theories import (
    SHORT,
    BoxFacts,
    TheoryFacts,
    TheoryLine,
    next_number,
)
from decapolis.cities.models import City
from decapolis.kernel import numbers
from decapolis.kernel.charts import TheoryBox, TheoryMap
from decapolis.kernel.permissions import Visibility
from decapolis.pages.cities.contexts.links import city_url
from decapolis.pages.components import Crumb, Fault
from decapolis.pages.forms import whole_number

MOST_ROWS = 12
SPARE = 1  # empty rows below those that are filled in
LEAST_ROWS = 2
LONGEST = 2_000  # of what is read of a field
NEW: Final = "new"  # instead of a slug: none is there yet


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in a list, with what it is tied to, in words."""

    id: str
    text: str
    indicator: str
    indicator_name: str
    ends: tuple[str, ...]  # words of what it leads to
    needs: tuple[str, ...]  # words of the assumptions that must hold for it


@dataclass(frozen=True, slots=True)
class Step:
    """A column as a list: its name, and what stands in it."""

    name: str
    boxes: tuple[Item, ...]
    is_ground: bool  # assumptions: they hold for steps rather than lead to them


@dataclass(frozen=True, slots=True)
class Other:
    """A theory for an initiative-to-be, as a line."""

    url: str
    title: str
    saved: str


@dataclass(frozen=True, slots=True)
class TheoryPage:
    """A theory of change, as a picture and as lists; the city's own lists the others."""

    template: ClassVar[str] = "assessments/theory.html"
    crumbs: tuple[Crumb, ...]
    city: str
    title: str
    kicker: str
    says: str
    figure: TheoryMap | None  # None: nothing is written that the reader may see
    steps: tuple[Step, ...]
    saved: str
    edit_url: str  # empty: the reader may not
    new_url: str  # empty: the reader may not, or this is none of the city itself
    is_own: bool
    others: tuple[Other, ...]
    svg_url: str
    json_url: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the form, as it was typed."""

    name: str  # of its fields: ``outputs-0``
    id: str
    text: str = ""
    indicator: str = ""
    to: str = ""  # ids in the next column
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One column of the form."""

    key: str
    name: str
    hint: str
    leads: str  # label of the field of ids; empty: it leads to nothing
    example: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class EditPage:
    """The form of a theory of change."""

    template: ClassVar[str] = "assessments/theory_edit.html"
    crumbs: tuple[Crumb, ...]
    city: str
    heading: str
    title_label: str
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


@dataclass(frozen=True, slots=True)
class FormOf:
    """Which theory a form writes; ``used`` are ids that are not to be given again."""

    city: City
    chain: str
    used: frozenset[str]


def theory_url(city: City, chain: str = "") -> str:
    """Return where a city's theory of change is, or that of an initiative-to-be."""
    return f"{city_url(city)}/theory" + (f"/{chain}" if chain else "")


def drawing(facts: TheoryFacts) -> TheoryMap:
    """Return the picture of a theory."""

    def boxes(column: Column) -> tuple[TheoryBox, ...]:
        return tuple(
            TheoryBox(box.id, box.text, box.leads_to, box.indicator_name)
            for box in facts.columns[column]
        )

    return TheoryMap(
        tuple((str(column.label), boxes(column)) for column in STEPS), boxes(Column.ASSUMPTIONS)
    )


def theory_page(
    city: City,
    facts: TheoryFacts | None,
    *,
    others: Sequence[TheoryLine] = (),
    may_write: bool,
) -> TheoryPage:
    """Return a theory of change, or how to begin one; ``others`` beside the city's own."""
    figure, chain = drawing(facts) if facts else None, facts.slug if facts else ""
    title = _("How {city} thinks that change comes about").format(city=city.name)
    own = Crumb(_("Theory of change"), theory_url(city) if chain else "")
    base = f"/cities/{city.pk}/theory" + (f"/{chain}" if chain else "")
    return TheoryPage(
        crumbs=(
            Crumb(city.name, city_url(city)),
            own,
            *([Crumb(facts.title)] if facts and chain else []),
        ),
        city=city.name,
        title=facts.title if facts else title,
        kicker=_("Theory of change of an initiative-to-be") if chain else _("Theory of change"),
        says=figure.sentence() if figure else "",
        figure=figure,
        steps=_steps(facts) if facts else (),
        saved=_saved(facts) if facts else "",
        edit_url=f"{theory_url(city, chain)}/edit" if may_write else "",
        new_url=f"{theory_url(city)}/{NEW}" if may_write and not chain else "",
        is_own=not chain,
        others=tuple(Other(theory_url(city, one.slug), one.title, _saved(one)) for one in others),
        svg_url=f"{base}.svg",
        json_url=f"{base}.json",
    )


def _saved(one: TheoryFacts | TheoryLine) -> str:
    words = _("Version {n}, {day}.")
    return words.format(n=one.version, day=numbers.day(one.at.date()))


def _steps(facts: TheoryFacts) -> tuple[Step, ...]:
    texts = {box.id: box.text for boxes in facts.columns.values() for box in boxes}
    ground = facts.columns[Column.ASSUMPTIONS]

    def item(box: BoxFacts) -> Item:
        ends = tuple(texts[to] for to in box.leads_to if to in texts)
        needs = tuple(one.text for one in ground if box.id in one.leads_to)
        return Item(box.id, box.text, box.indicator, box.indicator_name, ends, needs)

    return tuple(
        Step(
            str(column.label),
            tuple(map(item, facts.columns[column])),
            column == Column.ASSUMPTIONS,
        )
        for column in Column
        if facts.columns.get(column)
    )


def typed_of(facts: TheoryFacts | None) -> Typed:
    """Return a theory as it would be typed."""
    if facts is None:
        return Typed("", Visibility.PUBLIC, 0, {})
    rows = {
        column: [Row("", box.id, box.text, box.indicator, ", ".join(box.leads_to)) for box in boxes]
        for column, boxes in facts.columns.items()
    }
    return Typed(facts.title, facts.visibility, facts.version, rows)


def typed_in(sent: QueryDict) -> Typed:
    """Return what was typed; empty rows are left out."""
    rows: dict[str, list[Row]] = {}
    for column in Column.values:
        for place in range(MOST_ROWS):
            names = (f"{column}-{place}-{part}" for part in ("id", "text", "code", "to"))
            box_id, text, code, to = (str(sent.get(one, ""))[:LONGEST].strip() for one in names)
            if text or code or to:
                rows.setdefault(column, []).append(Row("", box_id, text, code, to))
    level = sent.get("visibility", "")
    return Typed(
        title=str(sent.get("title", ""))[:LONGEST],
        visibility=str(level) if level in Visibility.values else Visibility.PUBLIC,
        base=whole_number(str(sent.get("base", ""))) or 0,
        rows=rows,
    )


def thought_of(typed: Typed) -> Thought:
    """Return what was typed as it is written."""
    return Thought(
        title=typed.title,
        columns={
            column: [Box(row.text, row.indicator, _ids(row.to), row.id) for row in rows]
            for column, rows in typed.rows.items()
        },
        visibility=Visibility(typed.visibility),
        base=typed.base,
    )


def _ids(text: str) -> tuple[str, ...]:
    """Read ids, however they are set apart."""
    return tuple(text.lower().replace(",", " ").replace(";", " ").split())


def edit_page(form: FormOf, typed: Typed, *, field: str = "", said: str = "") -> EditPage:
    """Return the form; ``field`` is where ``said`` belongs."""
    city, is_new = form.city, form.chain == NEW
    held = {row.id for rows in typed.rows.values() for row in rows if row.id}
    parts = tuple(_part(column, typed, form.used | held, (field, said)) for column in Column)
    is_own = not form.chain
    word = _("Write it") if is_own else _("For an initiative-to-be")
    return EditPage(
        crumbs=(
            Crumb(city.name, city_url(city)),
            Crumb(_("Theory of change"), theory_url(city)),
            Crumb(word),
        ),
        city=city.name,
        heading=_("How change comes about")
        if is_own
        else _("How an initiative-to-be brings change about"),
        title_label=_("What should change, in a sentence")
        if is_own
        else _("What the initiative is to be called"),
        url=f"{theory_url(city)}/{NEW}" if is_new else f"{theory_url(city, form.chain)}/edit",
        back_url=theory_url(city, "" if is_new else form.chain),
        base=typed.base,
        title=typed.title,
        visibility=typed.visibility,
        levels=tuple((value, str(label)) for value, label in Visibility.choices[:2]),
        parts=parts,
        faults=(Fault(said, f"id-{field}" if "-" in field or field == "title" else ""),)
        if said
        else (),
    )


def _part(column: Column, typed: Typed, used: frozenset[str], wrong: tuple[str, str]) -> Part:
    """Return a column; rows that are still empty have the ids that they will get."""
    filled = typed.rows.get(column, ())
    number = min(max(len(filled) + SPARE, LEAST_ROWS), MOST_ROWS)
    free = next_number(SHORT[column], used)
    rows = []
    for place in range(number):
        held = filled[place] if place < len(filled) else Row("", "")
        name, box_id = f"{column}-{place}", held.id
        if not box_id:
            box_id, free = f"{SHORT[column]}{free}", free + 1
        fault = wrong[1] if name == wrong[0] else ""
        rows.append(Row(name, box_id, held.text, held.indicator, held.to, fault))
    leads, example = _leads(column)
    return Part(str(column), str(column.label), _hint(column), leads, example, tuple(rows))


def _leads(column: Column) -> tuple[str, str]:
    """Return what the field of ids is called, and an example of them."""
    if column == Column.ASSUMPTIONS:
        return _("Must hold for"), "ac1, op1"
    at = STEPS.index(column) + 1
    if at == len(STEPS):
        return "", ""
    after = STEPS[at]
    return _("Leads to ({step})").format(step=after.label), f"{SHORT[after]}1, {SHORT[after]}2"


def _hint(column: Column) -> str:
    return {
        Column.INPUTS: _("What is put in: money, people, data, land."),
        Column.ACTIVITIES: _("What is done with it."),
        Column.OUTPUTS: _("What stands there afterwards and can be counted."),
        Column.OUTCOMES: _("What is different for people because of it."),
        Column.IMPACT: _("What the city wants in the end."),
        Column.ASSUMPTIONS: _("What must hold for all this, and could fail."),
    }[column]
