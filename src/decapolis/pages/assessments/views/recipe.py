"""Network staff choose how a draft is put together, and how much each criterion counts."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from decapolis.benchmarks import actions
from decapolis.benchmarks.choices import Kind, State
from decapolis.benchmarks.models import Edition
from decapolis.benchmarks.queries.editions import entrants_of, run_to_read
from decapolis.benchmarks.rules import may_manage
from decapolis.kernel.errors import DomainError
from decapolis.pages.assessments import weighing
from decapolis.pages.assessments.contexts import recipe
from decapolis.pages.assessments.recipes import (
    RecipeFileForm,
    RecipeForm,
    WayForm,
    recipe_initial,
)
from decapolis.pages.assessments.weighing import Group, Weighed
from decapolis.pages.doors import only_for, require_safe_or_post, told
from decapolis.pages.forms import add_fault, status_of, whole_number
from decapolis.pages.http import signed_in
from decapolis.pages.render import page

UNPROCESSABLE = 422
BY = ("rule", "hand", "points", "pairs")
OF_METHOD = {"budget": "points", "ahp": "pairs"}
staff_only = only_for(may_manage)


@staff_only
@require_safe_or_post
def steps(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Show each step in plain words, and make the index anew as it is chosen."""
    found, trouble = _draft(request, edition_id), ""
    spec = _whole(request, found)
    by_file = request.POST.get("do") == "file"
    form = _steps_form(request, found, spec, is_sent=request.method == "POST" and not by_file)
    file = RecipeFileForm(
        request.POST if by_file else None, initial={"recipe": recipe.as_text(spec or found.spec)}
    )
    sent: Form = file if by_file else form
    if request.method == "POST" and sent.is_valid():
        wanted = file.cleaned_data["recipe"] if by_file else form.spec(found.spec)
        try:
            return _made(request, found, wanted)
        except DomainError as error:
            trouble = told(error).message
            if by_file:
                add_fault(file, error, {"spec": "recipe"})
    shown = recipe.steps_page(found, form=form, file=file, trouble="" if by_file else trouble)
    return page(request, shown, status=UNPROCESSABLE if trouble else status_of(sent))


@staff_only
@require_safe_or_post
def weights(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Show how much each criterion counts, in one of four ways, and take another.

    Raises
    ------
    Http404
        There is no such way.
    """
    found, trouble = _draft(request, edition_id), ""
    held = (_whole(request, found) or found.spec).get("weights") or {}
    held = held if isinstance(held, Mapping) else {"method": held}
    way = str(request.GET.get("by") or _way_of(held))
    if way not in BY:
        raise Http404(_("There is no such way."))
    groups = weighing.groups_of(found)
    asked = whole_number(request.GET.get("experts")) or weighing.experts_in(held) or 2
    experts = min(max(asked, 1), weighing.MOST_EXPERTS)
    form = WayForm(
        request.POST if request.method == "POST" and way == "rule" else None,
        initial={"method": held.get("method", "given"), "level": held.get("level")},
    )
    read = Weighed({}, {})
    typed: Mapping[str, str] = weighing.typed_of(held, groups)
    if request.method == "POST":
        typed = {name: str(value) for name, value in request.POST.items()}
        read = _read(way, typed, groups, form, experts)
        if not read.faults and not form.errors:
            try:
                return _made(request, found, {**found.spec, "weights": dict(read.weights)})
            except DomainError as error:
                trouble = told(error).message
    shown = recipe.weights_page(
        found, groups, recipe.Sent(way, experts, typed, read.faults, trouble), form=form, held=held
    )
    bad = trouble or read.faults or form.errors
    return page(request, shown, status=UNPROCESSABLE if bad else 200)


def _read(
    way: str, typed: Mapping[str, str], groups: tuple[Group, ...], form: WayForm, experts: int
) -> Weighed:
    if way == "hand":
        return weighing.by_hand(typed, groups)
    if way == "points":
        return weighing.by_points(typed, groups, experts)
    if way == "pairs":
        return weighing.by_pairs(typed, groups)
    return Weighed(form.weights() if form.is_valid() else {}, {})


def _way_of(held: Mapping[str, Any]) -> str:
    if held.get("method", "given") == "given" and held.get("values"):
        return "hand"
    return OF_METHOD.get(str(held.get("method")), "rule")


def _made(request: HttpRequest, found: Edition, spec: Mapping[str, Any]) -> HttpResponse:
    actions.set_recipe(by=signed_in(request), edition=found, spec=spec)
    messages.success(request, _("The index was made anew by this recipe."))
    return redirect("assessments:edition", found.pk)


def _steps_form(
    request: HttpRequest, found: Edition, spec: Mapping[str, Any] | None, *, is_sent: bool
) -> RecipeForm:
    entrants = entrants_of(found)
    groups = dict.fromkeys(name for one in entrants for name, _label in one.groups)
    return RecipeForm(
        request.POST if is_sent else None,
        initial=recipe_initial(spec) if spec else None,
        groups=groups,
        cities=[(one.code, one.label) for one in entrants],
        levels=recipe.levels_of(found),
    )


def _whole(request: HttpRequest, found: Edition) -> Mapping[str, Any] | None:
    """Return the whole recipe by which the draft was made; None where it was never made."""
    run = run_to_read(found, reader=request.user)
    return run.spec if run else None


def _draft(request: HttpRequest, edition_id: int) -> Edition:
    """Return a draft whose recipe can be changed.

    Raises
    ------
    Http404
        There is none, it is no draft any more, or it is marked by hand.
    """
    rows = Edition.objects.visible_to(request.user).filter(pk=edition_id, state=State.DRAFT)
    found: Edition | None = (
        rows.exclude(kind=Kind.ASSESSED).select_related("framework", "source").first()
    )
    if found is None:
        raise Http404(_("There is no such draft."))
    return found
