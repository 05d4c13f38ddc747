"""The words around the facts: headings and notes, the same on page, in PDF, Word and text."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from decapolis.briefs.queries import Brief, CostTable, PracticeLine
from decapolis.kernel import numbers

LONGEST_FOOT = 70
RUN = 3  # so many numbers in a row are told as a range
DASH = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class Labels:
    """Headings and notes of a brief."""

    page: str
    made: str
    foot: str
    audience: str
    read_as: str
    full: str
    thin: str
    empty: str
    todo: str
    figures: str
    figure: str
    among: str
    median: str
    range: str
    alone: str
    strip: str
    peers: str
    practices: str
    where: str
    what: str
    cost: str
    result: str
    wrong: str
    practices_note: str
    covers: str
    programmes: str
    contacts: str
    nobody: str
    unknown: str
    questions: str
    documents: str
    sources: str


def labels(brief: Brief) -> Labels:
    """Return the words around the facts of a brief, in the reader's language."""
    city = brief.city.name
    return Labels(
        page=_("Brief, {day}, page {{n}} of {{of}}").format(day=numbers.day(brief.day)),
        made=_("Made from the open library; every figure names its source."),
        foot=brief.title if len(brief.title) <= LONGEST_FOOT else brief.city.label,
        audience=_("A brief for {city}").format(city=brief.city.label),
        read_as=_("Read as: {question}").format(question=brief.read_as) if brief.read_as else "",
        full="",
        thin=_("This answer is thin."),
        empty=_("There is no answer yet."),
        todo=_("What to try"),
        figures=_("{city} in its own figures").format(city=city),
        figure=_("Figure, year"),
        among=_("Among its ten closest peers"),
        median=_("Peer median"),
        range=_("Peer range"),
        alone=_("no range of peers"),
        strip=_(
            "Dot: {city}. Thin ticks: peers. Thick tick: their median. Band: their middle half."
        ).format(city=city),
        peers=_("Cities like {city}, and why").format(city=city),
        practices=_("What others did, closest first"),
        where=_("City, nearness"),
        what=_("What it did"),
        cost=_("Cost"),
        result=_("What came of it"),
        wrong=_("What went wrong"),
        practices_note=_(
            "Cost as published; Int$ is constant international dollars. Forecast: expected, not "
            "measured. Reported: somebody says so. Measured: counted or metered. Independently "
            "checked: by somebody without a part in it. Levels of 5 were given by a reviewer of "
            "the network, to the practice as a whole."
        ),
        covers=_("What the price covers"),
        programmes=_("Programmes"),
        contacts=_("Whom to call"),
        nobody=_("Organisations alone: nobody is named here without having agreed to it."),
        unknown=_("What is not known"),
        questions=_("Questions to settle before money is spent"),
        documents=_("What to read"),
        sources=_("Sources"),
    )


def cost_heading(table: CostTable) -> str:
    """Return the heading of a table of unit costs."""
    return _("What one {unit} cost").format(unit=table.unit)


def quantity_heading(table: CostTable, quantity: float | None) -> str:
    """Return the heading of the column for the reader's quantity; empty where none was given."""
    if quantity is None or all(line.at_quantity is None for line in table.lines):
        return ""
    return _("At that price, your {n} {units}").format(
        n=numbers.number(quantity), units=table.unit_plural
    )


def cost_sources(line: PracticeLine) -> tuple[int, ...]:
    """Return the sources of a whole cell of costs, told once: of the amount and all made of it."""
    return tuple(sorted({n for said in (line.cost, *line.more_costs) for n in said.sources}))


def cite_runs(sources: Sequence[int]) -> list[tuple[int, str]]:
    """Return numbers as they are printed, with that which each leads to; three make a range.

    Examples
    --------
    >>> [text.replace(DASH, " to ") for _first, text in cite_runs((1, 3, 4, 5, 8, 9))]
    ['1', '3 to 5', '8', '9']
    """
    runs: list[list[int]] = []
    for number in sources:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told: list[tuple[int, str]] = []
    for run in runs:
        if len(run) >= RUN:
            told.append((run[0], f"{run[0]}{DASH}{run[-1]}"))
        else:
            told += [(number, str(number)) for number in run]
    return told
