"""What the pages of documents, progress and hand-over show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.initiatives.choices import ENDED, Stage
from decapolis.initiatives.exports.blocks import Block, Paper
from decapolis.initiatives.exports.documents import Preview, Which
from decapolis.initiatives.models import Initiative
from decapolis.initiatives.queries.asking import REVIEWED, AskShown
from decapolis.initiatives.queries.initiatives import seat_of
from decapolis.initiatives.queries.progress import MeasureFacts, Progress, ReviewFacts
from decapolis.initiatives.queries.shown import PlanShown
from decapolis.kernel import numbers
from decapolis.kernel.charts import Table
from decapolis.kernel.mail import absolute
from decapolis.kernel.permissions import Reader
from decapolis.library.choices import SuggestionState
from decapolis.library.models import Draft
from decapolis.pages.components import Crumb, Fault, Source, Tab
from decapolis.pages.forms import faults_of
from decapolis.pages.initiatives.following.forms import (
    HandForm,
    OnTrackForm,
    PracticeForm,
    ReadingForm,
    ReportForm,
    ReviewForm,
    TargetForm,
)
from decapolis.pages.initiatives.tabs import crumbs_of, may_write_there, tabs_of
from decapolis.people.choices import LEADS

SAID_OF = {
    Which.ACTION: lambda: _("The whole plan, part by part, with its pictures."),
    Which.MEMO: lambda: _("Two pages for the council: what is asked, why, what it costs."),
    Which.BRIEF: lambda: _("One page for whoever has no time."),
    Which.GRANT: lambda: _("The sections that funders ask for, in their order."),
    Which.REQUEST: lambda: _("For suppliers: needs, standards and questions, without amounts."),
    Which.HANDOVER: lambda: _("For who takes over: how far, what was promised, what is stuck."),
}


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """A document, with what it lacks."""

    anchor: str
    title: str
    says: str
    pdf_url: str
    docx_url: str
    money_url: str  # the same with amounts; empty: there is no other
    gaps: tuple[str, ...]
    lacks: str
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentsPage:
    """All documents of an initiative."""

    template: ClassVar[str] = "initiatives/documents.html"
    crumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    title: str
    cards: tuple[DocumentCard, ...]
    ics_url: str
    calendar_url: str  # that the reader's calendar reads; empty: they have made none
    url: str
    plan_url: str


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """A look back; with a form where its day has come and the reader writes."""

    title: str
    state: str
    track: str
    said: tuple[tuple[str, str], ...]
    form: ReviewForm | None
    day: int


@dataclass(frozen=True, slots=True)
class ReportCard:
    """A report."""

    day: str
    by: str
    track: str
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of the page; what was sent and will not do is among them."""

    review: ReviewForm
    report: ReportForm
    reading: ReadingForm | None
    target: TargetForm | None
    practice: PracticeForm
    review_day: int = 0  # of which the form was sent


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """How it goes."""

    template: ClassVar[str] = "initiatives/progress.html"
    crumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    title: str
    lead: str
    url: str
    may_write: bool
    forms: Forms
    faults: tuple[Fault, ...]
    reviews: tuple[ReviewCard, ...]
    next_review: str
    reports: tuple[ReportCard, ...]
    measures: Table | None
    changes: tuple[str, ...]
    has_ended: bool
    ended_words: str
    draft_url: str
    waits: bool  # handed in, for others to decide on
    became: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class PaperBlock:
    """A block of a document with what sort it is, for the template."""

    sort: str
    block: Block


@dataclass(frozen=True, slots=True)
class HandoverPage:
    """What somebody who takes over must know."""

    template: ClassVar[str] = "initiatives/handover.html"
    crumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    title: str
    about: str
    blocks: tuple[PaperBlock, ...]
    sources: tuple[Source, ...]
    no_source: str
    pdf_url: str
    docx_url: str
    url: str
    form: HandForm | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """A question of a letter; it shows no more of the initiative than its letter said."""

    template: ClassVar[str] = "initiatives/answer.html"
    url: str
    asked: AskShown
    title: str
    lead: str
    form: OnTrackForm | None
    faults: tuple[Fault, ...]


def documents_page(
    initiative: Initiative, previews: Sequence[Preview], *, reader: Reader | None, calendar: str
) -> DocumentsPage:
    """Return the list of documents with what each lacks, and the reader's address of the days."""
    return DocumentsPage(
        crumbs=crumbs_of(initiative, Crumb(_("Documents"))),
        tabs=tabs_of(initiative, reader=reader, here="documents"),
        title=initiative.title,
        cards=tuple(_document(initiative, one) for one in previews),
        ics_url=f"{initiative.path}/milestones.ics",
        calendar_url=absolute(calendar) if calendar else "",
        url=f"{initiative.path}/documents",
        plan_url=f"{initiative.path}/plan",
    )


def _document(initiative: Initiative, one: Preview) -> DocumentCard:
    n = len(one.gaps)
    words = ngettext("{n} thing is missing in it", "{n} things are missing in it", n)
    base = f"{initiative.path}/documents/{one.which.value}"
    return DocumentCard(
        anchor=one.which.value,
        title=str(one.which.label),
        says=SAID_OF[one.which](),
        pdf_url=f"{base}.pdf",
        docx_url=f"{base}.docx",
        money_url=f"{base}.pdf?money=yes" if one.which == Which.REQUEST else "",
        gaps=one.gaps,
        lacks=words.format(n=n) if n else "",
        warnings=one.warnings,
    )


def progress_page(
    initiative: Initiative,
    plan: PlanShown,
    progress: Progress,
    forms: Forms,
    *,
    reader: Reader | None,
    said: str = "",
) -> ProgressPage:
    """Return how it goes."""
    may = may_write_there(initiative, reader)
    today = timezone.localdate()
    waiting = [one for one in progress.reviews if one.answered is None and one.due > today]
    sent = (forms.review, forms.report, forms.reading, forms.target, forms.practice)
    is_asked = may and initiative.stage in REVIEWED
    return ProgressPage(
        crumbs=crumbs_of(initiative, Crumb(_("Progress"))),
        tabs=tabs_of(initiative, reader=reader, here="progress"),
        title=initiative.title,
        lead=_lead(plan, progress),
        url=f"{initiative.path}/progress",
        may_write=may,
        forms=forms,
        faults=faults_of(*(one for one in sent if one is not None), said=said),
        reviews=tuple(
            _review(one, forms, may=is_asked)
            for one in progress.reviews
            if one.answered or one.due <= today
        ),
        next_review=_("The next review is on {day}.").format(day=numbers.day(waiting[0].due))
        if waiting and initiative.stage in REVIEWED
        else "",
        reports=tuple(
            ReportCard(
                numbers.day(one.at.date()), one.by, _track(one.on_track),
                _said((_("Done"), one.done), (_("Stuck"), one.stuck), (_("Needed"), one.needs)),
            )
            for one in progress.reports
        ),
        measures=_measures(progress.measures),
        changes=tuple(_change_words(one) for one in progress.measures if one.changes),
        has_ended=initiative.stage in ENDED,
        ended_words=_ended(initiative),
        draft_url=_draft_url(initiative, reader),
        waits=bool(initiative.suggestion and initiative.suggestion.state == SuggestionState.OPEN),
        became=(initiative.became.title, f"/practices/{initiative.became.slug}")
        if initiative.became
        else None,
    )  # fmt: skip


def _ended(initiative: Initiative) -> str:
    if initiative.stage == Stage.STOPPED:
        return _("It was stopped. The practice says why: that is what the next city learns from.")
    return _("It is done. The practice tells what it cost and brought, beside what was planned.")


def _draft_url(initiative: Initiative, reader: Reader | None) -> str:
    """Return where the reader goes on with the draft; nothing where it is another's, or none."""
    mine = Draft.objects.visible_to(reader).open().filter(pk=initiative.draft_id or 0)
    return f"/contribute/drafts/{initiative.draft_id}" if mine.exists() else ""


def _lead(plan: PlanShown, progress: Progress) -> str:
    said = []
    if progress.activities:
        words = _("{done} of {n} activities are done.")
        said.append(words.format(done=progress.done, n=progress.activities))
    if progress.milestones:
        words = _("{done} of {n} milestones are reached.")
        said.append(words.format(done=progress.reached, n=progress.milestones))
    if progress.spent is not None:
        words = _("{spent} of {cost} are spent, as far as the budget lines say.")
        spent = numbers.money(progress.spent, plan.currency)
        said.append(words.format(spent=spent, cost=numbers.money(plan.sums.cost, plan.currency)))
    return " ".join(said)


def _review(one: ReviewFacts, forms: Forms, *, may: bool) -> ReviewCard:
    state = _("Due on {day}.").format(day=numbers.day(one.due))
    if one.answered:
        words = _("Answered on {day} by {name}.") if one.by else _("Answered on {day}.")
        state = words.format(day=numbers.day(one.answered.date()), name=one.by)
    form = None
    if may and not one.answered:
        is_sent = forms.review_day == one.day
        form = forms.review if is_sent else ReviewForm(auto_id=f"review-{one.day}-%s")
    return ReviewCard(
        title=_("After {n} days").format(n=one.day),
        state=state,
        track=_track(one.on_track) if one.answered else "",
        said=_said(
            (_("Went well"), one.went_well), (_("Went wrong"), one.went_wrong),
            (_("Changed"), one.changes),
        ),
        form=form,
        day=one.day,
    )  # fmt: skip


def _said(*pairs: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((label, words) for label, words in pairs if words)


def _track(on_track: bool | None) -> str:  # noqa: FBT001 -- a value that is told
    if on_track is None:
        return ""
    return _("On its way") if on_track else _("Not on its way")


def _measures(held: Sequence[MeasureFacts]) -> Table | None:
    if not held:
        return None
    rows = []
    for one in held:
        shown, last = one.shown, one.last
        newest = numbers.unknown()
        if last is not None:
            newest = f"{numbers.quantity(last.value, shown.unit)}, {numbers.day(last.on)}"
            newest += "" if last.source else f" ({_('no source')})"
        target = numbers.quantity(shown.target, shown.unit)
        target += f", {numbers.day(shown.due)}" if shown.due and shown.target is not None else ""
        baseline = numbers.quantity(shown.baseline, shown.unit)
        rows.append((shown.title, baseline, newest, target))
    heads = (_("Measure"), _("At the start"), _("Newest value"), _("Target"))
    return Table(heads, tuple(rows))


def _change_words(one: MeasureFacts) -> str:
    unit = one.shown.unit
    told = _("{what}: {before} became {after} on {day}. {why}")
    return " ".join(
        told.format(
            what=one.shown.title, before=numbers.quantity(change.before, unit),
            after=numbers.quantity(change.after, unit), day=numbers.day(change.at.date()),
            why=change.why,
        )
        for change in one.changes
    )  # fmt: skip


def handover_page(
    initiative: Initiative, paper: Paper, *, reader: Reader | None, form: HandForm, said: str = ""
) -> HandoverPage:
    """Return the hand-over, in the order of its PDF."""
    base = f"{initiative.path}/documents/{Which.HANDOVER.value}"
    leads = seat_of(reader, initiative) in LEADS
    return HandoverPage(
        crumbs=crumbs_of(initiative, Crumb(_("Hand-over"))),
        tabs=tabs_of(initiative, reader=reader, here="handover"),
        title=paper.title,
        about=paper.about,
        blocks=tuple(PaperBlock(type(one).__name__.lower(), one) for one in paper.blocks),
        sources=tuple(Source(one.number, one.label, one.url, note="") for one in paper.sources),
        no_source=paper.no_source,
        pdf_url=f"{base}.pdf",
        docx_url=f"{base}.docx",
        url=f"{initiative.path}/handover",
        form=form if leads else None,
        faults=faults_of(form, said=said),
    )


def answer_page(
    asked: AskShown, url: str, *, words: tuple[str, str], form: OnTrackForm | None, said: str = ""
) -> AnswerPage:
    """Return the page behind the link of a letter."""
    return AnswerPage(
        url=url,
        asked=asked,
        title=words[0],
        lead=words[1],
        form=form,
        faults=faults_of(form, said=said) if form else (),
    )
