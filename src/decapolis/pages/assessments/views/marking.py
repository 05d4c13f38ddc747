"""A city's people and reviewers give marks; differences are settled in the open."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from decapolis.benchmarks import actions
from decapolis.benchmarks.actions import Scored
from decapolis.benchmarks.choices import Hand, State
from decapolis.benchmarks.models import Criterion, Edition, Entrant, Sheet
from decapolis.benchmarks.queries.editions import entrant_to_read
from decapolis.benchmarks.queries.marks import MarkFacts, marked_leaves, marks_of
from decapolis.benchmarks.rules import may_mark_self, may_review_blind
from decapolis.benchmarks.validators.cells import no_number, number_of
from decapolis.kernel.errors import DomainError
from decapolis.library.models import Document
from decapolis.pages.assessments import sheet
from decapolis.pages.assessments.contexts import marking
from decapolis.pages.assessments.contexts.marking import Typed
from decapolis.pages.clock import time_there
from decapolis.pages.doors import for_members, require_safe_or_post, told, wants_json
from decapolis.pages.forms import key_of
from decapolis.pages.http import signed_in
from decapolis.pages.render import page
from decapolis.people.models import Person

MOST_DOCUMENTS = 300


@require_safe
@for_members
def overview(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Show an assessment with its cities."""
    found = _known(request, edition_id)
    return page(request, marking.overview_page(found, reader=signed_in(request)))


@require_safe_or_post
@for_members
def one(request: HttpRequest, edition_id: int, code: str) -> HttpResponse:
    """Let somebody mark a city, or settle its differences, as the time and they are."""
    me, found = signed_in(request), _known(request, edition_id)
    entrant = entrant_to_read(found, code)
    is_own = bool(may_mark_self(me, entrant))
    if is_own or may_review_blind(me, entrant):
        return _marked(request, entrant, is_own=is_own)
    if request.method == "POST" and request.POST.get("do") == "one_reader":
        return _one_reader(request, entrant)
    if request.method == "POST":
        return _settled(request, entrant)
    shown = marking.settle_page(entrant, marked_leaves(found), Typed({}, {}), reader=me)
    return page(request, shown)


def _marked(request: HttpRequest, entrant: Entrant, *, is_own: bool) -> HttpResponse:
    me, criteria = signed_in(request), marked_leaves(entrant.edition)
    if request.method != "POST":
        more = key_of(request.GET.get("more"))
        return page(
            request, _form(me, entrant, criteria, _kept(me, entrant, criteria, more), is_own)
        )
    content = sheet.content_of(request.POST, criteria)
    try:
        kept = actions.keep_sheet(by=me, entrant=entrant, content=content)
    except DomainError as error:
        return _refused(request, entrant, criteria, told(error), is_own=is_own)
    more = key_of(request.POST.get("more"))
    if more is not None:
        here = reverse("assessments:one", args=[entrant.edition_id, entrant.code])
        return redirect(f"{here}?more={more}#c{more}")
    if request.POST.get("do") == "draft":
        return _drafted(request, entrant, kept)
    filled = {one.pk: sheet.filled_of(content, one) for one in criteria}
    done, faults = _handed_in(me, entrant, criteria, content, is_own)
    if faults:
        words = ngettext("{n} score is saved.", "{n} scores are saved.", done)
        typed = Typed(filled, faults, done=words.format(n=done) if done else "")
        shown = _form(me, entrant, criteria, typed, is_own)
        return page(request, shown, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    actions.forget_sheet(by=me, entrant=entrant)
    words = ngettext("{n} score is saved.", "{n} scores are saved.", done)
    messages.success(request, words.format(n=done) if done else _("Nothing was changed."))
    return redirect("assessments:one", entrant.edition_id, entrant.code)


def _form(
    me: Person,
    entrant: Entrant,
    criteria: tuple[Criterion, ...],
    typed: Typed,
    is_own: bool,  # noqa: FBT001 -- as it was found
) -> marking.MarkPage:
    rows = Document.objects.visible_to(me).filter(city=entrant.city_id).order_by("title")
    documents = sheet.documents_for(entrant.city_id, documents=rows[:MOST_DOCUMENTS])
    return marking.mark_page(
        entrant, criteria, typed, reader=me, documents=documents, is_own=is_own
    )


def _kept(me: Person, entrant: Entrant, criteria: tuple[Criterion, ...], more: int | None) -> Typed:
    """Return what somebody filled in and did not hand in yet."""
    held = Sheet.objects.visible_to(me).filter(entrant=entrant).first()
    if held is None:
        return Typed({}, {}, more=more)
    filled = {one.pk: sheet.filled_of(held.content, one) for one in criteria}
    return Typed(filled, {}, saved=time_there(held.at, me), more=more)


def _drafted(request: HttpRequest, entrant: Entrant, kept: Sheet) -> HttpResponse:
    here = f"{entrant.edition.work_path}/{entrant.code}"
    if wants_json(request):
        return JsonResponse({"at": kept.at.isoformat(), "seen": 0, "url": here, "told": ""})
    messages.success(request, _("Kept. Nobody else reads it until you hand it in."))
    return redirect("assessments:one", entrant.edition_id, entrant.code)


def _refused(
    request: HttpRequest,
    entrant: Entrant,
    criteria: tuple[Criterion, ...],
    error: DomainError,
    *,
    is_own: bool,
) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if wants_json(request):
        return JsonResponse({"message": error.message}, status=status)
    content = sheet.content_of(request.POST, criteria)
    filled = {one.pk: sheet.filled_of(content, one) for one in criteria}
    typed = Typed(filled, {}, said=error.message)
    return page(request, _form(signed_in(request), entrant, criteria, typed, is_own), status=status)


def _handed_in(
    me: Person,
    entrant: Entrant,
    criteria: tuple[Criterion, ...],
    content: dict[str, str],
    is_own: bool,  # noqa: FBT001 -- as it was found
) -> tuple[int, dict[int, str]]:
    """Mark what is complete; return how many, and what is wrong with the others."""
    given = _given(me, entrant, is_own=is_own)
    found = sheet.read(content, criteria, given, needs_ground=is_own)
    faults, left = dict(found.faults), list(found.scored)
    act = actions.mark_self if is_own else actions.mark_blind
    while left:
        try:
            return len(act(by=me, entrant=entrant, scored=left)), faults
        except DomainError as error:
            at = next((one for one in left if one.criterion.code == told(error).field), left[0])
            faults[at.criterion.pk] = error.message
            left.remove(at)
    return 0, faults


def _given(me: Person, entrant: Entrant, *, is_own: bool) -> dict[str, MarkFacts]:
    """Return the marks that stand and are theirs to change, by code."""
    found = {}
    for code, marks in marks_of(entrant, reader=me).items():
        for mark in marks:
            blind = mark.hand in {Hand.FIRST, Hand.SECOND} and mark.by_id == me.pk
            if mark.hand == Hand.SELF if is_own else blind:
                found[code] = mark
    return found


def _settled(request: HttpRequest, entrant: Entrant) -> HttpResponse:
    me, criteria = signed_in(request), marked_leaves(entrant.edition)
    key = key_of(request.POST.get("criterion"))
    chosen = next((one for one in criteria if one.pk == key), None)
    if chosen is None:
        raise Http404(_("There is no such criterion."))
    filled = sheet.filled_of(sheet.content_of(request.POST, [chosen]), chosen)
    value, fault = number_of(filled.value), ""
    if value is None and filled.value != sheet.UNKNOWN:
        fault = no_number(filled.value) if filled.value.strip() else _("Say which score counts.")
    try:
        if not fault:
            actions.settle(by=me, entrant=entrant, scored=Scored(chosen, value, filled.note))
            messages.success(request, _("Settled: {name}.").format(name=chosen.name))
            return redirect("assessments:one", entrant.edition_id, entrant.code)
    except DomainError as error:
        fault = told(error).message
    typed = Typed({chosen.pk: filled}, {chosen.pk: fault})
    shown = marking.settle_page(entrant, criteria, typed, reader=me)
    return page(request, shown, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _one_reader(request: HttpRequest, entrant: Entrant) -> HttpResponse:
    """Let the only reviewer's marks count, with the reason that was typed."""
    me, why = signed_in(request), request.POST.get("why", "")
    try:
        made = actions.take_one_reader(by=me, entrant=entrant, why=why)
    except DomainError as error:
        found, typed = entrant.edition, Typed({}, {}, why=(why, told(error).message))
        shown = marking.settle_page(entrant, marked_leaves(found), typed, reader=me)
        return page(request, shown, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    words = ngettext(
        "{n} score counts as one reviewer gave it.",
        "{n} scores count as one reviewer gave them.",
        len(made),
    )
    messages.success(request, words.format(n=len(made)))
    return redirect("assessments:one", entrant.edition_id, entrant.code)


def _known(request: HttpRequest, edition_id: int) -> Edition:
    """Return an assessment that is open or was, and that the reader may see.

    Raises
    ------
    Http404
        There is none.
    """
    rows = Edition.objects.visible_to(request.user).filter(kind="assessed", pk=edition_id)
    found: Edition | None = (
        rows.exclude(state=State.DRAFT).select_related("framework", "source").first()
    )
    if found is None:
        raise Http404(_("There is no such assessment."))
    return found
