"""People: the directory, profiles, one's own profile and hats, the first steps."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from decapolis.kernel.errors import DomainError
from decapolis.organisations import actions
from decapolis.organisations.bridge import find_body
from decapolis.organisations.models import Hat
from decapolis.organisations.queries import hats_of
from decapolis.organisations.queries.hats import visible_hats
from decapolis.organisations.rules import may_verify
from decapolis.pages.cities.forms import clean
from decapolis.pages.doors import require_safe_or_post
from decapolis.pages.forms import add_fault, status_of
from decapolis.pages.http import local_path, signed_in
from decapolis.pages.people import contexts
from decapolis.pages.people.forms import (
    HatForm,
    PeopleQuery,
    ProfileForm,
    ReasonForm,
    WelcomeForm,
)
from decapolis.pages.render import page
from decapolis.people.actions import change_profile
from decapolis.people.models import Person

if TYPE_CHECKING:
    from django import forms


@login_required
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """List members: a search by name, facets."""
    query = PeopleQuery.read(request.GET)
    return page(request, contexts.directory_page(query, reader=signed_in(request)))


@require_safe
def profile(request: HttpRequest, person_id: int) -> HttpResponse:
    """Show a person to those who may see them; to others there is nobody.

    Raises
    ------
    Http404
        There is none, or they may not be seen.
    """
    person = Person.objects.visible_to(request.user).filter(pk=person_id).first()
    if person is None:
        raise Http404
    return page(request, contexts.profile_page(person, reader=signed_in(request)))


@login_required
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """Lead to one's own profile."""
    return redirect("people:person", signed_in(request).pk)


@login_required
@require_safe_or_post
def edit(request: HttpRequest) -> HttpResponse:
    """Show one's profile as a form, and take what was changed."""
    me = signed_in(request)
    if request.method != "POST":
        return _edit_page(request, ProfileForm.of(me), HatForm(auto_id="hat_%s"))
    form = ProfileForm(request.POST)
    if form.is_valid():
        try:
            change_profile(by=me, person=me, values=form.values())
        except DomainError as error:
            add_fault(form, error)
        else:
            messages.success(request, _("Your profile is saved."))
            return redirect("people:person", me.pk)
    return _edit_page(request, form, HatForm(auto_id="hat_%s"), status=422)


@login_required
@require_POST
def claim(request: HttpRequest) -> HttpResponse:
    """Put on a hat."""
    form = HatForm(request.POST, auto_id="hat_%s")
    hat = _claimed(signed_in(request), form) if form.is_valid() else None
    if hat is None:
        return _edit_page(request, ProfileForm.of(signed_in(request)), form, status=422)
    told = next(one for one in hats_of(hat.person, reader=hat.person) if one.hat_id == hat.pk)
    messages.success(request, contexts.hat_line(told).says)
    return redirect("people:edit")


@login_required
@require_POST
def end(request: HttpRequest, hat_id: int) -> HttpResponse:
    """Take a hat off; the page that follows offers to undo it."""
    me, hat = signed_in(request), _hat(request, hat_id)
    try:
        actions.end_hat(by=me, hat=hat)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("people:edit")
    if hat.person_id != me.pk:
        messages.success(request, _("The hat is taken off."))
        return redirect("people:person", hat.person_id)
    return redirect(f"/people/me/edit?undo={hat.pk}")


@login_required
@require_POST
def again(request: HttpRequest, hat_id: int) -> HttpResponse:
    """Undo that a hat was taken off."""
    try:
        actions.put_on_again(by=signed_in(request), hat=_hat(request, hat_id))
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("It is on your profile again."))
    return redirect("people:edit")


@login_required
@require_safe_or_post
def decide(request: HttpRequest, hat_id: int) -> HttpResponse:
    """Show a claim with what tells for it, and take the decision.

    Raises
    ------
    Http404
        There is none that the reader can decide.
    """
    me, hat = signed_in(request), _hat(request, hat_id)
    if not may_verify(me, hat):
        raise Http404
    back = "/staff" if me.is_staff else "/desk"
    form = ReasonForm()
    try:
        if request.POST.get("decision") == "confirm":
            actions.verify_hat(by=me, hat=hat)
            messages.success(request, _("{name} is verified.").format(name=hat.person))
            return redirect(back)
        if request.method == "POST":
            form = ReasonForm(request.POST)
            if form.is_valid():
                actions.refuse_hat(by=me, hat=hat, reason=form.cleaned_data["reason"])
                messages.success(request, _("{name} is told why not.").format(name=hat.person))
                return redirect(back)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(back)
    return page(request, contexts.decide_page(hat, reader=me, form=form), status=status_of(form))


@login_required
@require_safe_or_post
def welcome(request: HttpRequest) -> HttpResponse:
    """Ask a newcomer for name, role, city and languages; then say how it stands.

    Who came for an invitation goes there first: it may answer all of this.
    """
    me = signed_in(request)
    next_url = local_path(request.POST.get("next") or request.GET.get("next", ""), "/desk")
    if request.method != "POST" and next_url.startswith("/invitations/"):
        return redirect(next_url)
    known = {"name": me.name, "languages": me.languages}
    form = WelcomeForm(request.POST if request.method == "POST" else None, initial=known)
    if request.method == "POST" and form.is_valid() and _begin(me, form):
        return redirect("/welcome?" + urlencode({"done": "1", "next": next_url}))
    has_hat = bool(me.name) and visible_hats(me).filter(person=me).exists()
    is_done = request.method != "POST" and (has_hat or "done" in request.GET)
    shown = contexts.welcome_page(me, form=form, is_done=is_done, next_url=next_url)
    return page(request, shown, status=status_of(form))


def _begin(me: Person, form: WelcomeForm) -> bool:
    """Write the first steps, all or nothing; tell whether it was done."""
    held = form.cleaned_data
    try:
        with transaction.atomic():
            values: dict[str, object] = {
                name: held[name] for name in ("name", "languages") if name in held
            }
            if not me.title and held["hat_title"]:
                values["title"] = held["hat_title"]
            change_profile(by=me, person=me, values=values)
            if held["role"] or held["city"] or held["organisation"]:
                _put_on(me, form)
    except DomainError as error:
        me.refresh_from_db()
        add_fault(form, error, HatForm.RENAMED if error.field not in values else None)
        return False
    return True


def _claimed(me: Person, form: HatForm) -> Hat | None:
    try:
        return _put_on(me, form)
    except DomainError as error:
        add_fault(form, error, HatForm.RENAMED)
        return None


def _put_on(me: Person, form: HatForm) -> Hat:
    held = form.cleaned_data
    body = find_body(city=clean(held["city"]), organisation=clean(held["organisation"]), reader=me)
    hat = actions.claim_hat(
        by=me,
        role=held["role"],
        body=body,
        title=clean(held["hat_title"]),
        since=held.get("since"),
    )
    if hat.city and hat.city.timezone and me.time_zone == "UTC":  # the city's clock is theirs
        change_profile(by=me, person=me, values={"time_zone": hat.city.timezone})
    return hat


def _edit_page(
    request: HttpRequest, form: "forms.Form", hat_form: "forms.Form", *, status: int = HTTPStatus.OK
) -> HttpResponse:
    me = signed_in(request)
    undo = contexts.ended_lately(request.GET.get("undo", ""), me)
    shown = contexts.edit_page(me, form=form, hat_form=hat_form, undo=undo)
    return page(request, shown, status=status)


def _hat(request: HttpRequest, hat_id: int) -> Hat:
    """Return a hat that one may see, or that waits for one.

    Raises
    ------
    Http404
        There is none.
    """
    rows = visible_hats(request.user).filter(pk=hat_id)
    found = rows.select_related("person", "city__country", "organisation").first()
    if found is None:
        raise Http404
    return found
