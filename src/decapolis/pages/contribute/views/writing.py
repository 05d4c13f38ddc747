"""The form: a new practice, or one that is corrected."""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.cities.models import City
from decapolis.initiatives.actions import becoming
from decapolis.kernel.errors import DomainError
from decapolis.kernel.permissions import Forbidden, require
from decapolis.library import actions
from decapolis.library.actions import Written
from decapolis.library.errors import ChangedMeanwhile, RecordFaulty
from decapolis.library.models import Draft, Practice, Version
from decapolis.library.queries.comparing import Record
from decapolis.library.queries.records import record_of
from decapolis.library.queries.versions import practice_to_write
from decapolis.library.rules import may_correct, may_draft
from decapolis.library.validators import Fault, Values
from decapolis.organisations.queries import speaks_for_bodies
from decapolis.pages.contribute.contexts.conflict import conflict_page
from decapolis.pages.contribute.contexts.edit import Sheet, edit_page
from decapolis.pages.contribute.forms import (
    LISTS,
    read_values,
    with_row,
    without_blanks,
    without_row,
)
from decapolis.pages.contribute.views.start import draft_of
from decapolis.pages.doors import for_members, require_safe_or_post, told, wants_json
from decapolis.pages.forms import whole_number
from decapolis.pages.http import signed_in
from decapolis.pages.render import page, wants_part
from decapolis.people.models import Person

FIRST_ROWS: Values = {"costs": [{}], "outcomes": [{}], "sources": [{}]}


@dataclass(frozen=True, slots=True)
class Work:
    """Who writes what."""

    person: Person
    practice: Practice | None
    draft: Draft | None

    @property
    def held(self) -> Record:
        """The record that the form began from."""
        return record_of(self.practice) if self.practice else {}

    @property
    def url(self) -> str:
        """The address of the form."""
        if self.practice:
            return reverse("contribute:edit", args=[self.practice.slug])
        if self.draft:
            return reverse("contribute:draft", args=[self.draft.pk])
        return reverse("contribute:new")


@require_safe_or_post
@for_members
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Correct a practice, or suggest how."""
    person = signed_in(request)
    practice = practice_to_write(slug, reader=person)
    require(may_draft(person, practice))
    draft = Draft.objects.visible_to(person).open().filter(practice=practice).first()
    return _answer(request, Work(person, practice, draft))


@require_safe_or_post
@for_members
def new(request: HttpRequest) -> HttpResponse:
    """Begin a new practice."""
    return _answer(request, Work(signed_in(request), None, None))


@require_safe_or_post
@for_members
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Go on with a new practice."""
    person = signed_in(request)
    return _answer(request, Work(person, None, draft_of(draft_id, person, new_only=True)))


def _answer(request: HttpRequest, work: Work) -> HttpResponse:
    if request.method != "POST":
        return page(request, edit_page(_sheet_of(work)), part="form")
    task, _colon, about = request.POST.get("do", "").partition(":")
    if task == "take" and work.draft:
        return _take_over(request, work, work.draft)
    values = _after(task, about, read_values(request.POST, held=work.held))
    try:
        saved = actions.save_draft(
            by=work.person,
            practice=work.practice,
            draft=work.draft if work.practice is None else None,
            written=Written(
                record=values,
                base=whole_number(request.POST.get("base")) or 0,
                note=request.POST.get("note", "").strip(),
                seen=whole_number(request.POST.get("seen")),
            ),
        )
    except DomainError as error:
        return _refused(request, work, values, told(error))
    kept = Work(work.person, work.practice, saved.draft)
    if task == "hand_in":
        return _hand_in(request, kept, saved.draft)
    return _saved(request, kept, saved, row=about if task in {"add", "remove"} else "")


def _after(task: str, about: str, values: Values) -> Values:
    """Return what was typed after a row was added or taken away."""
    if task == "add":
        return with_row(values, about)
    if task == "remove":
        name, _colon, number = about.partition(":")
        place = whole_number(number)
        return values if place is None else without_row(values, name, place)
    return without_blanks(values) if task == "hand_in" else values


def _sheet_of(work: Work) -> Sheet:
    """Return the form as it stands: the draft, or the practice as it is, or an empty sheet."""
    draft, practice = work.draft, work.practice
    if draft:
        values, base = draft.record, draft.base
    else:
        values = work.held if practice else FIRST_ROWS | _own_place(work.person)
        base = practice.version if practice else 0
    return _sheet(work, values, base=base, note=draft.note if draft else "")


def _own_place(person: Person) -> Values:
    """Return where a new practice most likely is: in the one city that its writer speaks for."""
    cities = [one for one in speaks_for_bodies(person) if isinstance(one, City)]
    if len(cities) != 1:
        return {}
    city = cities[0]
    return {"city": city.name, "region": city.admin1_name, "country": city.country_id}


def _sheet(
    work: Work, values: Record, *, base: int, note: str, faults: tuple[Fault, ...] = ()
) -> Sheet:
    return Sheet(
        person=work.person,
        practice=work.practice,
        draft=work.draft,
        url=work.url,
        values=values,
        base=base,
        note=note,
        faults=faults,
    )


def _saved(
    request: HttpRequest, work: Work, saved: actions.SavedDraft, *, row: str
) -> HttpResponse:
    """Say that a draft was saved: to the page in the background, to htmx, or by a new page."""
    warning = _overtaken() if saved.was_overtaken else ""
    if wants_json(request):
        answer = {
            "at": timezone.now().isoformat(),
            "seen": saved.draft.saves,
            "url": work.url,
            "told": warning,
        }
        return JsonResponse(answer)
    if row and wants_part(request):
        response = page(request, edit_page(_sheet_of(work)), part="form")
        response["HX-Replace-Url"] = work.url
        return response
    if warning:
        messages.warning(request, warning)
    if not row:
        messages.success(request, _("The draft is saved. Only you can read it."))
    name = row.partition(":")[0]
    return redirect(f"{work.url}#list-{name}" if name in LISTS else work.url)


def _overtaken() -> str:
    return _(
        "This draft was saved in another tab or on another device as well. What you wrote last "
        "stands now."
    )


def _refused(request: HttpRequest, work: Work, values: Values, error: DomainError) -> HttpResponse:
    """Show what was typed again, with what is wrong."""
    if wants_json(request):
        return JsonResponse({"message": error.message}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    faults = error.faults if isinstance(error, RecordFaulty) else (Fault("", error.message),)
    sheet = _sheet(
        work,
        values,
        base=whole_number(request.POST.get("base")) or 0,
        note=request.POST.get("note", "").strip(),
        faults=faults,
    )
    return page(request, edit_page(sheet), status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _hand_in(request: HttpRequest, work: Work, draft: Draft) -> HttpResponse:
    """Write the practice, or where one may not, suggest it."""
    try:
        version = _published(work, draft)
        if version is None:
            made = becoming.suggest_draft(by=work.person, draft=draft)
            messages.success(request, _("Your suggestion is on its way to those who decide."))
            return redirect("contribute:suggestion", number=made.pk)
    except ChangedMeanwhile as error:
        draft.refresh_from_db()
        context = conflict_page(draft, error, url=work.url)
        return page(request, context, status=HTTPStatus.CONFLICT)
    except DomainError as error:
        return _refused(request, work, draft.record, told(error))
    messages.success(request, _("Thank you. This is version {n}.").format(n=version.number))
    return redirect("library:practice", slug=version.practice.slug)


def _published(work: Work, draft: Draft) -> Version | None:
    """Return the version that was written; None where one may only suggest."""
    if work.practice and not may_correct(work.person, work.practice):
        return None
    try:
        return becoming.publish_draft(by=work.person, draft=draft)
    except Forbidden:
        return None


def _take_over(request: HttpRequest, work: Work, draft: Draft) -> HttpResponse:
    """Put two versions together, field by field, as a draft on the newest."""
    theirs = [
        name.removeprefix("take-")
        for name, side in request.POST.items()
        if name.startswith("take-") and side == "theirs"
    ]
    actions.take_over(by=work.person, draft=draft, fields=theirs)
    messages.success(request, _("Both are put together here. Look it over, then hand it in."))
    return redirect(work.url)
