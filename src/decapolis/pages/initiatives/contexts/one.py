"""What the pages of one initiative show: the overview, its team, its stage."""

from dataclasses import dataclass
from typing import ClassVar

from django.forms import Form
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.initiatives.bridge.gap import gap_of
from decapolis.initiatives.choices import Opened, Stage
from decapolis.initiatives.models import Initiative
from decapolis.initiatives.queries.draws import DrawShown
from decapolis.initiatives.queries.initiatives import InitiativeFacts, initiative_facts
from decapolis.initiatives.queries.plan import plan_of
from decapolis.kernel import numbers
from decapolis.kernel.permissions import Reader
from decapolis.library.choices import Theme
from decapolis.library.models import Practice
from decapolis.pages.assessments.contexts.theory import theory_url
from decapolis.pages.cities.contexts.links import city_url
from decapolis.pages.components import Crumb, Fault, Tab
from decapolis.pages.forms import faults_of
from decapolis.pages.initiatives.tabs import crumbs_of, tabs_of
from decapolis.people.choices import LEADS, MAKERS, Seat
from decapolis.people.models import Person

TRACK = (
    Stage.INTERVIEW, Stage.FRAMING, Stage.CANVAS, Stage.PLAN, Stage.APPROVED, Stage.RUNNING,
    Stage.DONE,
)  # fmt: skip
MOST_GAPS = 6


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of the track."""

    label: str
    state: str  # done, now, ahead


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step that was taken."""

    day: str
    label: str
    why: str
    by: str


@dataclass(frozen=True, slots=True)
class DateLine:
    """A day that comes."""

    day: str
    label: str
    title: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class PlanState:
    """How far the plan is."""

    url: str
    says: str
    money: str
    gaps: tuple[str, ...]
    more: int
    may_write: bool
    is_early: bool  # the board comes first


@dataclass(frozen=True, slots=True)
class SeatLine:
    """Somebody in the team."""

    person_id: int
    name: str
    url: str
    title: str
    seat: str
    label: str
    is_me: bool


@dataclass(frozen=True, slots=True)
class OnePage:
    """An initiative."""

    template: ClassVar[str] = "initiatives/one.html"
    crumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    title: str
    city: str
    city_url: str
    themes: tuple[str, ...]
    challenge: str
    track: tuple[Step, ...]
    stopped: str  # since when and why; empty: it is not
    ended: str
    steps: tuple[StepLine, ...]
    team: tuple[SeatLine, ...]
    has_sponsor: bool
    draws: tuple[DrawShown, ...]
    dates: tuple[DateLine, ...]
    plan: PlanState | None
    board_url: str
    theory: tuple[str, str] | None
    became: tuple[str, str] | None
    opened: str
    urls: dict[str, str]  # edit, stage, team: where they may
    just_ended: Practice | None  # taken out a moment ago


@dataclass(frozen=True, slots=True)
class EditPage:
    """What an initiative is, as a form; or how far it is."""

    template: ClassVar[str] = "initiatives/edit.html"
    crumbs: tuple[Crumb, ...]
    title: str
    lead: str
    form: Form
    faults: tuple[Fault, ...]
    url: str
    back_url: str


@dataclass(frozen=True, slots=True)
class TeamPage:
    """Who sits in the team, and who else reads it."""

    template: ClassVar[str] = "initiatives/team.html"
    crumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    title: str
    team: tuple[SeatLine, ...]
    may_lead: bool
    seat_labels: tuple[tuple[str, str], ...]
    form: Form
    faults: tuple[Fault, ...]
    open_form: Form
    opened: str
    undo: tuple[int, str, str] | None  # person, seat, words
    url: str


def one_page(
    initiative: Initiative, *, reader: Reader | None, ended: Practice | None = None
) -> OnePage:
    """Return the page of an initiative; ``ended`` is the practice that was just taken out."""
    facts = initiative_facts(initiative, reader=reader)
    theory = None
    if facts.theory_slug:
        theory = (facts.theory_title, theory_url(initiative.city, facts.theory_slug))
    return OnePage(
        crumbs=crumbs_of(initiative),
        tabs=tabs_of(initiative, reader=reader, here=""),
        title=initiative.title,
        city=initiative.city.name,
        city_url=city_url(initiative.city),
        themes=tuple(str(Theme(one).label) for one in initiative.themes if one in Theme.values),
        challenge=initiative.challenge,
        track=_track(Stage(initiative.stage), facts),
        stopped=facts.why_ended if initiative.stage == Stage.STOPPED else "",
        ended=numbers.day(initiative.ended) if initiative.ended else "",
        steps=tuple(
            StepLine(numbers.day(one.at.date()), one.stage_label, one.why, one.by)
            for one in reversed(facts.steps)
        ),
        team=_team(facts, reader),
        has_sponsor=any(one.seat == Seat.SPONSOR for one in facts.team),
        draws=facts.draws,
        dates=tuple(
            DateLine(numbers.day(one.on), one.label, one.title, one.is_late)
            for one in facts.dates
            if initiative.stage != Stage.STOPPED  # nothing is asked of it any more
        ),
        plan=_plan(initiative, facts, reader),
        board_url=f"/boards/{facts.board}" if facts.board else "",
        theory=theory,
        became=(facts.became_title, f"/practices/{facts.became}") if facts.became else None,
        opened=opened_in_words(initiative),
        urls=_urls(initiative, facts),
        just_ended=ended,
    )


def edit_page(
    initiative: Initiative, form: Form, *, title: str, lead: str = "", url: str
) -> EditPage:
    """Return a form of an initiative."""
    return EditPage(
        crumbs=crumbs_of(initiative, Crumb(title)),
        title=title,
        lead=lead,
        form=form,
        faults=faults_of(form),
        url=url,
        back_url=initiative.path,
    )


def team_page(
    initiative: Initiative,
    *,
    reader: Person,
    forms: tuple[Form, Form],
    undo: tuple[int, str, str] | None,
) -> TeamPage:
    """Return who sits in the team, for who sits there."""
    facts = initiative_facts(initiative, reader=reader)
    return TeamPage(
        crumbs=crumbs_of(initiative, Crumb(_("Team"))),
        tabs=tabs_of(initiative, reader=reader, here="team"),
        title=initiative.title,
        team=_team(facts, reader),
        may_lead=facts.seat in LEADS,
        seat_labels=tuple((str(one), str(one.label)) for one in Seat),
        form=forms[0],
        faults=faults_of(*forms),
        open_form=forms[1],
        opened=opened_in_words(initiative),
        undo=undo,
        url=f"{initiative.path}/team",
    )


def opened_in_words(initiative: Initiative) -> str:
    """Say who reads an initiative beside its team."""
    if initiative.opened == Opened.TEAM:
        return _("Its team alone reads it.")
    if initiative.opened == Opened.NETWORK:
        if initiative.shows_plan:
            return _("Members of the network read this page and the plan.")
        return _("Members of the network read this page, without the plan.")
    if initiative.shows_plan:
        return _("Everyone reads this page and the plan.")
    return _("Everyone reads this page, without the plan.")


def _track(stage: Stage, facts: InitiativeFacts) -> tuple[Step, ...]:
    """Return the stages; of what was stopped, how far it had come, where the reader may know."""
    here = stage
    if stage == Stage.STOPPED:
        before = [Stage(one.stage) for one in facts.steps if one.stage in TRACK]
        here = before[-1] if before else Stage.INTERVIEW
    at = TRACK.index(here)
    states = ["done" if place < at else "ahead" for place in range(len(TRACK))]
    if stage == Stage.STOPPED:
        if not facts.steps:  # told to the team alone
            return ()
        states[at] = "done"
    else:
        states[at] = "now"
    return tuple(Step(str(one.label), state) for one, state in zip(TRACK, states, strict=True))


def _team(facts: InitiativeFacts, reader: Reader | None) -> tuple[SeatLine, ...]:
    me = getattr(reader, "pk", None)
    return tuple(
        SeatLine(
            person_id=one.person_id,
            name=one.name,
            url=f"/people/{one.person_id}",
            title=one.title,
            seat=one.seat,
            label=one.seat_label,
            is_me=one.person_id == me,
        )
        for one in facts.team
    )


def _plan(
    initiative: Initiative, facts: InitiativeFacts, reader: Reader | None
) -> PlanState | None:
    if not facts.may_read_plan:
        return None
    plan = plan_of(initiative, reader)
    written = sum(not one.is_empty for one in plan.parts)
    words = ngettext("{n} of {all} parts is begun.", "{n} of {all} parts are begun.", written)
    gaps = [f"{part.title}: {gap.text}" for part in plan.parts for gap in part.gaps]
    return PlanState(
        url=plan.path,
        says=words.format(n=written, all=len(plan.parts)),
        money=gap_of(plan).sentence if plan.sums.cost else "",
        gaps=tuple(gaps[:MOST_GAPS]),
        more=max(0, len(gaps) - MOST_GAPS),
        may_write=facts.seat in MAKERS,
        is_early=initiative.stage in {Stage.INTERVIEW, Stage.FRAMING, Stage.CANVAS},
    )


def _urls(initiative: Initiative, facts: InitiativeFacts) -> dict[str, str]:
    found = dict.fromkeys(("edit", "stage", "team", "draws"), "")
    if facts.seat in MAKERS:
        found["edit"] = f"{initiative.path}/edit"
        found["draws"] = f"{initiative.path}/draws"
    if facts.seat in LEADS:
        found["stage"] = f"{initiative.path}/stage"
    if facts.seat:
        found["team"] = f"{initiative.path}/team"
    return found
