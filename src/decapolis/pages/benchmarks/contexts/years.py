"""The page of a framework over its editions: how cities moved, and what moved them."""

from dataclasses import dataclass
from typing import ClassVar, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.benchmarks.bridge.panels import CAUSES, Causes, Move, Panel, Point, Step, Track
from decapolis.cities.models import City
from decapolis.kernel import numbers
from decapolis.kernel.charts import Bar, BarList, MoveBar, MoveKey, MovePart, Table
from decapolis.pages.benchmarks.contexts.links import LIST, city_url, edition_url, years_url
from decapolis.pages.components import Crumb

NOTHING: Final = 0.05  # of a place: what is less is not told


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause in the key: its look, its name, and what it means."""

    key: MoveKey
    name: str
    means: str


@dataclass(frozen=True, slots=True)
class Row:
    """A city in a step."""

    name: str
    url: str  # of its page in the later edition
    bar: MoveBar
    before: str
    after: str
    text: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class StepPart:
    """From one edition to the next: the field in sentences, and every city."""

    number: int
    title: str
    says: tuple[str, ...]
    shares: BarList | None  # of each cause in all that moved, in percent
    rows: tuple[Row, ...]
    table: Table | None
    why_not: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Own:
    """One city over all editions: where it stood, and each of its moves taken apart."""

    name: str
    says: tuple[str, ...]
    stood: Table
    moves: tuple[tuple[str, Table], ...]


@dataclass(frozen=True, slots=True)
class YearsPage:
    """What the page shows."""

    template: ClassVar[str] = "benchmarks/years.html"
    crumbs: tuple[Crumb, ...]
    name: str
    says: str
    url: str
    editions: tuple[tuple[str, str, str], ...]  # name, address, and what is said of it
    choices: tuple[tuple[str, str], ...]  # code and name of every city
    chosen: str
    fault: str
    own: Own | None
    causes: tuple[Cause, ...]
    steps: tuple[StepPart, ...]
    csv_url: str
    json_url: str


def years_page(panel: Panel, *, asked: str, home: City | None) -> YearsPage:
    """Return the page; ``asked`` is the code of a city, else the reader's own is told of."""
    mine = str(home.pk) if home else ""
    chosen = asked or mine
    track = panel.track(chosen) if chosen else None
    url = years_url(panel.framework)
    fault = _("{code} has no place in any of these editions.").format(code=asked)
    return YearsPage(
        crumbs=(
            Crumb(_("Cities"), "/cities/"),
            Crumb(_("Rankings"), LIST),
            Crumb(_("{name}, over the years").format(name=panel.name)),
        ),
        name=panel.name,
        says=_says(panel),
        url=url,
        editions=tuple((facts.name, edition_url(facts), facts.about) for facts in panel.editions),
        choices=tuple(
            sorted(((one.code, one.name) for one in panel.tracks), key=lambda one: one[1])
        ),
        chosen=track.code if track else "",
        fault=fault if asked and track is None else "",
        own=_own(panel, track) if track else None,
        causes=tuple(
            Cause(MoveKey(order), label, means)
            for order, (label, means) in enumerate(_words().values())
        ),
        steps=tuple(
            _step(number, step, panel, track.code if track else "")
            for number, step in reversed(list(enumerate(panel.steps, start=1)))
        ),
        csv_url=f"{url}.csv",
        json_url=f"{url}.json",
    )


def _words() -> dict[str, tuple[str, str]]:
    """Return the name of each cause, and what it means."""
    return {
        "own": (_("Its own data"), _("what changed in the city's own values")),
        "others": (_("Others' data"), _("what changed in the values of cities in both editions")),
        "entry": (_("Who takes part"), _("cities that came in or left")),
        "method": (_("The method"), _("recipe, weights and criteria")),
    }


def _says(panel: Panel) -> str:
    if not panel.steps:
        return _("There is one edition so far. When there is another, this page tells what moved.")
    step = panel.steps[-1]
    count = len([track for track in panel.tracks if _in_both(track)])
    words = ngettext(
        "{n} city is in both {before} and {after}; it moved {places}.",
        "{n} cities are in both {before} and {after}; on the average they moved {places}.",
        count,
    )
    return words.format(
        n=numbers.number(count),
        before=step.before.name,
        after=step.after.name,
        places=_size(step.mean_move),
    )


def _in_both(track: Track) -> bool:
    return all(point is not None for point in track.points[-2:])


def _size(places: float) -> str:
    size = round(places, 1)
    words = ngettext("{n} place", "{n} places", 1 if size == 1 else 2)
    return words.format(n=numbers.number(size))


def _places(lost: float) -> str:
    """Say how many places were won or lost."""
    size = round(abs(lost), 1)
    if size < NOTHING:
        return _("none")
    words = _("{places} up") if lost < 0 else _("{places} down")
    return words.format(places=_size(size))


def _points(value: float) -> str:
    """Say by how much a score rose or fell."""
    sign = "+" if value > 0 else ""
    return sign + numbers.number(round(value, 2))


def _bar(name: str, causes: Causes, most: float) -> MoveBar:
    parts = tuple(
        MovePart(label, -causes.part(key), _places(causes.part(key)))
        for key, (label, _means) in _words().items()
    )
    return MoveBar(name, parts, _places(causes.total), most)


def _reach(moves: tuple[Move, ...]) -> float:
    """Return how far the longest bar goes to either side."""
    ends = [
        abs(sum(part for part in map(one.rank.part, CAUSES) if (part > 0) == down))
        for one in moves
        for down in (True, False)
    ]
    return max(ends, default=1.0)


def _step(number: int, step: Step, panel: Panel, mine: str) -> StepPart:
    names = {track.code: track.name for track in panel.tracks}
    most = _reach(step.moves)
    rows = tuple(
        Row(
            name=names[one.code],
            url=city_url(step.after, one.code),
            bar=_bar(names[one.code], one.rank, most),
            before=numbers.number(one.rank_before),
            after=numbers.number(one.rank_after),
            text=_places(one.rank.total),
            is_mine=one.code == mine,
        )
        for one in step.moves
    )
    return StepPart(
        number=number,
        title=_("From {before} to {after}").format(before=step.before.name, after=step.after.name),
        says=_field(step, names),
        shares=_shares(step),
        rows=rows,
        table=_table(step, names) if rows else None,
        why_not=step.why_not,
        before=step.before.name,
        after=step.after.name,
    )


def _shares(step: Step) -> BarList | None:
    if step.field is None:
        return None
    bars = tuple(
        Bar(label, round(100 * step.field.part(key))) for key, (label, _means) in _words().items()
    )
    return BarList(_("Share of all moves, in percent"), bars)


def _field(step: Step, names: dict[str, str]) -> tuple[str, ...]:
    """Say what moved the field, who moved most, and who came and went."""
    said = []
    if step.field:
        words = _words()
        parts = sorted(((step.field.part(key), words[key][0]) for key in CAUSES), reverse=True)
        told = [f"{name[:1].lower()}{name[1:]} {numbers.percent(100 * part, 0)}"
                for part, name in parts]  # fmt: skip
        text = _("Of all that moved the cities up or down, each cause has: {parts}.")
        said.append(text.format(parts=numbers.listing(told)))
    if step.moves:
        best = min(step.moves, key=lambda one: one.rank.total)
        worst = max(step.moves, key=lambda one: one.rank.total)
        if best.rank.total < 0 < worst.rank.total:
            text = _("{best} climbed most ({up}), {worst} fell most ({down}).")
            said.append(
                text.format(
                    best=names[best.code],
                    up=_places(best.rank.total),
                    worst=names[worst.code],
                    down=_places(worst.rank.total),
                )
            )
    came, left = len(step.came), len(step.left)
    if came or left:
        text = _("{came} came in and {left} left.")
        cities = ngettext("{n} city", "{n} cities", came).format(n=numbers.number(came))
        said.append(text.format(came=cities, left=numbers.number(left)))
    return tuple(said)


def _table(step: Step, names: dict[str, str]) -> Table:
    heads = (_("City"), *(label for label, _means in _words().values()), _("In all"))
    rows = tuple(
        (
            names[one.code],
            *(_places(one.rank.part(key)) for key in CAUSES),
            _places(one.rank.total),
        )
        for one in step.moves
    )
    return Table(heads, rows)


def _own(panel: Panel, track: Track) -> Own:
    moves = [
        (step, move) for step in reversed(panel.steps) if (move := step.of(track.code)) is not None
    ]
    return Own(
        name=track.name,
        says=tuple(_moved(step, move) for step, move in moves)
        or (_("It is in one of these editions alone, so that there is no move to tell."),),
        stood=Table(
            (_("Edition"), _("Place"), _("Score")),
            tuple(
                (facts.name, _place(point), _score(point, decimals))
                for facts, point, decimals in zip(
                    panel.editions, track.points, panel.decimals, strict=True
                )
            ),
            frozenset({1, 2}),
        ),
        moves=tuple((_between(step), _apart(move)) for step, move in moves),
    )


def _between(step: Step) -> str:
    words = _("What moved it from {before} to {after}")
    return words.format(before=step.before.name, after=step.after.name)


def _place(point: Point | None) -> str:
    if point is None:
        return _("not in it")
    of = numbers.number(point.of)
    return _("{place} of {of}").format(place=numbers.ordinal(point.rank), of=of)


def _score(point: Point | None, decimals: int) -> str:
    return numbers.number(point.score, decimals) if point else ""


def _moved(step: Step, move: Move) -> str:
    """Say in a sentence how a city moved, and what moved it, the greatest cause first."""
    words = _words()
    parts = sorted(((abs(move.rank.part(key)), key) for key in CAUSES), reverse=True)
    told = [
        f"{words[key][0][:1].lower()}{words[key][0][1:]} {_places(move.rank.part(key))}"
        for size, key in parts
        if size >= NOTHING
    ]
    start = _("From {before} to {after} it went from {was} to {now}.")
    said = start.format(
        before=step.before.name,
        after=step.after.name,
        was=numbers.ordinal(move.rank_before),
        now=numbers.ordinal(move.rank_after),
    )
    if told:
        said += " " + _("By cause: {parts}.").format(parts=numbers.listing(told))
    return said


def _apart(move: Move) -> Table:
    words = _words()
    rows = [
        (words[key][0], _places(move.rank.part(key)), _points(move.score.part(key)))
        for key in CAUSES
    ]
    rows.append((_("In all"), _places(move.rank.total), _points(move.score.total)))
    return Table((_("Cause"), _("Places"), _("Score")), tuple(rows), frozenset({1, 2}))
