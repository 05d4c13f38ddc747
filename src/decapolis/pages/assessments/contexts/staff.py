"""What network staff see of rankings: all of them, a new one, one with its recipe."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.benchmarks.choices import Kind, State
from decapolis.benchmarks.errors import TableFaulty
from decapolis.benchmarks.models import Edition, Reply, Run
from decapolis.benchmarks.queries.desk import Gaps, gaps_of, open_replies, strangers
from decapolis.benchmarks.queries.editions import EditionFacts, editions, facts_of, run_to_read
from decapolis.benchmarks.queries.figures import HeldFigures
from decapolis.benchmarks.queries.frameworks import criteria_of
from decapolis.benchmarks.queries.method import Step, method_of
from decapolis.benchmarks.queries.ranking import ranking
from decapolis.kernel import numbers
from decapolis.kernel.charts import Table
from decapolis.kernel.permissions import Reader
from decapolis.pages.components import Crumb, Fault, Tab
from decapolis.pages.forms import faults_of
from decapolis.pages.people.tabs import staff_tabs

HOME = "/staff/rankings"
MOST_FAULTS = 100
MOST_NAMED = 12
MOST_PLACES = 10
DASH = "\N{EN DASH}"
ORDER = (State.DRAFT, State.ASSESSING, State.SETTLING, State.PUBLISHED, State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class EditionLine:
    """An edition in a list."""

    title: str
    url: str
    state: str
    line: str


@dataclass(frozen=True, slots=True)
class ReplyLine:
    """A reply that waits."""

    title: str
    url: str
    text: str
    when: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """All editions, the replies that wait, and how to begin another."""

    template: ClassVar[str] = "assessments/staff.html"
    tabs: tuple[Tab, ...]
    replies: tuple[ReplyLine, ...]
    editions: tuple[EditionLine, ...]


@dataclass(frozen=True, slots=True)
class NewPage:
    """A spreadsheet that becomes an index, with what is wrong in it."""

    template: ClassVar[str] = "assessments/new.html"
    crumbs: tuple[Crumb, ...]
    form: Form
    faults: tuple[Fault, ...]
    wrong: Table | None
    more: str


@dataclass(frozen=True, slots=True)
class AssessPage:
    """The form of a new assessment."""

    template: ClassVar[str] = "assessments/assess.html"
    crumbs: tuple[Crumb, ...]
    form: Form
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """The form of an index of figures that are held."""

    template: ClassVar[str] = "assessments/figures.html"
    crumbs: tuple[Crumb, ...]
    form: Form
    faults: tuple[Fault, ...]
    is_empty: bool  # no framework asks for figures that are held


@dataclass(frozen=True, slots=True)
class EditionPage:
    """One edition, and what staff can do with it now."""

    template: ClassVar[str] = "assessments/edition.html"
    crumbs: tuple[Crumb, ...]
    facts: EditionFacts
    url: str
    says: str
    found: str
    strangers: str  # names that are no city of the gazetteer
    gaps: str
    lacking: Table | None
    criteria: Table
    steps: tuple[Step, ...]
    places: Table | None
    left_out: str  # cities of which too little is known
    ranking_url: str  # empty: there is no index yet
    trouble: str  # why no index can be made
    recipe_url: str  # where the recipe of a draft is changed; empty: nowhere
    weights_url: str
    unmeasured: str  # criteria that no city has a value of
    why: Form
    faults: tuple[Fault, ...]
    work_url: str  # where marks are given and settled; empty: nowhere
    is_draft: bool
    can_open: bool
    can_close: bool
    can_publish: bool
    can_withdraw: bool
    replies: tuple[ReplyLine, ...]
    made: str


def list_page(reader: Reader) -> ListPage:
    """Return all editions, what needs work first."""
    order = {str(state): place for place, state in enumerate(ORDER)}
    found = sorted(editions(reader=reader), key=lambda one: order[one.state])
    return ListPage(
        tabs=staff_tabs(HOME),
        replies=tuple(map(reply_line, open_replies(reader))),
        editions=tuple(map(_line, found)),
    )


def reply_line(reply: Reply) -> ReplyLine:
    """Return a reply in a list."""
    title = _("{city} on {criterion}").format(
        city=reply.entrant.name, criterion=reply.criterion.name
    )
    return ReplyLine(
        title=title,
        url=reverse("assessments:answer", args=[reply.pk]),
        text=reply.text,
        when=numbers.day(reply.at.date()),
    )


def _line(facts: EditionFacts) -> EditionLine:
    cities = ngettext("{n} city", "{n} cities", facts.cities)
    parts = [cities.format(n=numbers.number(facts.cities)), facts.kind_label]
    return EditionLine(
        title=facts.title,
        url=reverse("assessments:edition", args=[facts.edition_id]),
        state=facts.state_label,
        line=", ".join(parts) + ".",
    )


def new_page(form: Form, faulty: TableFaulty | None = None) -> NewPage:
    """Return the form for a spreadsheet, with the rows that are to be mended."""
    rejections = faulty.rejections if faulty else ()
    rows = tuple((str(one.line), one.field, one.reason) for one in rejections[:MOST_FAULTS])
    hidden = len(rejections) - MOST_FAULTS
    more = ngettext("And {n} more like these.", "And {n} more like these.", max(hidden, 1))
    return NewPage(
        crumbs=(Crumb(_("Rankings"), HOME), Crumb(_("From a spreadsheet"))),
        form=form,
        faults=faults_of(form),
        wrong=Table((_("Line"), _("Column"), _("What is wrong")), rows) if rows else None,
        more=more.format(n=numbers.number(hidden)) if hidden > 0 else "",
    )


def assess_page(form: Form) -> AssessPage:
    """Return the form for an assessment."""
    return AssessPage(
        crumbs=(Crumb(_("Rankings"), HOME), Crumb(_("Assess cities"))),
        form=form,
        faults=faults_of(form),
    )


def figures_page(form: Form, held: Sequence[HeldFigures]) -> FiguresPage:
    """Return the form for an index of figures that are held."""
    return FiguresPage(
        crumbs=(Crumb(_("Rankings"), HOME), Crumb(_("From figures that are held"))),
        form=form,
        faults=faults_of(form),
        is_empty=not held,
    )


def figure_choices(held: Sequence[HeldFigures]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return which figures can be chosen, by framework."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in held:
        words = _("{cities} cities, {n} of {of} criteria: {source}, {year}").format(
            source=one.source, year=one.year, cities=numbers.number(one.cities), n=one.criteria,
            of=one.of,
        )  # fmt: skip
        groups.setdefault(one.framework, []).append((one.key, words))
    return list(groups.items())


def edition_page(edition: Edition, *, reader: Reader, why: Form, trouble: str = "") -> EditionPage:
    """Return one edition with what can be done now."""
    facts, run = facts_of(edition), run_to_read(edition, reader=reader)
    names, gaps = strangers(edition), gaps_of(edition)
    is_assessed = edition.kind == Kind.ASSESSED
    at_work = edition.state in {State.ASSESSING, State.SETTLING}
    can_change = edition.state == State.DRAFT and not is_assessed
    return EditionPage(
        crumbs=(Crumb(_("Rankings"), HOME), Crumb(facts.title)),
        facts=facts,
        url=reverse("assessments:edition", args=[edition.pk]),
        says=_says(edition),
        found=_found(facts.cities, len(names)),
        strangers=_named(names),
        gaps="" if is_assessed and edition.state in OPENING else _gaps(gaps),
        lacking=None if is_assessed else _lacking(gaps),
        criteria=_criteria(edition),
        steps=method_of(run) if run else (),
        places=_places(edition, run) if run else None,
        left_out=_named(ranking(edition, run).left_out) if run else "",
        ranking_url=edition.path if run else "",
        trouble=trouble,
        recipe_url=reverse("assessments:recipe", args=[edition.pk]) if can_change else "",
        weights_url=reverse("assessments:weights", args=[edition.pk]) if can_change else "",
        unmeasured=_named(gaps.unmeasured),
        why=why,
        faults=faults_of(why),
        work_url=edition.work_path if is_assessed and edition.state != State.DRAFT else "",
        is_draft=edition.state == State.DRAFT,
        can_open=is_assessed and edition.state == State.DRAFT,
        can_close=edition.state == State.ASSESSING,
        can_publish=_can_publish(edition, is_assessed=is_assessed, at_work=at_work),
        can_withdraw=edition.state == State.PUBLISHED,
        replies=tuple(
            reply_line(one) for one in open_replies(reader) if one.edition_id == edition.pk
        ),
        made=_made(run),
    )


OPENING = (State.DRAFT, State.ASSESSING)


def _can_publish(edition: Edition, *, is_assessed: bool, at_work: bool) -> bool:
    if edition.state in {State.SETTLING, State.WITHDRAWN}:
        return True
    return edition.state == State.DRAFT and not is_assessed and not at_work


def _says(edition: Edition) -> str:
    is_assessed = edition.kind == Kind.ASSESSED
    told = {
        State.DRAFT: _("A draft: only network staff see it. Open it, and cities and reviewers are "
                       "told that marks can be given.") if is_assessed else
                     _("A draft: only network staff see it. Look at what was read, choose how it "
                       "is put together, look at the ranking, then publish."),
        State.ASSESSING: _("Cities mark themselves, and two reviewers mark each city without "
                           "seeing each other. Close the marking when the marks are in."),
        State.SETTLING: _("Where the two reviewers differ, a third settles it with a reason. "
                          "Publish when nothing is left to settle."),
        State.PUBLISHED: _("Published. Each city can reply to its scores, with proof."),
        State.WITHDRAWN: _("Withdrawn. It stays readable, with the reason."),
    }  # fmt: skip
    return told[State(edition.state)]


def _found(cities: int, unknown: int) -> str:
    words = ngettext(
        "{found} of {n} row is a city of the gazetteer.",
        "{found} of {n} rows are cities of the gazetteer.",
        cities,
    )
    return words.format(found=numbers.number(cities - unknown), n=numbers.number(cities))


def _named(names: Sequence[str]) -> str:
    shown = ", ".join(names[:MOST_NAMED])
    hidden = len(names) - MOST_NAMED
    if hidden > 0:
        return _("{names} and {n} more").format(names=shown, n=numbers.number(hidden))
    return shown


def _gaps(gaps: Gaps) -> str:
    if not gaps.missing:
        return _("No value is missing.")
    words = ngettext(
        "{n} of {of} values is missing.", "{n} of {of} values are missing.", gaps.missing
    )
    return words.format(n=numbers.number(gaps.missing), of=numbers.number(gaps.values))


def _lacking(gaps: Gaps) -> Table | None:
    rows = tuple((name, numbers.number(count)) for name, count in gaps.by_criterion)
    return Table((_("Criterion"), _("Cities without it")), rows, frozenset({1})) if rows else None


def _criteria(edition: Edition) -> Table:
    rows = tuple(
        (
            f"{f'{DASH} ' * one.depth}{one.name}",
            one.unit,
            _("more is better") if one.direction > 0 else _("less is better"),
            numbers.percent(100 * one.share_of_all, 1),
        )
        for one in criteria_of(edition.framework)
    )
    heads = (_("Criterion"), _("Unit"), _("Direction"), _("Weight in the whole"))
    return Table(heads, rows, frozenset({3}))


def _places(edition: Edition, run: Run) -> Table:
    made = ranking(edition, run)
    rows = tuple(
        (
            str(place.rank or DASH),
            f"{place.low}{DASH}{place.high}" if place.low else DASH,
            place.city.label,
            numbers.number(place.score, 1) if place.score is not None else DASH,
        )
        for place in made.places[:MOST_PLACES]
    )
    return Table((_("Place"), _("Could be"), _("City"), _("Score")), rows, frozenset({1, 3}))


def _made(run: Run | None) -> str:
    if run is None:
        return ""
    return _("Made on {day}, from inputs {digest}.").format(
        day=numbers.day(run.at.date()), digest=run.digest[:12]
    )
