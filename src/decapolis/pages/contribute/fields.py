"""From a record, whole or not, to the fields of the form: in the order of the practice page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from decapolis.library.choices import Disclosure, Status, Theme, Tool, Went
from decapolis.library.validators import Fault
from decapolis.organisations.choices import Sector
from decapolis.pages.contribute.parts import PARTS, WORDS, Kind, RowPart


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its control, and what is wrong with it."""

    name: str
    id: str
    label: str
    kind: Kind
    value: str
    fault: str
    hint: str
    options: tuple[Option, ...]
    optional: bool
    rows: int

    @property
    def described_by(self) -> str:
        """The ids of what is said of it."""
        said = [f"{self.id}-hint"] if self.hint else []
        return " ".join([*said, f"{self.id}-error"] if self.fault else said)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list: the fields at hand, and those that are rarely used."""

    number: int
    title: str
    main: tuple[Field, ...]
    more: tuple[Field, ...]
    more_label: str
    more_open: bool
    remove: str  # what its button sends
    remove_label: str


@dataclass(frozen=True, slots=True)
class Rows:
    """A list that rows are added to and taken from."""

    name: str
    add: str
    add_label: str
    rows: tuple[Row, ...]
    fault: str


@dataclass(frozen=True, slots=True)
class Choices:
    """Several things of one list, those that are chosen first."""

    name: str
    label: str
    options: tuple[Option, ...]
    fault: str

    @property
    def count(self) -> int:
        """How many are chosen."""
        return sum(option.is_chosen for option in self.options)


@dataclass(frozen=True, slots=True)
class PracticeForm:
    """The form, field by field."""

    title: Field
    result: Field
    result_source: Field
    city: Field
    region: Field
    country: Field
    lead: tuple[Field, ...]
    costs: Rows
    funding: Rows
    years: tuple[Field, ...]
    status: Field
    went: Field
    problem: Field
    approach: Field
    outcomes: Rows
    setback: Field
    setback_source: Field
    barriers: Rows
    lessons: Rows
    partners: Rows
    themes: Choices
    tools: Choices
    technologies: Field
    catalogue: Choices
    sources: Rows
    visibility: Field | None  # who may read it, for a new one; None: that is said on its own page


@dataclass(frozen=True, slots=True)
class Lists:
    """What can be chosen from tables: countries and the technology catalogue."""

    countries: tuple[tuple[str, str], ...]
    technologies: tuple[tuple[str, str], ...]
    levels: tuple[tuple[str, str], ...] = ()  # among which the writer of a new one chooses


class FormMaker:
    """Makes the form of one record."""

    def __init__(self, values: Mapping[str, Any], faults: Iterable[Fault], lists: Lists) -> None:
        self.values = values
        self.faults = {fault.field: fault.message for fault in faults}
        self.lists = lists

    def form(self) -> PracticeForm:
        """Return the form."""
        line = self._line
        return PracticeForm(
            title=line(
                "title", _("Title"), kind="area", hint=_("What the city did, in a few words.")
            ),
            result=self._said("result", _("What came of it, in one sentence")),
            result_source=self._source_of("result"),
            city=line("city", _("City"), kind="city"),
            region=line("region", _("State or region"), optional=True),
            country=self._choice("country", _("Country"), self.lists.countries, _("Choose")),
            lead=self._lead(),
            costs=self._rows("costs"),
            funding=self._rows("funding"),
            years=(
                line("started", _("Began in"), kind="figure", optional=True),
                line("ended", _("Ended in"), kind="figure", optional=True),
            ),
            status=self._choice("status", _("Status"), Status.choices, _("Choose")),
            went=self._choice("went", _("How it went"), Went.choices, None, Went.UNCLEAR),
            problem=line("problem", _("The problem"), kind="area", rows=6),
            approach=line("approach", _("What they did"), kind="area", rows=8),
            outcomes=self._rows("outcomes"),
            setback=self._said("setback", _("What went wrong, in one sentence")),
            setback_source=self._source_of("setback"),
            barriers=self._sentences("barriers"),
            lessons=self._sentences("lessons"),
            partners=self._rows("partners"),
            themes=self._choices("themes", _("Themes"), Theme.choices),
            tools=self._choices("tools", _("Tools of the city"), Tool.choices),
            technologies=self._technologies(),
            catalogue=self._choices(
                "technology_slugs", _("Technologies in the catalogue"), self.lists.technologies
            ),
            sources=self._rows("sources"),
            visibility=self._level() if self.lists.levels else None,
        )

    def _line(
        self,
        name: str,
        label: str,
        *,
        kind: Kind = "line",
        hint: str = "",
        optional: bool = False,
        rows: int = 2,
    ) -> Field:
        return Field(
            name=name,
            id=f"f-{name}",
            label=label,
            kind=kind,
            value=shown(self.values.get(name)),
            fault=self.faults.get(name, ""),
            hint=hint,
            options=(),
            optional=optional,
            rows=rows,
        )

    def _choice(
        self,
        name: str,
        label: str,
        choices: Iterable[tuple[Any, Any]],
        empty: str | None,
        usual: str = "",
    ) -> Field:
        value = shown(self.values.get(name)) or usual
        return Field(
            name, f"f-{name}", label, "choice", value, self.faults.get(name, ""), "",
            _options(choices, value, empty), optional=bool(usual), rows=1,
        )  # fmt: skip

    def _level(self) -> Field:
        value = shown(self.values.get("visibility")) or Disclosure.PUBLIC
        hint = _(
            "You can change it later. Then you can also share it with a circle, or with members "
            "without the name of your city."
        )
        return Field(
            "visibility", "f-visibility", _("Who may read it"), "choice", value,
            self.faults.get("visibility", ""), hint, _options(self.lists.levels, value, None),
            optional=True, rows=1,
        )  # fmt: skip

    def _listed(self, name: str) -> list[Any]:
        value = self.values.get(name)
        return value if isinstance(value, list) else []

    def _group(self, name: str) -> Mapping[str, Any]:
        group = self.values.get(name)
        return group if isinstance(group, Mapping) else {}

    def _said(self, name: str, label: str) -> Field:
        fault = self.faults.get(f"{name}.text", self.faults.get(name, ""))
        text = shown(self._group(name).get("text"))
        return Field(
            f"{name}-text", f"f-{name}-text", label, "area", text, fault, "", (),
            optional=True, rows=2,
        )  # fmt: skip

    def _source_of(self, name: str) -> Field:
        value = shown(self._group(name).get("source"))
        return Field(
            f"{name}-source", f"f-{name}-source", _("Source"), "choice", value,
            self.faults.get(f"{name}.source", ""), "", self._sources(value),
            optional=True, rows=1,
        )  # fmt: skip

    def _lead(self) -> tuple[Field, ...]:
        group = self._group("lead")
        name, sector = shown(group.get("name")), shown(group.get("sector"))
        faults = [self.faults.get(f"lead.{part}", "") for part in ("name", "sector")]
        return (
            Field("lead-name", "f-lead-name", _("Led by"), "line", name, faults[0], "", (),
                  optional=True, rows=1),
            Field("lead-sector", "f-lead-sector", _("Sector"), "choice", sector, faults[1], "",
                  _options(Sector.choices, sector, _("Choose")), optional=True, rows=1),
        )  # fmt: skip

    def _technologies(self) -> Field:
        named = self._listed("technologies")
        return Field(
            "technologies", "f-technologies", _("Technologies, as the city names them"), "area",
            "\n".join(map(str, named)), self._first("technologies"), _("One in each line."), (),
            optional=True, rows=max(2, len(named)),
        )  # fmt: skip

    def _first(self, name: str) -> str:
        """Return what is wrong with a list or the first wrong thing in it."""
        found = (text for field, text in self.faults.items() if field.split(".")[0] == name)
        return self.faults.get(name) or next(found, "")

    def _choices(self, name: str, label: str, choices: Iterable[tuple[Any, Any]]) -> Choices:
        chosen = [str(one) for one in self._listed(name)]
        labels = {str(value): str(words) for value, words in choices}
        order = [*chosen, *(value for value in labels if value not in chosen)]
        options = (Option(one, labels.get(one, one), one in chosen) for one in order)
        return Choices(name, label, tuple(options), self._first(name))

    def _sources(self, value: str) -> tuple[Option, ...]:
        """Return the sources by their numbers; one that is not there stays to be mended."""
        rows = self._listed("sources")
        choices = [
            (str(place), f"{place + 1}. {_source_title(row)}") for place, row in enumerate(rows)
        ]
        if value and value not in dict(choices):
            choices.append((value, _("a source that is not in the list")))
        return _options(choices, value, _("not chosen"))

    def _rows(self, name: str) -> Rows:
        rows = self._listed(name) or ([{}] if name in self.faults else [])  # what is missing
        made = tuple(self._row(name, number, row) for number, row in enumerate(rows))
        return self._as_list(name, made)

    def _row(self, name: str, number: int, row: Any) -> Row:  # noqa: ANN401 -- JSON is any
        row = row if isinstance(row, Mapping) else {}
        fields = {
            part: self._of_row(name, number, part, shown(row.get(part))) for part in PARTS[name]
        }
        rare = [field for part, field in fields.items() if PARTS[name][part].is_rare]
        return Row(
            number=number + 1,
            title=str(WORDS[name][0]).format(n=number + 1),
            main=tuple(one for part, one in fields.items() if not PARTS[name][part].is_rare),
            more=tuple(rare),
            more_label=_("How many it bought") if name == "costs" else _("Who says so"),
            more_open=any(field.value or field.fault for field in rare),
            remove=f"remove:{name}:{number}",
            remove_label=_("Take {row} away").format(
                row=str(WORDS[name][0]).format(n=number + 1).lower()
            ),
        )

    def _of_row(self, name: str, number: int, part: str, value: str) -> Field:
        spec = PARTS[name][part]
        fault = self.faults.get(f"{name}.{number}.{part}", "")
        if part == next(iter(PARTS[name])):
            fault = fault or self.faults.get(f"{name}.{number}", "")
        return Field(
            name=f"{name}-{number}-{part}",
            id=f"f-{name}-{number}-{part}",
            label=str(spec.label),
            kind=spec.kind,
            value=value or spec.usual,
            fault=fault,
            hint=str(spec.hint),
            options=self._options_of(part, spec, value or spec.usual),
            optional=spec.optional,
            rows=2,
        )

    def _options_of(self, part: str, spec: RowPart, value: str) -> tuple[Option, ...]:
        if part == "source":
            return self._sources(value)
        if part == "good":
            choices = [("yes", _("good")), ("no", _("bad"))]
            return _options(choices, value, str(spec.empty))
        if spec.choices is None:
            return ()
        return _options(
            spec.choices.choices, value, None if spec.empty is None else str(spec.empty)
        )

    def _sentences(self, name: str) -> Rows:
        rows = self._listed(name)
        made = []
        for number, text in enumerate(rows):
            title = str(WORDS[name][0]).format(n=number + 1)
            field = Field(
                f"{name}-{number}-text", f"f-{name}-{number}-text", title, "area", shown(text),
                self.faults.get(f"{name}.{number}", ""), "", (), optional=True, rows=2,
            )  # fmt: skip
            made.append(
                Row(
                    number + 1,
                    title,
                    (field,),
                    (),
                    "",
                    more_open=False,
                    remove=f"remove:{name}:{number}",
                    remove_label=_("Take {row} away").format(row=title.lower()),
                )
            )
        return self._as_list(name, tuple(made))

    def _as_list(self, name: str, rows: tuple[Row, ...]) -> Rows:
        return Rows(name, f"add:{name}", str(WORDS[name][1]), rows, self.faults.get(name, ""))


def shown(value: object) -> str:
    """Return a value as a field shows it.

    Examples
    --------
    >>> [shown(one) for one in (None, 50.0, -0.5, True, "1,2m")]
    ['', '50', '-0.5', 'yes', '1,2m']
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def _source_title(row: Any) -> str:  # noqa: ANN401 -- JSON is any
    row = row if isinstance(row, Mapping) else {}
    return str(row.get("title") or row.get("url") or _("no title yet"))


def _options(
    choices: Iterable[tuple[Any, Any]], value: str, empty: str | None
) -> tuple[Option, ...]:
    first = [Option("", empty, not value)] if empty is not None else []
    known = [(str(key), str(words)) for key, words in choices]
    if value and value not in dict(known):
        known.append((value, value))  # what was sent stays, with its fault beside it
    return (*first, *(Option(key, words, key == value) for key, words in known))


def posted(form: PracticeForm) -> dict[str, list[str]]:
    """Return what a browser sends of a form that nobody touched."""
    sent: dict[str, list[str]] = {}
    for field in _fields(form):
        if field.kind == "check":
            if field.value:
                sent[field.name] = [field.value]
        else:
            sent[field.name] = [field.value]
    for choices in (form.themes, form.tools, form.catalogue):
        sent[choices.name] = [one.value for one in choices.options if one.is_chosen]
    return sent


def _fields(form: PracticeForm) -> Sequence[Field]:
    plain = [
        form.title, form.result, form.result_source, form.city, form.region, form.country,
        *form.lead, *form.years, form.status, form.went, form.problem, form.approach,
        form.setback, form.setback_source, form.technologies,
        *([form.visibility] if form.visibility else []),
    ]  # fmt: skip
    lists = (
        form.costs, form.funding, form.outcomes, form.barriers, form.lessons, form.partners,
        form.sources,
    )  # fmt: skip
    return [*plain, *(one for rows in lists for row in rows.rows for one in (*row.main, *row.more))]


def control_of(field: str) -> str:
    """Return the id of the control where a fault is mended; of a list, where it begins."""
    name, *rest = field.split(".")
    if name in WORDS and not rest:
        return f"list-{name}"
    if name in WORDS and len(rest) == 1:
        first = next(iter(PARTS[name])) if name in PARTS else "text"
        return f"f-{name}-{rest[0]}-{first}"
    if name in {"themes", "tools", "technology_slugs"}:
        return f"list-{name}"
    if name in {"result", "setback"} and not rest:
        return f"f-{name}-text"
    return "f-" + field.replace(".", "-")
