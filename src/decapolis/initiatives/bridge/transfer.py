"""Whether what a practice stood on in its city holds in the city of a plan."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.cities.models import City
from decapolis.engines import transfer as engine
from decapolis.indicators.queries import Figure
from decapolis.initiatives.choices import Condition, FundingState, Standing
from decapolis.initiatives.queries.shown import PlanShown, PostShown
from decapolis.initiatives.queries.transfer import FindingShown, Stood, findings_of, stood_on
from decapolis.kernel import numbers
from decapolis.kernel.permissions import Reader
from decapolis.library.choices import FundingKind
from decapolis.organisations.choices import Sector
from decapolis.organisations.models import Organisation
from decapolis.peers.bridge.atlas import Atlas, read_atlas
from decapolis.peers.choices import (
    THEME_WEIGHTS,
    climate_in_words,
    climate_unlike,
    weights_for,
)

# OECD: classes of urban areas (50 000, 200 000, 500 000, 1.5 million) are 2.5 to 4 times apart.
SIZE_TIMES: Final = 2.5
# Regulation (EU) 2021/1060, article 108: below it a region counts as less developed.
MEANS_SHARE: Final = 0.75
# docs/engines/peers.md: from there on two climates are told as different.
CLIMATE_MOST: Final = 0.3
# Weights of peers (docs/engines/peers.md) from which density is asked, and up to which climate
# hardly matters for a theme.
DENSE_FROM, MILD_TO = 1.5, 0.25
# Countries whose states make laws of their own (Forum of Federations).
FEDERAL: Final = frozenset(
    "AR AU AT BE BA BR CA KM ET DE IN IQ MY MX FM NP NG PK RU KN SO ZA SS ES SD CH AE US VE".split()  # noqa: SIM905 -- reads better
)
EU: Final = frozenset(
    "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split()  # noqa: SIM905 -- reads better
)
MOST_NAMES: Final = 3


class Key(NamedTuple):
    """By what a check is known within an initiative."""

    slug: str
    condition: str
    detail: str


@dataclass(frozen=True, slots=True)
class Check:
    """One condition: how it is there, how it is here, and whether it is met.

    Attributes
    ----------
    by_figures
        What the rule says; `standing` is what the team says where it says something.
    there, here
        Sentences or figures with year and level; empty where nothing is known.
    rule
        The rule with its threshold, and what it came to, in sentences.
    sources
        Words and addresses of the figures.
    matters
        False where the theme of the plan hardly hangs on it.
    """

    key: Key
    label: str
    there: str
    here: str
    by_figures: Standing
    rule: str
    sources: tuple[tuple[str, str], ...] = ()
    matters: bool = True
    team: FindingShown | None = None

    @property
    def condition_label(self) -> str:
        """The condition in words."""
        return str(Condition(self.key.condition).label)

    @property
    def standing(self) -> Standing:
        """Whether it is met: by the team where it says so, else by figures."""
        if self.team is not None and self.team.standing:
            return Standing(self.team.standing)
        return self.by_figures

    @property
    def is_gap(self) -> bool:
        """Whether something is to be done about it."""
        return self.standing != Standing.MET


@dataclass(frozen=True, slots=True)
class Transfer:
    """All conditions of one practice."""

    slug: str
    title: str
    city: str
    place: str
    my_city: str
    barriers: tuple[str, ...]
    checks: tuple[Check, ...]

    def count(self, standing: Standing) -> int:
        """Return how many conditions stand so."""
        return sum(one.standing == standing for one in self.checks)

    @property
    def sentence(self) -> str:
        """What it says, for readers."""
        met, not_met = self.count(Standing.MET), self.count(Standing.NOT_MET)
        unknown = self.count(Standing.UNKNOWN)
        told = ngettext(
            "{n} condition: {met} met, {not_met} not met, {unknown} unknown.",
            "{n} conditions: {met} met, {not_met} not met, {unknown} unknown.",
            len(self.checks),
        )
        return told.format(n=len(self.checks), met=met, not_met=not_met, unknown=unknown)


@dataclass(frozen=True, slots=True)
class _Here:
    """What the plan and its city hold against the conditions."""

    city: City
    row: int | None
    atlas: Atlas
    weights: Mapping[str, float]
    payers: frozenset[str] | None
    partners: Mapping[str, tuple[str, ...]] | None
    posts: tuple[PostShown, ...]


def transfers(plan: PlanShown, reader: Reader | None) -> tuple[Transfer, ...]:
    """Return the conditions of every practice that a plan draws on, as far as its reader may see.

    Worked out anew each time from figures and the plan; what the team says stands beside it.
    """
    practices = stood_on([draw.slug for draw in plan.practices], reader=reader)
    said = findings_of(plan.key, reader=reader)
    here = _here(plan)
    return tuple(
        Transfer(
            slug=stood.slug,
            title=stood.title,
            city=stood.city_name,
            place=stood.city.label if stood.city else stood.city_name,
            my_city=here.city.name,
            barriers=stood.barriers,
            checks=tuple(
                _with(check, said.get((check.key.slug, check.key.condition, check.key.detail)))
                for check in _checks(stood, here)
            ),
        )
        for stood in practices
    )


def check_of(plan: PlanShown, key: Key, reader: Reader | None) -> tuple[Transfer, Check] | None:
    """Return one check and its practice; None where there is none such."""
    for one in transfers(plan, reader):
        for check in one.checks:
            if check.key == key:
                return one, check
    return None


def _with(check: Check, team: FindingShown | None) -> Check:
    return Check(
        check.key, check.label, check.there, check.here, check.by_figures, check.rule,
        check.sources, check.matters, team,
    )  # fmt: skip


def _here(plan: PlanShown) -> _Here:
    city = City.objects.select_related("country").get(pk=plan.city_id)
    atlas = read_atlas()
    themes: list[str | None] = [theme for theme in plan.themes if theme in THEME_WEIGHTS]
    weights: dict[str, float] = {}
    for theme in themes or [None]:
        for facet, weight in weights_for(theme).items():
            weights[facet] = max(weight, weights.get(facet, 0.0))
    kinds = [one.funding_kind for one in plan.funding if one.state != FundingState.REFUSED]
    posts = (line for part in plan.parts for line in part.lines if isinstance(line, PostShown))
    return _Here(
        city=city,
        row=atlas.columns.table.row.get(city.pk),
        atlas=atlas,
        weights=weights,
        payers=frozenset(filter(None, kinds)) or None,
        partners=_partners(plan),
        posts=tuple(posts),
    )


def _partners(plan: PlanShown) -> Mapping[str, tuple[str, ...]] | None:
    """Return the partners of the plan by sector; None where no activity names any."""
    slugs = {one.organisation for one in plan.activities if one.organisation}
    rows = Organisation.objects.filter(slug__in=slugs).values_list("slug", "name", "sector")
    known = {slug: (name, sector) for slug, name, sector in rows} if slugs else {}
    found: dict[str, dict[str, None]] = {}
    for one in plan.activities:
        name, sector = known.get(one.organisation, (one.partner, ""))
        sector = one.sector or sector
        if sector:
            found.setdefault(sector, {})[name or one.title] = None
    return {sector: tuple(names) for sector, names in found.items()} or None


def _checks(stood: Stood, here: _Here) -> Iterator[Check]:
    """Yield the conditions of a practice; of one's own city those alone that may have changed."""
    other = here.atlas.columns.table.row.get(stood.city.pk) if stood.city else None
    is_own = stood.city is not None and stood.city.pk == here.city.pk
    if not is_own:
        yield _size(stood, here, other, "size", _("Residents"))
        if here.weights.get("density", 0.0) >= DENSE_FROM:
            yield _size(stood, here, other, "density", _("Density"))
        yield _means(stood, here, other)
    yield _payers(stood, here)
    if not is_own:
        yield _law(stood, here)
        yield _government(stood, here, other)
    yield _staff(stood, here)
    if not is_own:
        yield _climate(stood, here, other)
    yield from _sectors(stood, here)


def _size(stood: Stood, here: _Here, other: int | None, facet: str, label: str) -> Check:
    mine, theirs = _pair(here, other, facet)
    judged = engine.within_times(_value(mine), _value(theirs), times=SIZE_TIMES)
    rule = _(
        "Met where one city has at most {times} times what the other has: classes of urban areas "
        "of the OECD are 2.5 to 4 times apart."
    ).format(times=numbers.number(SIZE_TIMES))
    return _of_figures(
        Key(stood.slug, Condition.SIZE, "" if facet == "size" else facet), label, mine, theirs,
        Standing(judged.standing), f"{rule} {_ratio(judged, here)}".strip(),
    )  # fmt: skip


def _means(stood: Stood, here: _Here, other: int | None) -> Check:
    mine, theirs = _pair(here, other, "income")
    both = mine if mine and theirs and mine.code == theirs.code else None
    judged = engine.at_least(
        _value(mine) if both else float("nan"), _value(theirs), share=MEANS_SHARE
    )
    rule = _(
        "Met from {share} of what people there have: below it the European Union calls a region "
        "less developed (Regulation 2021/1060, article 108)."
    ).format(share=numbers.percent(100 * MEANS_SHARE))
    return _of_figures(
        Key(stood.slug, Condition.MONEY, ""), both.name if both else _("Income"), mine, theirs,
        Standing(judged.standing), f"{rule} {_ratio(judged, here)}".strip(),
    )  # fmt: skip


def _payers(stood: Stood, here: _Here) -> Check:
    judged = engine.covers([str(one) for one in stood.payers], here.payers)
    rule = _("Met where the plan has a funding line of every kind that paid there.")
    missing = [one for one in stood.payers if one not in (here.payers or ())]
    if judged.standing == "not-met":
        names = numbers.listing([str(one.label).lower() for one in missing])
        rule += " " + _("Missing: {names}.").format(names=names)
    if FundingKind.EU in missing and here.city.country_id not in EU:
        rule += " " + _("Grants of the European Union are for its member states.")
    return Check(
        key=Key(stood.slug, Condition.MONEY, "payers"),
        label=_("Who paid"),
        there=numbers.listing([str(one.label) for one in stood.payers]),
        here=numbers.listing([str(FundingKind(one).label) for one in sorted(here.payers or ())]),
        by_figures=Standing(judged.standing),
        rule=rule,
    )


def _law(stood: Stood, here: _Here) -> Check:
    """Judge the law by country alone; where states make laws, another state leaves it open."""
    country = engine.same(here.city.country_id, stood.country)
    is_federal = stood.country in FEDERAL
    region = engine.same(here.city.admin1_name, stood.region)
    standing = Standing.UNKNOWN
    why = _("Another country has another law: whether yours allows the same is for you to say.")
    if country.standing == "met":
        settled = not is_federal or region.standing == "met"
        standing = Standing.MET if settled else Standing.UNKNOWN
        why = (
            _("The same law holds in both.")
            if settled
            else _(
                "States make laws of their own there: whether yours allows it is for you to say."
            )
        )
    rule = _("Met within one country, and within one state where states make laws.")
    there = [stood.region, stood.country_name] if is_federal else [stood.country_name]
    mine = [here.city.admin1_name] if here.city.country_id in FEDERAL else []
    return Check(
        key=Key(stood.slug, Condition.LAW, ""),
        label=_("Country and state"),
        there=", ".join(filter(None, there)),
        here=", ".join(filter(None, [*mine, here.city.country.name])),
        by_figures=standing,
        rule=f"{rule} {why}" if stood.country else rule,
    )


def _government(stood: Stood, here: _Here, other: int | None) -> Check:
    mine, theirs = _pair(here, other, "government")
    judged = engine.same(mine.word if mine else "", theirs.word if theirs else "")
    return _of_figures(
        Key(stood.slug, Condition.LAW, "government"), _("Form of government"), mine, theirs,
        Standing(judged.standing),
        _("Met where the same form says who may decide. It is known of few cities."),
    )  # fmt: skip


def _staff(stood: Stood, here: _Here) -> Check:
    wanted = {str(one.id): one for one in here.posts}
    filled = [key for key, one in wanted.items() if one.is_filled]
    judged = engine.covers(list(wanted), filled if wanted else None)
    count = sum(one.count or 0 for one in here.posts)
    told = ""
    if wanted:
        told = ngettext(
            "{n} post in the plan, {filled} filled", "{n} posts in the plan, {filled} filled",
            len(wanted),
        ).format(n=len(wanted), filled=len(filled))  # fmt: skip
        if count:
            told += _(" ({count} full-time)").format(count=numbers.number(count))
    led = _("led by {lead}; the record does not say how many worked on it").format(lead=stood.lead)
    return Check(
        key=Key(stood.slug, Condition.STAFF, ""),
        label=_("People"),
        there=led if stood.lead else "",
        here=told,
        by_figures=Standing(judged.standing),
        rule=_("Met where every post of the plan is filled; unknown while the plan names none."),
    )


def _climate(stood: Stood, here: _Here, other: int | None) -> Check:
    mine, theirs = _pair(here, other, "climate")
    gap = climate_unlike(mine.word, theirs.word) if mine and theirs else float("nan")
    judged = engine.near_enough(gap, most=CLIMATE_MOST)
    rule = _(
        "Met where the Köppen-Geiger classes differ by at most {most} on a scale from 0 to 1, as "
        "where cities are compared."
    ).format(most=numbers.number(CLIMATE_MOST))
    if judged.standing != "unknown":
        rule += " " + _("Here: {gap}.").format(gap=numbers.number(round(gap, 2)))
    return Check(
        key=Key(stood.slug, Condition.CLIMATE, ""),
        label=_("Climate"),
        there=_climate_words(theirs),
        here=_climate_words(mine),
        by_figures=Standing(judged.standing),
        rule=rule,
        sources=_sources(mine, theirs),
        matters=here.weights.get("climate", 0.0) > MILD_TO,
    )


def _sectors(stood: Stood, here: _Here) -> Iterator[Check]:
    names: dict[Sector, list[str]] = {}
    for sector, name in stood.partners:
        names.setdefault(sector, []).append(name)
    for sector, there in names.items():
        held = None if here.partners is None else set(here.partners)
        judged = engine.covers([str(sector)], held)
        mine = (here.partners or {}).get(sector, ())
        rule = _("Met where an activity of the plan names a partner of that sector.")
        if here.partners is None:
            rule += " " + _("The plan names no partners yet.")
        yield Check(
            key=Key(stood.slug, Condition.PARTNERS, str(sector)),
            label=_("Partners: {sector}").format(sector=str(sector.label).lower()),
            there=_names(there),
            here=_names(mine) if mine or here.partners is None else _("none named"),
            by_figures=Standing(judged.standing),
            rule=rule,
        )


def _of_figures(
    key: Key, label: str, mine: Figure | None, theirs: Figure | None, standing: Standing, rule: str
) -> Check:
    return Check(
        key=key,
        label=label,
        there=_told(theirs),
        here=_told(mine),
        by_figures=standing,
        rule=rule,
        sources=_sources(mine, theirs),
    )


def _pair(here: _Here, other: int | None, facet: str) -> tuple[Figure | None, Figure | None]:
    """Return the best figure of a facet that both cities have, else the best of each alone."""
    columns = here.atlas.columns
    at = [place for place, one in enumerate(columns.measures) if one.facet == facet]
    mine, theirs = (
        [place for place in at if row is not None and np.isfinite(columns.values[row, place])]
        for row in (here.row, other)
    )
    shared = [place for place in mine if place in theirs]
    first, second = shared or mine, shared or theirs
    return (
        columns.figure(here.row, first[0]) if here.row is not None and first else None,
        columns.figure(other, second[0]) if other is not None and second else None,
    )


def _value(figure: Figure | None) -> float:
    return figure.value if figure is not None and figure.value else float("nan")


def _told(figure: Figure | None) -> str:
    if figure is None:
        return ""
    of = {"country": _("of the country"), "region": _("of the region")}.get(figure.level, "")
    return ", ".join(filter(None, [figure.shown, figure.period, of]))


def _climate_words(figure: Figure | None) -> str:
    return f"{climate_in_words(figure.word)} ({figure.word})" if figure else ""


def _sources(*figures: Figure | None) -> tuple[tuple[str, str], ...]:
    found = {(one.source, one.url): None for one in figures if one is not None}
    return tuple(found)


def _ratio(judged: engine.Judged, here: _Here) -> str:
    if judged.standing == "unknown":
        return ""
    return _("{city} has {times} times as much.").format(
        city=here.city.name, times=numbers.number(float(f"{judged.measure:.2g}"))
    )


def _names(names: tuple[str, ...] | list[str]) -> str:
    shown = list(names[:MOST_NAMES])
    more = len(names) - len(shown)
    if more:
        shown.append(_("{n} more").format(n=more))
    return numbers.listing(shown)
