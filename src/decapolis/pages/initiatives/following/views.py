"""Documents, progress and hand-over, for the team of an initiative and nobody else."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.initiatives.actions.becoming import become_practice, name_practice
from decapolis.initiatives.actions.calendars import end_calendar, give_calendar
from decapolis.initiatives.actions.handover import hand_over
from decapolis.initiatives.actions.reports import ReportGiven, write_report
from decapolis.initiatives.actions.reviews import ReviewAnswer, answer_review
from decapolis.initiatives.actions.targets import add_reading, change_target
from decapolis.initiatives.exports.documents import Which, paper_of, previews
from decapolis.initiatives.exports.material import material_of
from decapolis.initiatives.models import Initiative, Measure, Review
from decapolis.initiatives.queries.calendars import calendar_path
from decapolis.initiatives.queries.initiatives import initiative_of
from decapolis.initiatives.queries.plan import plan_of
from decapolis.initiatives.queries.progress import progress_of
from decapolis.initiatives.queries.shown import PlanShown
from decapolis.initiatives.rules import may_lead, may_see, may_write
from decapolis.kernel.errors import DomainError
from decapolis.kernel.permissions import require
from decapolis.library.models import Practice
from decapolis.organisations.bridge import find_members
from decapolis.pages.doors import for_members, require_safe_or_post, told
from decapolis.pages.forms import add_fault, key_of, whole_number
from decapolis.pages.http import signed_in
from decapolis.pages.initiatives.following.contexts import (
    Forms,
    documents_page,
    handover_page,
    progress_page,
)
from decapolis.pages.initiatives.following.forms import (
    HandForm,
    PracticeForm,
    ReadingForm,
    ReportForm,
    ReviewForm,
    TargetForm,
)
from decapolis.pages.render import page
from decapolis.people.models import Person


def of_team(request: HttpRequest, key: str) -> tuple[Person, Initiative]:
    """Return who asks and the initiative; others are refused.

    Raises
    ------
    Forbidden
        They have no seat in its team.
    NoSuchInitiative
        There is none, or they may not know of it.
    """
    me = signed_in(request)
    initiative = initiative_of(key, reader=me)
    require(may_see(me, initiative))
    return me, initiative


@require_safe_or_post
@for_members
def documents(request: HttpRequest, key: str) -> HttpResponse:
    """List the documents, with what each of them lacks; make or end one's calendar address."""
    me, initiative = of_team(request, key)
    if request.method == "POST":
        if request.POST.get("do") == "end":
            end_calendar(by=me, initiative=initiative)
        else:
            give_calendar(by=me, initiative=initiative)
        return redirect(f"{initiative.path}/documents#calendar")
    held = material_of(initiative, me, today=timezone.localdate())
    return page(
        request,
        documents_page(
            initiative, previews(held), reader=me, calendar=calendar_path(initiative, me)
        ),
    )


@require_safe_or_post
@for_members
def progress(request: HttpRequest, key: str) -> HttpResponse:
    """Show how it goes; take reviews, reports, values and targets, and what it became.

    Raises
    ------
    Http404
        The form asks for nothing that there is.
    """
    me, initiative = of_team(request, key)
    plan = plan_of(initiative, me)
    do = request.POST.get("do", "")
    forms = _forms(request, plan, do)
    said = ""
    if request.method == "POST":
        require(may_write(me, initiative))
        act = ACTS.get(do)
        if act is None:
            raise Http404
        form = _sent(forms, do)
        if form is None or form.is_valid():
            try:
                return act(request, me, initiative, form)
            except DomainError as error:
                fault = told(error)
                if form is None:
                    said = fault.message
                else:
                    add_fault(form, fault)
    shown = progress_page(
        initiative, plan, progress_of(initiative, plan, me), forms, reader=me, said=said
    )
    refused = request.method == "POST"
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return page(request, shown, status=status)


def _forms(request: HttpRequest, plan: PlanShown, do: str) -> Forms:
    measures = [(str(one.id), one.title) for one in plan.measures]

    def sent(name: str) -> object:
        return request.POST if do == name else None

    day = whole_number(request.POST.get("day")) or 0
    today = {"on": timezone.localdate()}
    return Forms(
        review=ReviewForm(sent("review"), auto_id=f"review-{day}-%s"),  # type: ignore[arg-type]
        report=ReportForm(sent("report"), auto_id="report-%s"),  # type: ignore[arg-type]
        reading=ReadingForm(sent("reading"), measures=measures, auto_id="reading-%s", initial=today)
        if measures
        else None,
        target=TargetForm(sent("target"), measures=measures, auto_id="target-%s")
        if measures
        else None,
        practice=PracticeForm(sent("became"), auto_id="practice-%s"),  # type: ignore[arg-type]
        review_day=day if do == "review" else 0,
    )


def _sent(forms: Forms, do: str) -> Form | None:
    """Return the form that was sent; None for what needs none.

    Raises
    ------
    Http404
        It is of measures that are not there.
    """
    if do == "become":
        return None
    name = "practice" if do == "became" else do
    form: Form | None = getattr(forms, name)
    if form is None:
        raise Http404
    return form


def _review(
    request: HttpRequest, me: Person, initiative: Initiative, form: Form | None
) -> HttpResponse:
    assert isinstance(form, ReviewForm)  # noqa: S101 -- for the type
    day = whole_number(request.POST.get("day")) or 0
    review = Review.objects.visible_to(me).filter(initiative=initiative, day=day).first()
    if review is None:
        raise Http404
    answer_review(by=me, review=review, answer=ReviewAnswer(**form.told))  # type: ignore[arg-type]
    return _back(request, initiative, _("Thank you. The review is answered."))


def _report(
    request: HttpRequest, me: Person, initiative: Initiative, form: Form | None
) -> HttpResponse:
    assert isinstance(form, ReportForm)  # noqa: S101 -- for the type
    write_report(by=me, initiative=initiative, given=ReportGiven(**form.told))  # type: ignore[arg-type]
    return _back(request, initiative, _("Thank you. Your team reads it."))


def _reading(
    request: HttpRequest, me: Person, initiative: Initiative, form: Form | None
) -> HttpResponse:
    assert form is not None  # noqa: S101 -- for the type
    held = form.cleaned_data
    measure = _measure(me, initiative, held.pop("measure"))
    add_reading(by=me, measure=measure, **held)
    return _back(request, initiative, _("The value is kept."))


def _target(
    request: HttpRequest, me: Person, initiative: Initiative, form: Form | None
) -> HttpResponse:
    assert form is not None  # noqa: S101 -- for the type
    held = form.cleaned_data
    measure = _measure(me, initiative, held.pop("measure"))
    change_target(by=me, measure=measure, **held)
    return _back(request, initiative, _("The target is changed. The old one and the reason stay."))


def _measure(me: Person, initiative: Initiative, key: str) -> Measure:
    rows = Measure.objects.visible_to(me).filter(plan__initiative=initiative)
    found = rows.filter(pk=key_of(key) or 0).first()
    if not isinstance(found, Measure):
        raise Http404
    return found


def _become(
    request: HttpRequest,
    me: Person,
    initiative: Initiative,
    form: Form | None,  # noqa: ARG001 -- as the others
) -> HttpResponse:
    draft = become_practice(by=me, initiative=initiative)
    messages.success(
        request,
        _("A draft for you alone. Read it whole: it holds words of your reviews. Then hand it in."),
    )
    return redirect(f"/contribute/drafts/{draft.pk}")


def _became(
    request: HttpRequest, me: Person, initiative: Initiative, form: Form | None
) -> HttpResponse:
    assert form is not None  # noqa: S101 -- for the type
    slug = form.cleaned_data["practice"].strip().rstrip("/").rpartition("/")[2]
    found = Practice.objects.open_to(me).filter(slug=slug).first() or Practice()
    name_practice(by=me, initiative=initiative, practice=found)
    return _back(request, initiative, _("The initiative leads to its practice now."))


Act = Callable[[HttpRequest, Person, Initiative, Form | None], HttpResponse]
ACTS: dict[str, Act] = {
    "review": _review,
    "report": _report,
    "reading": _reading,
    "target": _target,
    "become": _become,
    "became": _became,
}


def _back(request: HttpRequest, initiative: Initiative, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("following:progress", key=initiative.key)


@require_safe_or_post
@for_members
def handover(request: HttpRequest, key: str) -> HttpResponse:
    """Show what somebody who takes over must know; hand it over."""
    me, initiative = of_team(request, key)
    sent = request.method == "POST"
    form = HandForm(request.POST if sent else None)
    if sent:
        require(may_lead(me, initiative))
        if form.is_valid():
            try:
                for person in find_members(form.cleaned_data["person"], reader=me)[:1]:
                    hand_over(by=me, initiative=initiative, to=person)
            except DomainError as error:
                add_fault(form, told(error), {"people": "person"})
            else:
                messages.success(
                    request, _("Handed over. They are told, and read all that is here.")
                )
                return redirect("following:handover", key=initiative.key)
    held = material_of(initiative, me, today=timezone.localdate())
    shown = handover_page(initiative, paper_of(Which.HANDOVER, held), reader=me, form=form)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if sent else HTTPStatus.OK
    return page(request, shown, status=status)
