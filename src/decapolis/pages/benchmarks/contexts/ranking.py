"""The page of a ranking: intervals in groups, weights to move, the table behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.benchmarks.bridge.chances import Stand, stands
from decapolis.benchmarks.bridge.lately import lately
from decapolis.benchmarks.bridge.weighing import Sliders, Weighed, reweighed, sliders
from decapolis.benchmarks.errors import NotBuilt
from decapolis.benchmarks.queries.editions import EditionFacts, EntrantFacts
from decapolis.cities.models import City
from decapolis.kernel import numbers
from decapolis.kernel.charts import RankGroup, RankPlot, RankRow, Table
from decapolis.pages.benchmarks.contexts.city import Summary, summary_of
from decapolis.pages.benchmarks.contexts.keeping import Held, Mine, mine_of, peers_of
from decapolis.pages.benchmarks.contexts.links import (
    city_url,
    compare_url,
    crumbs_to,
    edition_url,
    file_url,
    method_url,
    tabs_of,
)
from decapolis.pages.benchmarks.contexts.saying import (
    BARS_OLD,
    BARS_OWN,
    BARS_PUBLISHED,
    alone_words,
    bars_words,
    group_title,
    group_words,
    headline,
    how_drawn,
    share_text,
    what_it_cannot_tell,
)
from decapolis.pages.benchmarks.forms import MOST, STEP, USUAL, Asked
from decapolis.pages.components import Crumb, Tab

PEERS = "peers"
MOST_CELLS = 1500  # of the table behind the chart; a longer one is a file
MOST_NUMBERS = 6000  # that a page carries for its script; with more the server weighs
FILES = ("results.csv", "data.csv", "columns.csv", "spec.json", "recipe.json", "whole.json",
         "workbook.xlsx")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A criterion that can be left out."""

    code: str
    name: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class Slider:
    """A weight: ``value`` is percent of the published one, ``share`` its part of the whole."""

    code: str
    name: str
    value: int
    share: str
    is_on: bool
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A group of cities to rank."""

    key: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class File:
    """A file of the ranking."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class RankingPage:
    """What the page of a ranking shows."""

    template: ClassVar[str] = "benchmarks/ranking.html"
    facts: EditionFacts
    url: str
    says: SafeString
    own: str  # what the reader's weights make of it; empty: all is as published
    fault: str  # why it could not be weighed so
    mine: Mine | None
    mine_says: str
    summary: Summary | None  # of the highlighted city
    plot: RankPlot
    note: str
    sliders: tuple[Slider, ...]
    groups: tuple[tuple[str, tuple[Choice, ...]], ...]
    is_changed: bool
    is_equal: bool  # all weights as published are the same
    back_url: str
    step: int
    most: int
    data: Mapping[str, Any] | None  # for the script; None: the server weighs
    limits: tuple[str, ...]
    table: Table | None
    made: str  # names the run that the table is of
    files: tuple[File, ...]
    compare_url: str
    method_url: str
    tabs: tuple[Tab, ...]
    crumbs: tuple[Crumb, ...]


@dataclass(frozen=True, slots=True)
class UnmadePage:
    """What the page of an edition shows that has no index yet."""

    template: ClassVar[str] = "benchmarks/unmade.html"
    facts: EditionFacts
    crumbs: tuple[Crumb, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """Cities that are ranked among themselves."""

    kind: str
    key: str
    label: str
    codes: tuple[str, ...]


def unmade_page(facts: EditionFacts) -> UnmadePage:
    """Return the page of an edition without an index."""
    return UnmadePage(facts, crumbs_to(facts))


def read_asked(held: Held) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return which codes have a slider, and which can be left out."""
    return held.top, tuple(dict.fromkeys([*held.leaves, *held.top]))


def ranking_page(held: Held, asked: Asked, *, home: City | None) -> RankingPage:
    """Return the page of a ranking as it is asked for."""
    facts, mine = held.facts, mine_of(held, home)
    groups = _groups(held, home)
    among = next((one for one in groups if one.key == asked.among), None)
    weighed, fault = _weighed(held, asked, among)
    stood = stands(held.run, among.codes if among else None)
    drawn = _Drawing(held, mine, stood, {one.code: one for one in weighed})
    held_sliders = _sliders_of(held)
    return RankingPage(
        facts=facts,
        url=edition_url(facts),
        says=headline(held, held.stands),
        own=drawn.own() if weighed else "",
        fault=fault,
        mine=mine,
        mine_says=_mine_says(mine),
        summary=summary_of(held, mine.code) if mine else None,
        plot=drawn.plot(),
        note=how_drawn(held),
        sliders=_sliders(held, held_sliders, asked),
        groups=_choices(groups, asked.among if among else ""),
        is_changed=bool(weighed),
        is_equal=len({round(held_sliders.weights[code], 9) for code in held.top}) == 1,
        back_url=asked.without_weights().url(edition_url(facts)),
        step=STEP,
        most=MOST,
        data=_data(held, held_sliders, groups),
        limits=what_it_cannot_tell(held),
        table=_table(held),
        made=f"{held.run.pk} {held.run.at.isoformat()} {held.run.digest}",
        files=tuple(File(_file_label(name), file_url(facts, name)) for name in FILES),
        compare_url=compare_url(facts),
        method_url=method_url(facts),
        tabs=tabs_of(facts, "ranking"),
        crumbs=crumbs_to(facts),
    )


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A ranking, as published or by the reader's weights."""

    held: Held
    mine: Mine | None
    stood: Sequence[Stand]
    weighed: Mapping[str, Weighed]  # empty: as published

    def plot(self) -> RankPlot:
        return RankPlot(
            caption=_("Places of {n} cities").format(n=numbers.number(len(self.stood))),
            groups=tuple(self._as_weighed() if self.weighed else self._as_published()),
            of=len(self.stood),
            mine=_mine_label(self.mine),
            mine_key=self.mine.code if self.mine else "",
            total=_("Total") if self.held.run.doubt.get("shown") == "sum" else _("Score"),
            has_moved=bool(self.weighed),
            bars=bars_words(self.held.run, BARS_OWN if self.weighed else BARS_PUBLISHED),
        )

    def own(self) -> str:
        """Say what the reader's weights make of it."""
        first = [one for one in self.weighed.values() if one.rank == 1]
        names = numbers.listing([self.held.places[one.code].city.name for one in first])
        words = ngettext(
            "With your weights {city} comes first.", "With your weights {city} come first.",
            len(first),
        )  # fmt: skip
        parts = [words.format(city=names)]
        own = self.weighed.get(self.mine.code) if self.mine else None
        was = {one.code: one.rank for one in self.stood}
        if own and own.rank and self.mine:
            words = _("{city} is {now}, as published {was}.")
            parts.append(words.format(
                city=self.mine.name, now=numbers.ordinal(own.rank),
                was=numbers.ordinal(was[own.code]),
            ))  # fmt: skip
        return " ".join(parts)

    def _as_published(self) -> list[RankGroup]:
        found: dict[int, list[Stand]] = {}
        for one in self.stood:
            found.setdefault(one.group, []).append(one)
        return [
            RankGroup(group_title(number, [one.rank for one in of]), tuple(map(self._row, of)))
            for number, of in found.items()
        ]

    def _as_weighed(self) -> list[RankGroup]:
        last = len(self.stood) + 1
        order = sorted(self.stood, key=lambda one: self.weighed[one.code].rank or last)
        found: dict[int, list[Stand]] = {}
        for one in order:
            found.setdefault(self.weighed[one.code].group or 0, []).append(one)
        return [
            RankGroup(self._title(number, of), tuple(map(self._row, of)))
            for number, of in sorted(found.items(), key=lambda each: each[0] or last)
        ]

    def _title(self, number: int, of: Sequence[Stand]) -> str:
        places = [self.weighed[one.code].rank or 0 for one in of]
        return group_title(number, places) if number else _("By your weights")

    def _row(self, stand: Stand) -> RankRow:
        place, own = self.held.places[stand.code], self.weighed.get(stand.code)
        score = own.score if own else place.score
        rank = own.rank if own else stand.rank
        city = place.city
        is_mine = self.mine is not None and self.mine.code == stand.code
        return RankRow(
            key=stand.code,
            label=city.name,
            note=_where(city) if is_mine else "",
            url=city_url(self.held.facts, stand.code),
            place=rank,
            was=stand.rank if own else None,
            low=own.low if own else stand.low,
            high=own.high if own else stand.high,
            of=len(self.stood),
            score=numbers.number(score, self.held.shown_decimals),
            exact="" if own is None or own.score is None else repr(own.score),
            first=share_text(own.first if own else stand.first),
            moved=_moved(stand.rank, rank) if own else "",
            is_mine=is_mine,
        )


def _groups(held: Held, home: City | None) -> tuple[_Group, ...]:
    found = [_Group(one.kind, one.key, one.label, one.codes) for one in held.groupings]
    peers = peers_of(held, home)
    if peers and home:
        words = _("Nearest to {city}").format(city=home.name)
        found.insert(0, _Group(_("Like mine"), PEERS, words, peers))
    return tuple(found)


def _choices(groups: Sequence[_Group], chosen: str) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    kinds: dict[str, list[Choice]] = {}
    for one in groups:
        words = _("{label} ({n})").format(label=one.label, n=len(one.codes))
        kinds.setdefault(one.kind, []).append(Choice(one.key, words, one.key == chosen))
    return tuple((kind, tuple(of)) for kind, of in kinds.items())


def _weighed(held: Held, asked: Asked, among: _Group | None) -> tuple[tuple[Weighed, ...], str]:
    """Weigh anew where that is asked; else nothing, and why it could not be done."""
    if not asked.is_changed:
        return (), ""
    shares = _sliders_of(held).weights
    weights = {code: shares[code] * asked.weights.get(code, USUAL) / USUAL for code in held.top}
    try:
        made = reweighed(
            held.run,
            weights=weights if asked.weights else None,
            off=asked.off,
            among=among.codes if among else None,
        )
    except NotBuilt as error:
        return (), error.message
    return tuple(one for one in made if one.published is not None), ""


def _sliders_of(held: Held) -> Sliders:
    return lately(held.run, "sliders", lambda: sliders(held.run))


def _sliders(held: Held, made: Sliders, asked: Asked) -> tuple[Slider, ...]:
    names, off = held.names, set(asked.off)
    counts = {
        code: 0.0 if _is_off(held, code, off)
        else made.weights[code] * asked.weights.get(code, USUAL) / USUAL
        for code in held.top
    }  # fmt: skip
    whole = sum(counts.values()) or 1.0
    return tuple(
        Slider(
            code=code,
            name=names[code],
            value=asked.weights.get(code, USUAL),
            share=share_of(counts[code] / whole),
            is_on=code not in off,
            parts=tuple(Part(one, names[one], one not in off) for one in held.below(code)),
        )
        for code in held.top
    )


def share_of(share: float) -> str:
    """Return a part of the whole as a slider tells it."""
    return numbers.percent(round(100 * share, 1))


def _is_off(held: Held, code: str, off: set[str]) -> bool:
    below = held.below(code)
    return code in off or (bool(below) and off.issuperset(below))


def _data(held: Held, made: Sliders, groups: Sequence[_Group]) -> Mapping[str, Any] | None:
    """Return what the script needs to weigh anew by itself."""
    if not made.is_linear or len(made.units) * len(made.codes) > MOST_NUMBERS:
        return None
    at = {unit: row for row, unit in enumerate(made.units)}
    return {
        "units": made.units,
        "codes": made.codes,
        "values": made.values,
        "parents": made.parents,
        "weights": made.weights,
        "top": held.top,
        "scale": made.scale,
        "levels": made.levels,
        "noises": made.noises,
        "seed": held.run.seed,
        "index": held.index,
        "decimals": held.shown_decimals,
        "names": [held.places[unit].city.name for unit in made.units],
        "groups": {
            key: {
                "units": [at[one.code] for one in stood],
                "rank": [one.rank for one in stood],
                "low": [one.low for one in stood],
                "high": [one.high for one in stood],
                "first": [share_text(one.first) for one in stood],
                "score": [_score(held, one.code) for one in stood],
                "bands": [one.group for one in stood],
                "titles": _titles(stood),
            }
            for key, stood in _stood(held, groups)
        },
        "words": {
            "own": _("By your weights"),
            "published": _("As published"),
            "first": _("With your weights {city} comes first."),
            "firsts": _("With your weights {city} come first."),
            "mine": _("{city} is {now}, as published {was}."),
            "up": _("up {n}"),
            "down": _("down {n}"),
            "same": _("All weights are as published."),
            "nothing": _("Nothing is left that counts. Leave at least one criterion on."),
            "percent": _("{n}% of the whole"),
            "and": _("and"),
            "group": group_words(),
            "alone": alone_words(),
            "never": share_text(0.0),
            "seldom": share_text(0.001),
            "mostly": share_text(0.999),
            "weights": _("Weights: as published. Change them"),
            "weights_own": _("Weights: your own. Change them"),
            "bars": bars_words(held.run, BARS_PUBLISHED),
            "bars_own": bars_words(held.run, BARS_OWN),
            "bars_old": bars_words(held.run, BARS_OLD),
        },
    }  # fmt: skip


def _stood(held: Held, groups: Sequence[_Group]) -> list[tuple[str, tuple[Stand, ...]]]:
    some = [(one.key, stands(held.run, one.codes)) for one in groups]
    return [("", held.stands), *some]


def _titles(stood: Sequence[Stand]) -> list[str]:
    found: dict[int, list[Stand]] = {}
    for one in stood:
        found.setdefault(one.group, []).append(one)
    return [group_title(number, [one.rank for one in of]) for number, of in found.items()]


def _score(held: Held, code: str) -> str:
    return numbers.number(held.places[code].score, held.shown_decimals)


def _mine_label(mine: Mine | None) -> str:
    if mine is None:
        return ""
    return _("Nearest to {city}").format(city=mine.city) if mine.is_nearest else mine.name


def _mine_says(mine: Mine | None) -> str:
    if mine is None or not mine.is_nearest:
        return ""
    words = _("{city} is not in this ranking. Of those that are, {near} is most like it.")
    return words.format(city=mine.city, near=mine.name)


def _moved(was: int, now: int | None) -> str:
    if now is None or now == was:
        return ""
    words = _("up {n}") if now < was else _("down {n}")
    return words.format(n=abs(now - was))


def _where(city: EntrantFacts) -> str:
    """Return what tells a city from others of its name: its state or country."""
    parts = city.label.split(", ")
    return parts[1] if len(parts) > 1 and parts[0] == city.name and parts[1] != city.name else ""


def _table(held: Held) -> Table | None:
    """Return all values of all cities, best first; None where they are too many for a page."""
    leaves, names = held.leaves, held.names
    if len(leaves) * len(held.stands) > MOST_CELLS:
        return None
    inputs = held.run.inputs
    rows = dict(zip(inputs["units"], inputs["values"], strict=True))
    return Table(
        (_("Rank"), _("City"), _("Total"), *(names[code] for code in leaves)),
        tuple(
            (
                str(one.rank),
                held.places[one.code].city.name,
                _score(held, one.code),
                *(
                    numbers.number(value, held.decimals[code])
                    for code, value in zip(leaves, rows[one.code], strict=True)
                ),
            )
            for one in held.stands
        ),
        frozenset({0, *range(2, len(leaves) + 3)}),
    )


def _file_label(name: str) -> str:
    labels = {
        "results.csv": _("Results as CSV"),
        "data.csv": _("Data as CSV"),
        "columns.csv": _("What its columns mean, as CSV"),
        "spec.json": _("Steps as JSON"),
        "recipe.json": _("Recipe as JSON"),
        "whole.json": _("All of it as JSON"),
        "workbook.xlsx": _("All of it as a spreadsheet (XLSX)"),
    }
    return labels[name]
