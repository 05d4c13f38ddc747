"""Network staff make rankings: from a spreadsheet or by an assessment, and take care of them."""

import tempfile
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from decapolis.benchmarks import actions
from decapolis.benchmarks.actions import Answer, Spreadsheet, Terms
from decapolis.benchmarks.choices import Kind
from decapolis.benchmarks.errors import NotBuilt, TableFaulty
from decapolis.benchmarks.models import Edition
from decapolis.benchmarks.queries.desk import reply_to_read
from decapolis.benchmarks.queries.figures import HeldFigures, held_figures
from decapolis.benchmarks.queries.frameworks import framework_to_read, frameworks
from decapolis.benchmarks.rules import may_manage
from decapolis.cities.bridge import find_city
from decapolis.cities.models import City
from decapolis.kernel.errors import DomainError
from decapolis.kernel.permissions import Visibility
from decapolis.pages.assessments.contexts import answering, staff
from decapolis.pages.assessments.forms import (
    AnswerForm,
    AssessForm,
    FiguresForm,
    SpreadsheetForm,
    WhyForm,
)
from decapolis.pages.doors import only_for, require_safe_or_post
from decapolis.pages.forms import add_fault, status_of
from decapolis.pages.http import signed_in
from decapolis.pages.render import page
from decapolis.people.models import Person

LONGEST_SLUG = 60
NAMED = 5
staff_only = only_for(may_manage)


@staff_only
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """List all editions, and the replies that wait."""
    return page(request, staff.list_page(signed_in(request)))


@staff_only
@require_safe_or_post
def new(request: HttpRequest) -> HttpResponse:
    """Take a spreadsheet, say what is wrong in it, or make a draft of it."""
    me, faulty = signed_in(request), None
    form = SpreadsheetForm()
    if request.method == "POST":
        form = SpreadsheetForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                return _taken_in(request, me, form)
            except TableFaulty as error:
                faulty = error
                form.add_error("table", _("Some cells will not do. Nothing was taken in."))
            except DomainError as error:
                add_fault(form, error)
    return page(request, staff.new_page(form, faulty), status=status_of(form))


@staff_only
@require_safe_or_post
def assess(request: HttpRequest) -> HttpResponse:
    """Take who is assessed by which framework, and make a draft of it."""
    me = signed_in(request)
    choices = [(one.slug, one.name) for one in frameworks(reader=me)]
    form = AssessForm(
        request.POST if request.method == "POST" else None,
        frameworks=choices,
        initial={"framework": request.GET.get("framework", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = _formed(me, form)
        except DomainError as error:
            add_fault(form, error, {"slug": "name"})
        else:
            if made is not None:
                messages.success(request, _("The draft is made. Open it when it is ready."))
                return redirect("assessments:edition", made.pk)
    return page(request, staff.assess_page(form), status=status_of(form))


@staff_only
@require_safe_or_post
def figures(request: HttpRequest) -> HttpResponse:
    """Take which figures an index is made of, and make a draft of it."""
    me = signed_in(request)
    held = held_figures(me)
    form = FiguresForm(
        request.POST if request.method == "POST" else None, figures=staff.figure_choices(held)
    )
    if request.method == "POST" and form.is_valid():
        chosen = next(one for one in held if one.key == form.cleaned_data["figures"])
        try:
            made = _observed(me, form, chosen)
        except DomainError as error:
            add_fault(form, error, {"slug": "name"})
        else:
            messages.success(request, _("The draft is made."))
            return _first_index(request, made)
    return page(request, staff.figures_page(form, held), status=status_of(form))


@staff_only
@require_safe_or_post
def edition(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Show an edition, and do with it what a button says."""
    me, found = signed_in(request), _known(request, edition_id)
    trouble, status, do = "", 200, request.POST.get("do", "")
    why = WhyForm(request.POST if do == "withdraw" else None)
    typed = why if do == "withdraw" else None
    if request.method == "POST" and (typed is None or typed.is_valid()):
        try:
            return _done(request, found, do, typed)
        except DomainError as error:
            trouble, status = error.message, 422
    found = _known(request, edition_id)
    shown = staff.edition_page(found, reader=me, why=why, trouble=trouble)
    return page(request, shown, status=max(status, status_of(typed) if typed else 200))


@staff_only
@require_safe_or_post
def answer(request: HttpRequest, reply_id: int) -> HttpResponse:
    """Show a city's reply, and take what staff say to it.

    Raises
    ------
    Http404
        There is none, or it may not be seen.
    """
    me, found = signed_in(request), reply_to_read(reply_id, reader=request.user)
    if found is None:
        raise Http404(_("There is no such reply."))
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        held = form.cleaned_data
        said = Answer(
            text=held["text"],
            is_upheld=request.POST.get("decision") == "uphold",
            value=held["value"],
        )
        try:
            actions.answer_reply(by=me, reply=found, answer=said)
        except DomainError as error:
            add_fault(form, error)
        else:
            messages.success(request, _("Answered. The city is told."))
            return redirect("assessments:staff")
    return page(request, answering.answer_page(found, reader=me, form=form), status=status_of(form))


def _taken_in(request: HttpRequest, me: Person, form: Form) -> HttpResponse:
    """Make a draft of a spreadsheet, and the index as it would be."""
    held = form.cleaned_data
    with tempfile.TemporaryDirectory() as folder:
        data = _written(held["table"], Path(folder), "data")
        columns = _written(held["columns"], Path(folder), "columns") if held["columns"] else None
        given = Spreadsheet(
            data=data,
            name=held["name"],
            columns=columns,
            shown_as=PurePath(str(held["table"].name)).name[:200],
            about=held["about"],
            year=held["year"],
            visibility=Visibility(held["visibility"]),
        )
        taken = actions.take_in_spreadsheet(by=me, given=given)
    messages.success(request, _("The table is taken in, as a draft."))
    if taken.ignored:
        names = ", ".join(taken.ignored[:NAMED])
        told = _("Columns that nothing describes were left out: {names}.")
        messages.warning(request, told.format(names=names))
    return _first_index(request, taken.edition)


def _first_index(request: HttpRequest, made: Edition) -> HttpResponse:
    """Show a new draft with the index as it would be, or why there is none yet."""
    try:
        actions.set_recipe(by=signed_in(request), edition=made, spec={})
    except NotBuilt as error:
        messages.warning(request, error.message)
    return redirect("assessments:edition", made.pk)


def _written(file: UploadedFile[bytes], folder: Path, name: str) -> Path:
    given = PurePath(str(file.name))
    named = slugify(given.stem)[:LONGEST_SLUG] or name  # as people know it, for what is wrong in it
    path = folder / name / f"{named}{given.suffix.lower()}"
    path.parent.mkdir()
    with path.open("wb") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
    return path


def _formed(me: Person, form: AssessForm) -> Edition | None:
    held = form.cleaned_data
    cities: list[City] = []
    for line in held["cities"]:
        try:
            cities.append(find_city(line))
        except DomainError as error:
            form.add_error("cities", f"{line[:80]}: {error.message}")
    if form.errors:
        return None
    terms = Terms(
        slug=_slug(held["name"], held["year"]),
        name=held["name"],
        kind=Kind.ASSESSED,
        year=held["year"],
        about=held["about"],
        visibility=Visibility(held["visibility"]),
    )
    found = framework_to_read(held["framework"], reader=me)
    return actions.form_edition(by=me, framework=found, terms=terms, cities=cities)


def _observed(me: Person, form: FiguresForm, chosen: HeldFigures) -> Edition:
    held = form.cleaned_data
    terms = Terms(
        slug=_slug(held["name"], chosen.year),
        name=held["name"],
        kind=Kind.OBSERVED,
        year=chosen.year,
        source=chosen.source,
        about=held["about"],
        visibility=Visibility(held["visibility"]),
    )
    found = framework_to_read(chosen.framework_slug, reader=me)
    return actions.form_edition(by=me, framework=found, terms=terms)


def _slug(name: str, year: int | None) -> str:
    return slugify(name)[:LONGEST_SLUG].strip("-") or str(year or "edition")


def _done(request: HttpRequest, found: Edition, do: str, typed: Form | None) -> HttpResponse:
    me = signed_in(request)
    if do == "withdraw" and typed is not None:
        actions.withdraw(by=me, edition=found, why=typed.cleaned_data["why"])
        messages.success(request, _("Withdrawn. The cities are told."))
    elif do == "discard":
        actions.discard_draft(by=me, edition=found)
        messages.success(request, _("The draft is thrown away."))
        return redirect("assessments:staff")
    elif do == "check":
        _checked(request, found)
    elif do in PLAIN:
        act, told = PLAIN[do]
        act(by=me, edition=found)
        messages.success(request, told())
    return redirect("assessments:edition", found.pk)


PLAIN: dict[str, tuple[Callable[..., Any], Callable[[], str]]] = {
    "open": (actions.open_edition, lambda: _("Open. Cities and reviewers are told.")),
    "close": (actions.close_marking, lambda: _("The marking is closed. Differences are settled.")),
    "publish": (actions.publish, lambda: _("Published. The cities are told.")),
}


def _checked(request: HttpRequest, found: Edition) -> None:
    made = actions.check_again(by=signed_in(request), edition=found)
    if not made.is_same:
        messages.error(request, _("Made again from its recipe, the index is another one."))
        return
    told = _("Made again from its recipe, the index is the same.")
    if made.is_up_to_date:
        messages.success(request, told)
    else:
        behind = _("What it was made of has changed since: publish again to take it over.")
        messages.warning(request, f"{told} {behind}")


def _known(request: HttpRequest, edition_id: int) -> Edition:
    """Return an edition that the reader may see.

    Raises
    ------
    Http404
        There is none.
    """
    rows = Edition.objects.visible_to(request.user).select_related("framework", "source")
    counted = rows.annotate(number=Count("entrants"))
    found: Edition | None = counted.filter(pk=edition_id).first()
    if found is None:
        raise Http404(_("There is no such edition."))
    return found
