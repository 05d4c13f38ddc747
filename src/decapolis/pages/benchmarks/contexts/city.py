"""The page of a city in a ranking: its place, its scores, what is behind them, what would lift."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.benchmarks.bridge.chances import Stand, stands
from decapolis.benchmarks.bridge.lately import lately
from decapolis.benchmarks.bridge.lifting import Lifted
from decapolis.benchmarks.bridge.panels import Move, moves_between
from decapolis.benchmarks.choices import Hand, Kind
from decapolis.benchmarks.errors import NotBuilt
from decapolis.benchmarks.models import Run
from decapolis.benchmarks.queries.changed import Earlier
from decapolis.benchmarks.queries.editions import EditionFacts
from decapolis.benchmarks.queries.frameworks import CriterionFacts
from decapolis.benchmarks.queries.marks import MarkFacts, ProofFacts, ReplyFacts
from decapolis.benchmarks.queries.ranking import Place
from decapolis.benchmarks.queries.strong import Done
from decapolis.cities.models import City
from decapolis.kernel import numbers
from decapolis.kernel.charts import ScorePlot, ScoreRow
from decapolis.kernel.errors import NotFound
from decapolis.pages.benchmarks.contexts.keeping import Held, mine_of
from decapolis.pages.benchmarks.contexts.lifting import LiftLine, lift_line
from decapolis.pages.benchmarks.contexts.links import city_url as in_ranking
from decapolis.pages.benchmarks.contexts.links import (
    compare_url,
    crumbs_to,
    edition_url,
    tabs_of,
)
from decapolis.pages.benchmarks.contexts.saying import place_text, share_text, weightings
from decapolis.pages.components import Crumb, Tab
from decapolis.pages.library.contexts.links import record_url

NAMED = 3


@dataclass(frozen=True, slots=True)
class ProofLine:
    """Where a score can be looked up."""

    text: str
    url: str
    is_elsewhere: bool


@dataclass(frozen=True, slots=True)
class Ground:
    """What stood behind one score."""

    criterion: str
    definition: str
    score: str
    means: str  # what the framework says that this score means
    note: str
    proofs: tuple[ProofLine, ...]
    earlier: tuple[str, ...]  # what it was before, newest first
    replies: tuple[ReplyFacts, ...]
    history_url: str  # all that was ever given; empty: nobody marked it


@dataclass(frozen=True, slots=True)
class Past:
    """The city in another edition of the framework."""

    name: str
    url: str
    place: str
    score: str


@dataclass(frozen=True, slots=True)
class CityPage:
    """What the page of a city in a ranking shows."""

    template: ClassVar[str] = "benchmarks/city.html"
    facts: EditionFacts
    name: str
    label: str
    title: str
    says: tuple[str, ...]
    home_url: str  # the page of the city; empty where the gazetteer has none
    plot: ScorePlot
    grounds: tuple[Ground, ...]
    behind: str  # what is behind all scores alike
    behind_url: str
    lifted: tuple[LiftLine, ...]
    history: tuple[Past, ...]
    changed: str
    compare_url: str
    compare_with: str
    ranking_url: str
    tabs: tuple[Tab, ...]
    crumbs: tuple[Crumb, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a city in a ranking, as far as the reader may see it."""

    marks: Mapping[str, tuple[MarkFacts, ...]]
    earlier: Mapping[str, tuple[Earlier, ...]]
    replies: Sequence[ReplyFacts]
    lifted: Sequence[Lifted]
    practices: Sequence[Done]
    others: Sequence[tuple[EditionFacts, Run]]  # of the same framework, newest first


@dataclass(frozen=True, slots=True)
class Summary:
    """A city in a few sentences and one picture."""

    title: str
    says: tuple[str, ...]
    plot: ScorePlot
    url: str


def summary_of(held: Held, code: str) -> Summary | None:
    """Return a city in short, as the page of the ranking tells of it; None without a place."""
    stand = next((one for one in held.stands if one.code == code), None)
    if stand is None:
        return None
    place = held.places[code]
    title = _("{city}: {place}").format(city=place.city.name, place=place_text(stand))
    return Summary(title, _says(held, stand), _plot(held, place), in_ranking(held.facts, code))


def city_page(held: Held, code: str, read: Read, *, home: City | None) -> CityPage:
    """Return the page of a city.

    Raises
    ------
    NotFound
        It has no place in this ranking.
    """
    stand = next((one for one in held.stands if one.code == code), None)
    if stand is None:
        raise NotFound(_("It has no place in this ranking: too little is known of it."))
    facts, place = held.facts, held.places[code]
    mine = mine_of(held, home)
    other = mine.code if mine and mine.code != code else _neighbour(held, code)
    return CityPage(
        facts=facts,
        name=place.city.name,
        label=place.city.label,
        title=_("{city}: {place}").format(city=place.city.name, place=place_text(stand)),
        says=_says(held, stand),
        home_url=f"/cities/{place.city.city_id}" if place.city.city_id else "",
        plot=_plot(held, place),
        grounds=tuple(_ground(held, one, code, read) for one in held.criteria if one.is_leaf),
        behind=_behind(facts),
        behind_url=facts.url,
        lifted=tuple(lift_line(held, one, stand, read.practices) for one in read.lifted),
        history=tuple(_past(each, run, code) for each, run in read.others if _is_in(run, code)),
        changed=_changed(held, code, read.others),
        compare_url=compare_url(facts, code, other) if other else compare_url(facts, code),
        compare_with=held.places[other].city.name if other else "",
        ranking_url=edition_url(facts),
        tabs=tabs_of(facts, ""),
        crumbs=crumbs_to(facts, Crumb(place.city.name)),
    )


def _says(held: Held, stand: Stand) -> tuple[str, ...]:
    place = held.places[stand.code]
    words = _("{score} in all, {rank} of {of}.")
    said = [
        words.format(
            score=numbers.number(place.score, held.shown_decimals),
            rank=numbers.ordinal(stand.rank),
            of=numbers.number(len(held.stands)),
        )
    ]
    if stand.low is not None and stand.high is not None:
        words = _(
            "In 90% of {draws} {ways} it stands between {low} and {high} place; it is first "
            "in {first}."
        )
        first = share_text(stand.first) if stand.first else _("none")
        said.append(
            words.format(
                draws=numbers.number(held.run.draws),
                ways=weightings(held.run),
                low=numbers.ordinal(stand.low),
                high=numbers.ordinal(stand.high),
                first=first,
            )
        )
    gains, loses = _sways(held, stand.code)
    if gains and loses:
        words = _("It gains when {gains} count for more, and loses when {loses} do.")
        said.append(words.format(gains=numbers.listing(gains), loses=numbers.listing(loses)))
    return tuple(said)


def _sways(held: Held, code: str) -> tuple[list[str], list[str]]:
    """Return by which weights a city gains on the average city, and by which it loses.

    A criterion on which it is further above the mean of all than in the index lifts it when it
    counts for more: exactly so for means, by and large for others.
    """
    result = held.run.result
    codes = result["codes"]
    row = result["values"][result["units"].index(code)]

    def lead(one: str) -> float:
        at = codes.index(one)
        known = [each[at] for each in result["values"] if each[at] is not None]
        return row[at] - mean(known) if row[at] is not None else 0.0

    whole = lead(held.index)
    by = sorted(((lead(one) - whole, held.names[one]) for one in held.top), reverse=True)
    gains = [name for ahead, name in by[:NAMED] if ahead > 0]
    loses = [name for ahead, name in reversed(by[-NAMED:]) if ahead < 0]
    return [_inside(name) for name in gains], [_inside(name) for name in loses]


def _inside(name: str) -> str:
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _plot(held: Held, place: Place) -> ScorePlot:
    code = place.city.code
    rows = [
        *(_whole_row(held, one, code) for one in held.top if one not in held.leaves),
        *(_leaf_row(held, one, code) for one in held.leaves),
    ]
    return ScorePlot(city=place.city.name, rows=tuple(rows))


def _whole_row(held: Held, pillar: str, code: str) -> ScoreRow:
    result = held.run.result
    at = result["codes"].index(pillar)
    values = {unit: row[at] for unit, row in zip(result["units"], result["values"], strict=True)}
    return _score_row(held, pillar, code, values, is_whole=True)


def _leaf_row(held: Held, leaf: str, code: str) -> ScoreRow:
    inputs = held.run.inputs
    at = held.leaves.index(leaf)
    values = {unit: row[at] for unit, row in zip(inputs["units"], inputs["values"], strict=True)}
    return _score_row(held, leaf, code, values, is_whole=False)


def _score_row(
    held: Held, criterion: str, code: str, values: Mapping[str, float | None], *, is_whole: bool
) -> ScoreRow:
    known = {unit: value for unit, value in values.items() if value is not None}
    facts = next((one for one in held.criteria if one.code == criterion), None)
    ends = [*known.values()] or [0.0]
    low = facts.low if facts and facts.low is not None and not is_whole else min(ends)
    high = facts.high if facts and facts.high is not None and not is_whole else max(ends)
    mine = known.get(code)
    turned = facts is not None and facts.direction < 0 and not is_whole
    return ScoreRow(
        label=held.names[criterion],
        mine=mine,
        others=tuple(value for unit, value in known.items() if unit != code),
        low=low if low < high else high - 1,
        high=high,
        text=numbers.number(mine, 1 if is_whole else held.decimals[criterion]),
        place=_place_among(mine, [*known.values()], turned=turned),
        note=_("less is better") if turned else "",
        is_whole=is_whole,
    )


def _place_among(mine: float | None, values: Sequence[float], *, turned: bool) -> str:
    """Say how many of all have the same, and the place."""
    if mine is None:
        return ""
    place = 1 + sum(value < mine if turned else value > mine for value in values)
    same = sum(value == mine for value in values) - 1
    of = numbers.number(len(values))
    if not same:
        return _("{place} of {of}").format(place=numbers.ordinal(place), of=of)
    words = ngettext(
        "{place} of {of}, with {same} other", "{place} of {of}, with {same} others", same
    )
    return words.format(place=numbers.ordinal(place), of=of, same=numbers.number(same))


def _ground(held: Held, criterion: CriterionFacts, code: str, read: Read) -> Ground:
    inputs = held.run.inputs
    leaves = held.leaves
    value = None
    if criterion.code in leaves:
        value = inputs["values"][inputs["units"].index(code)][leaves.index(criterion.code)]
    marks = {mark.hand: mark for mark in read.marks.get(criterion.code, ())}
    settled = marks.get(Hand.SETTLED)
    decimals = held.decimals.get(criterion.code, 1)
    return Ground(
        criterion=criterion.name,
        definition=criterion.definition,
        score=numbers.number(value, decimals),
        means=next((step.meaning for step in criterion.steps if step.score == value), ""),
        note=settled.note if settled else "",
        proofs=tuple(
            line for mark in marks.values() for proof in mark.proofs if (line := _proof(proof))
        ),
        earlier=tuple(
            _("{value} until {day}").format(
                value=numbers.number(one.value, decimals), day=numbers.day(one.until.date())
            )
            for one in read.earlier.get(criterion.code, ())
        ),
        replies=tuple(one for one in read.replies if one.criterion == criterion.code),
        history_url=f"{held.facts.path}/{code}/marks/{criterion.criterion_id}" if marks else "",
    )


def _proof(proof: ProofFacts) -> ProofLine | None:
    """Return where a mark can be looked up; None where nothing that is told may be seen."""
    text = proof.title or proof.note or proof.url or proof.file
    if not text:
        return None
    if proof.page:
        text = _("{title}, page {page}").format(title=text, page=proof.page)
    if proof.document:
        return ProofLine(text, record_url("document", proof.document), is_elsewhere=False)
    return ProofLine(text, proof.url, is_elsewhere=bool(proof.url))


def _behind(facts: EditionFacts) -> str:
    if facts.kind == Kind.OBSERVED:
        words = _(
            "All scores are as {source} published them. What each rests on was not published "
            "with them."
        )
        return words.format(source=facts.attribution)
    if facts.kind == Kind.UPLOADED:
        return _("All scores are as the network's staff took them from a spreadsheet.")
    return _("Two reviewers read the evidence apart from each other; where they differed, it was "
             "settled.")  # fmt: skip


def _is_in(run: Run, code: str) -> bool:
    return any(one.code == code for one in stands(run))


def _past(facts: EditionFacts, run: Run, code: str) -> Past:
    stood = stands(run)
    stand = next(one for one in stood if one.code == code)
    score = run.result["scores"][run.result["units"].index(code)]
    words = _("{place} of {of}")
    return Past(
        name=facts.name,
        url=in_ranking(facts, code),
        place=words.format(place=place_text(stand), of=numbers.number(len(stood))),
        score=numbers.number(score, int(run.doubt["decimals"])),
    )


def _changed(held: Held, code: str, others: Sequence[tuple[EditionFacts, Run]]) -> str:
    """Say what moved the city since the edition before, where it was in both."""
    year = held.facts.year or 0
    before = next(
        ((facts, run) for facts, run in others if (facts.year or 0) < year and _is_in(run, code)),
        None,
    )
    if before is None:
        return ""
    facts, run = before

    def made() -> tuple[Move, ...]:
        try:
            return moves_between(run, held.run)
        except NotBuilt:
            return ()

    moved = next(
        (one for one in lately(held.run, ("moves", run.pk), made) if one.code == code), None
    )
    return _moved(moved, facts) if moved else ""


def _moved(moved: Move, facts: EditionFacts) -> str:
    words = _(
        "It went from {was} in {edition} to {now}: its own scores account for {own}, those of "
        "the others for {others}, cities that came in or left for {entry}{method}."
    )
    method = ""
    if abs(moved.rank.method) >= 0.05:  # noqa: PLR2004 -- a twentieth of a place is nothing
        method = _(", the way of making it for {places}").format(places=_places(moved.rank.method))
    return words.format(
        was=numbers.ordinal(moved.rank_before),
        now=numbers.ordinal(moved.rank_after),
        edition=facts.name,
        own=_places(moved.rank.own),
        others=_places(moved.rank.others),
        entry=_places(moved.rank.entry),
        method=method,
    )


def _places(lost: float) -> str:
    """Say how many places were won or lost."""
    size = round(abs(lost), 1)
    if not size:
        return _("none")
    shown = numbers.number(size)
    if lost < 0:
        words = ngettext("{n} place up", "{n} places up", 1 if size == 1 else 2)
    else:
        words = ngettext("{n} place down", "{n} places down", 1 if size == 1 else 2)
    return words.format(n=shown)


def _neighbour(held: Held, code: str) -> str:
    """Return the city above it, or of the first the second; empty where it is alone."""
    codes = [one.code for one in held.stands]
    at = codes.index(code)
    return codes[at - 1] if at else codes[1] if len(codes) > 1 else ""
