"""What the page of a plan shows, part by part, and each of its forms."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.initiatives.bridge.pictures import gantt_of
from decapolis.initiatives.choices import REVIEW_DAYS, CostKind, LineKind, PlanPart, Stage
from decapolis.initiatives.models import Initiative
from decapolis.initiatives.queries.shown import Gap, LineShown, Part, PlanShown, TextShown
from decapolis.initiatives.validators.fields import KINDS, TEXTS
from decapolis.kernel import numbers
from decapolis.kernel.charts import Gantt, Table
from decapolis.kernel.permissions import Reader
from decapolis.pages.assessments.contexts.theory import theory_url
from decapolis.pages.components import Crumb, Tab
from decapolis.pages.initiatives.fields import Field
from decapolis.pages.initiatives.tabs import crumbs_of, may_write_there, tabs_of
from decapolis.pages.links import with_query


@dataclass(frozen=True, slots=True)
class LineCard:
    """A line as it is read; ``edit_url`` is empty for who does not write."""

    anchor: str
    title: str
    facts: tuple[tuple[str, str, str], ...]  # label, words, address
    long: tuple[tuple[str, str], ...]  # label, words
    missing: tuple[tuple[str, str], ...]  # what is missing of it, and where that is written
    edit_url: str
    is_fresh: bool  # just saved


@dataclass(frozen=True, slots=True)
class FormShown:
    """A form that is open in a part: of its texts, of a new line or of one that is there."""

    url: str
    title: str
    about: str  # anchor of the line; empty: a new one, or texts
    version: int
    main: tuple[Field, ...]
    rare: tuple[Field, ...]
    rare_open: bool
    said: str  # what happened; empty: nothing
    is_line: bool
    cancel_url: str


@dataclass(frozen=True, slots=True)
class GoneLine:
    """A line that was taken out, and where it is brought back."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Brick:
    """One part of the plan on its page."""

    name: str
    anchor: str
    title: str
    texts: tuple[TextShown, ...]
    lines: tuple[LineCard, ...]
    gaps: tuple[str, ...]
    is_empty: bool
    is_confirmed: bool
    url: str  # where it is written; empty for who does not
    texts_url: str
    add_url: str
    add_label: str
    form: FormShown | None
    just_out: GoneLine | None
    gone: tuple[GoneLine, ...]
    gantt: Gantt | None
    sums: Table | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A part in the list of contents."""

    title: str
    anchor: str
    gaps: int
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class PlanPage:
    """The whole plan."""

    template: ClassVar[str] = "initiatives/plan.html"
    crumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    title: str
    kicker: str
    challenge: str
    heads: tuple[tuple[str, str], ...]
    bricks: tuple[Brick, ...]
    contents: tuple[Entry, ...]
    gaps: str
    fill_url: str
    changed: str
    theory: tuple[str, str] | None  # title, address
    hidden: str


@dataclass(frozen=True, slots=True)
class PartPage:
    """One part on a page of its own, or swapped into the plan."""

    template: ClassVar[str] = "initiatives/part.html"
    crumbs: tuple[Crumb, ...]
    title: str
    kicker: str
    brick: Brick
    contents: tuple[Entry, ...]
    gaps: str


@dataclass(frozen=True, slots=True)
class Marked:
    """What just happened in a part: which line was saved, which one was taken out."""

    fresh: str = ""
    out: GoneLine | None = None
    gone: tuple[GoneLine, ...] = ()


def plan_page(
    initiative: Initiative, plan: PlanShown, *, reader: Reader | None, marked: Mapping[str, Marked]
) -> PlanPage:
    """Return the page of a plan; for who does not write in it, the document alone."""
    may = may_write_there(initiative, reader)
    bricks = (brick_of(plan, part, may=may, marked=marked.get(part.name)) for part in plan.parts)
    theory = theory_url(initiative.city, plan.theory_slug)
    return PlanPage(
        crumbs=crumbs_of(initiative, Crumb(_("Plan"))),
        tabs=tabs_of(initiative, reader=reader, here="plan"),
        title=plan.title,
        kicker=f"{plan.city} \N{MIDDLE DOT} {plan.stage_label}",
        challenge=plan.challenge,
        heads=_heads(plan),
        bricks=tuple(one for one in bricks if may or not one.is_empty or one.gaps or one.notes),
        contents=contents_of(plan),
        gaps=gaps_in_words(plan),
        fill_url=f"{plan.path}/fill" if may and initiative.board else "",
        changed=_changed(plan),
        theory=(plan.theory_title, theory) if plan.theory_slug else None,
        hidden=_hidden(plan.hidden),
    )


def part_page(
    initiative: Initiative,
    plan: PlanShown,
    name: PlanPart,
    *,
    form: FormShown | None = None,
    marked: Marked | None = None,
) -> PartPage:
    """Return one part, perhaps with a form open, for who writes in it."""
    part = plan.part(name)
    return PartPage(
        crumbs=crumbs_of(initiative, Crumb(_("Plan"), plan.path), Crumb(part.title)),
        title=part.title,
        kicker=plan.title,
        brick=brick_of(plan, part, may=True, form=form, marked=marked),
        contents=contents_of(plan),
        gaps=gaps_in_words(plan),
    )


def contents_of(plan: PlanShown) -> tuple[Entry, ...]:
    """Return the parts with how much is missing in each."""
    return tuple(
        Entry(part.title, f"part-{part.name}", len(part.gaps), part.is_confirmed)
        for part in plan.parts
    )


def gaps_in_words(plan: PlanShown) -> str:
    """Say how much is missing in all."""
    n = len(plan.gaps)
    words = ngettext("{n} gap is open.", "{n} gaps are open.", n)
    return words.format(n=n) if n else _("No gap is open.")


def brick_of(
    plan: PlanShown,
    part: Part,
    *,
    may: bool,
    form: FormShown | None = None,
    marked: Marked | None = None,
) -> Brick:
    """Return one part as it is shown."""
    url, told = f"{plan.path}/{part.name}", marked or Marked()
    return Brick(
        name=part.name,
        anchor=f"part-{part.name}",
        title=part.title,
        texts=tuple(one for one in part.texts if one.text),
        lines=tuple(_card(one, part, url if may else "", told.fresh) for one in part.lines),
        gaps=tuple(gap.text for gap in part.gaps),
        is_empty=part.is_empty,
        is_confirmed=part.is_confirmed,
        url=url if may else "",
        texts_url=url if may and part.name in TEXTS else "",
        add_url=f"{url}/new" if may and part.kind else "",
        add_label=str(KINDS[part.kind].add) if part.kind else "",
        form=form,
        just_out=told.out,
        gone=told.gone if may else (),
        gantt=_gantt(plan) if part.name == PlanPart.ACTIVITIES and form is None else None,
        sums=_sums(plan) if part.name == PlanPart.BUDGET else None,
        notes=_reviews(plan) if part.name == PlanPart.REVIEWS else (),
    )


def anchor_of(kind: LineKind, key: int) -> str:
    """Return where a line stands on the page."""
    return f"{kind}-{key}"


def _card(line: LineShown, part: Part, url: str, fresh: str) -> LineCard:
    long = {spec.name for spec in KINDS[line.kind].fields if spec.input == "area"}
    anchor = anchor_of(line.kind, line.id)
    return LineCard(
        anchor=anchor,
        title=line.title,
        facts=tuple((one.label, one.text, one.url) for one in line.facts if one.name not in long),
        long=tuple((one.label, one.text) for one in line.facts if one.name in long),
        missing=_missing(line, part.gaps, f"{url}/{line.id}" if url else ""),
        edit_url=f"{url}/{line.id}" if url else "",
        is_fresh=anchor == fresh,
    )


def _missing(line: LineShown, gaps: tuple[Gap, ...], url: str) -> tuple[tuple[str, str], ...]:
    own = [gap.kind for gap in gaps if line.id in gap.lines and gap.kind in WANTED]
    found = []
    for words, field in (WANTED[kind] for kind in own):
        at = field or next((one.source for one in KINDS[line.kind].fields if one.source), "")
        found.append((words(), with_query(url, at=at) if url else ""))
    return tuple(found)


# Of each gap of a line: what is missing, and the field where that is written; empty: its source.
WANTED: Mapping[str, tuple[Callable[[], str], str]] = {
    "no-owner": (lambda: _("owner"), "owner"),
    "no-dates": (lambda: _("dates"), "start"),
    "no-criteria": (lambda: _("what must hold"), "criteria"),
    "out-of-order": (lambda: _("a start after what it waits for"), "start"),
    "no-amount": (lambda: _("amount"), "amount"),
    "no-source": (lambda: _("source"), ""),
    "no-year": (lambda: _("year"), "first_year"),
    "other-currency": (lambda: _("an amount in the currency of the plan"), "currency"),
    "other-prices": (lambda: _("prices of the year of the plan"), "price_year"),
    "short-running": (lambda: _("more years"), "years"),
    "no-proof": (lambda: _("proof"), "proof"),
    "no-deadline": (lambda: _("deadline"), "deadline"),
    "no-count": (lambda: _("number of posts"), "count"),
    "no-privacy": (lambda: _("data and privacy"), "privacy"),
    "no-exit": (lambda: _("exit"), "exit"),
    "no-rating": (lambda: _("likelihood"), "likelihood"),
    "no-response": (lambda: _("response"), "response"),
    "no-start": (lambda: _("value of today"), "baseline"),
    "no-target": (lambda: _("target with a date"), "target"),
    "no-minute": (lambda: _("minute or file"), "minute"),
}


def _gantt(plan: PlanShown) -> Gantt | None:
    made = gantt_of(plan, today=date.today())  # noqa: DTZ011 -- plans are made in days
    return made if made.days else None


def _sums(plan: PlanShown) -> Table | None:
    if not plan.sums.years:
        return None
    money = plan.currency
    heads = (
        _("Year"), *(str(kind.label).partition(",")[0] for kind in CostKind), _("All costs"),
        _("Certified"), _("Hoped for"), _("Not covered"),
    )  # fmt: skip
    rows = []
    for year in plan.sums.years:
        amounts = [year.costs.get(kind) for kind in CostKind]
        amounts += [year.cost, year.certified, year.hoped, year.open]
        said = str(year.year) if year.year is not None else _("not said")
        rows.append((said, *(numbers.money(one, money) if one else "" for one in amounts)))
    total = [plan.sums.by_kind(kind) for kind in CostKind]
    total += [plan.sums.cost, plan.sums.certified, plan.sums.hoped]
    total.append(sum((one.open for one in plan.sums.years), start=0 * plan.sums.cost))
    rows.append((_("In all"), *(numbers.money(one, money) if one else "" for one in total)))
    return Table(heads, tuple(rows), frozenset(range(1, len(heads))))


def _reviews(plan: PlanShown) -> tuple[str, ...]:
    if not plan.reviews:
        days = numbers.listing([str(day) for day in REVIEW_DAYS])
        words = _("The team looks back {days} days after the plan is approved.")
        return (words.format(days=days),)
    if plan.stage == Stage.STOPPED:  # it is asked no more
        return ()
    answered, due = _("After {n} days: answered."), _("After {n} days: due on {day}.")
    return tuple(
        answered.format(n=one.day)
        if one.is_answered
        else due.format(n=one.day, day=numbers.day(one.due))
        for one in plan.reviews
    )


def _heads(plan: PlanShown) -> tuple[tuple[str, str], ...]:
    found = []
    if plan.sponsors:
        found.append((_("Sponsor"), numbers.listing(plan.sponsors)))
    if plan.owners:
        found.append((_("Owner"), numbers.listing(plan.owners)))
    if plan.starts:
        found.append((_("Begins"), numbers.day(plan.starts)))
    if plan.sums.cost:
        cost = numbers.money(plan.sums.cost, plan.currency)
        words = _("{cost} at prices of {year}")
        found.append((_("Costs in all"), words.format(cost=cost, year=plan.price_year)))
    return tuple(found)


def _changed(plan: PlanShown) -> str:
    day = numbers.day(plan.changed.date())
    if plan.by:
        return _("Last changed on {day} by {name}.").format(day=day, name=plan.by)
    return _("Last changed on {day}.").format(day=day)


def _hidden(n: int) -> str:
    words = ngettext(
        "{n} source is not open to you and left out.",
        "{n} sources are not open to you and left out.",
        n,
    )
    return words.format(n=n) if n else ""
