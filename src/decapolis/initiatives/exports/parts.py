"""The parts of a plan as blocks; each document takes those that it needs."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.initiatives.bridge.pictures import gantt_of, gap_chart, total_chart
from decapolis.initiatives.bridge.totals import three
from decapolis.initiatives.choices import CostKind, PlanPart
from decapolis.initiatives.exports.blocks import (
    Block,
    Cell,
    Facts,
    Heading,
    Missing,
    Picture,
    Rows,
    Said,
    Words,
    plain,
)
from decapolis.initiatives.exports.clipping import clipped, paragraphs
from decapolis.initiatives.exports.lines import left_out, table_of
from decapolis.initiatives.exports.material import Material
from decapolis.initiatives.queries.shown import RiskShown
from decapolis.kernel import numbers
from decapolis.kernel.mail import absolute

MOST_GAPS = 8
GAUGED = 2  # programmes from which a range is told


def text(label: str, words: str, *, most: int = 0, is_lead: bool = False) -> list[Block]:
    """Return a text of the plan, each line of it a paragraph; nothing where it is empty."""
    if most:
        words = clipped(words, most)
    lines = list(paragraphs(words))
    return [
        Words((Said(line),), label=label if not at else "", is_lead=is_lead)
        for at, line in enumerate(lines)
    ]


def affected(of: Material) -> list[Block]:
    """Return how many people it is about, with the source."""
    n = of.plan.affected_people
    if n is None:
        return []
    source = of.plan.text("affected_source")
    return [Words((of.cited(numbers.people(n), source),), label=_("People affected"))]


def missing(
    of: Material, parts: Sequence[PlanPart], *, most: int = 0, title: str = ""
) -> list[Block]:
    """Name what is missing in some parts of the plan."""
    found = gaps(of, parts)
    if not found:
        return []
    shown = found[:most] if most else found
    rest = [left_out(len(found) - len(shown))] if len(found) > len(shown) else []
    return [Missing(title or _("What is missing"), (*shown, *rest))]


def gaps(of: Material, parts: Sequence[PlanPart]) -> list[str]:
    """Return what is missing in some parts of the plan, in sentences."""
    several = len(parts) > 1
    return [
        f"{part.title}: {gap.text}" if several else gap.text
        for part in (of.plan.part(name) for name in parts)
        for gap in part.gaps
    ]


def lines(of: Material, part: PlanPart, *, most: int = 0, is_whole: bool = True,
          only: Sequence[str] = ()) -> list[Block]:  # fmt: skip
    """Return the lines of a part as a table; nothing where it has none."""
    held = of.plan.part(part).lines
    return [table_of(of, held, most=most, is_whole=is_whole, only=only)] if held else []


def timeline(of: Material) -> list[Block]:
    """Return activities and milestones over time."""
    made = gantt_of(of.plan, today=of.today)
    return [Picture(made)] if made.days else []


def years(of: Material) -> list[Block]:
    """Return the money year by year."""
    sums = of.plan.sums
    if not sums.years:
        return []
    heads = (
        _("Year"), *(str(kind.label).partition(",")[0] for kind in CostKind), _("All costs"),
        _("Certified"), _("Hoped for"), _("Not covered"),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for year in sums.years:
        amounts = [year.costs.get(kind) for kind in CostKind]
        amounts += [year.cost, year.certified, year.hoped, year.open]
        named = str(year.year) if year.year is not None else _("not said")
        rows.append((plain(named), *(plain(_money(of, one)) for one in amounts)))
    total: list[Decimal | None] = [sums.by_kind(kind) for kind in CostKind]
    uncovered = sum((one.open for one in sums.years), start=Decimal(0))
    total += [sums.cost, sums.certified, sums.hoped, uncovered]
    strong = [(Said(_money(of, one), is_strong=True),) for one in total]
    rows.append(((Said(_("In all"), is_strong=True),), *strong))
    note = _("Sums of the lines of this plan, in {currency} at prices of {year}.").format(
        currency=numbers.currency_name(sums.currency), year=sums.price_year
    )
    n = len(sums.left_out) + len(sums.funding_left_out)
    if n:
        words = ngettext(
            "{n} line in another currency is left out: no exchange rate is held.",
            "{n} lines in another currency are left out: no exchange rate is held.",
            n,
        )
        note = f"{note} {words.format(n=n)}"
    return [
        Rows(
            heads, tuple(rows), (1.3, *([1.4] * (len(heads) - 1))),
            frozenset(range(1, len(heads))), has_total=True, note=note,
        )
    ]  # fmt: skip


def _money(of: Material, amount: Decimal | None) -> str:
    return of.money(amount) if amount else ""


def funding_gap(of: Material, *, with_picture: bool = True) -> list[Block]:
    """Return which money of which year is sure, hoped for or missing."""
    made = gap_chart(of.gap)
    if made is None or not with_picture:
        return [Words((Said(of.gap.sentence),))]
    return [Picture(made)]


def total(of: Material, *, with_picture: bool = True) -> list[Block]:
    """Return what the costs come to when they are uncertain, and the reserve."""
    made = total_chart(of.total)
    source = of.sources.cite(
        _("Simulation of the budget lines, {n} draws, seed {seed}; the method stands on the page")
        .format(n=numbers.number(of.total.draws), seed=of.total.seed),
        absolute(f"{of.initiative.path}/costs"),
    ) if of.total.is_known else ()  # fmt: skip
    if made and with_picture:
        return [Picture(made, source)]
    return [Words((Said(of.total.sentence, source),))]


def reserve(of: Material) -> str:
    """Return the reserve that the simulation suggests, in words; nothing where it is not known."""
    if not of.total.is_known or not of.total.reserve:
        return ""
    return of.money(three(of.total.reserve))


def ranges(of: Material, *, most: int = 0) -> list[Block]:
    """Return what comparable programmes paid, line by line, where there are any."""
    told = [one for one in of.ranges if one.found is not None and len(one.counted) >= GAUGED]
    if not told:
        return []
    shown = told[:most] if most else told
    rows = []
    for one in shown:
        sources = tuple(
            number
            for each in one.counted
            for number in of.sources.cite(
                each.published.title, absolute(f"/practices/{each.published.slug}")
            )
        )
        rows.append((plain(one.line.title), (Said(one.sentence, tuple(dict.fromkeys(sources))),)))
    return [
        Rows((_("Budget line"), _("What comparable programmes paid")), tuple(rows), (2, 5),
             note=left_out(len(told) - len(shown)))
    ]  # fmt: skip


def risks(of: Material, *, most: int = 0, is_whole: bool = True,
          only: Sequence[str] = ()) -> list[Block]:  # fmt: skip
    """Return the risks, those that weigh most first."""
    held = sorted(of.plan.risks, key=weight, reverse=True)
    return [table_of(of, held, most=most, is_whole=is_whole, only=only)] if held else []


def weight(risk: RiskShown) -> int:
    """Return how much a risk weighs; one that nobody has rated stands last."""
    return (risk.likelihood or 0) * (risk.impact or 0)


def practices(of: Material, *, most: int = 0) -> list[Block]:
    """Return the practices of other cities that it draws on."""
    held = of.plan.practices[:most] if most else of.plan.practices
    pairs = tuple(
        (
            one.city or one.title,
            Said(
                f"{one.title}. {one.why}".rstrip(),
                of.sources.cite(one.title, absolute(f"/practices/{one.slug}")),
            ),
        )
        for one in held
    )
    return [Facts(pairs)] if pairs else []


def head(name: str, blocks: Sequence[Block], *, level: int = 2) -> list[Block]:
    """Put a heading above blocks; where there are none, there is no heading either."""
    return [Heading(name, level), *blocks] if blocks else []
