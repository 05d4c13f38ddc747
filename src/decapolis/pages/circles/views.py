"""Circles: network staff form and change them, and whoever sits in one may leave it."""

from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from decapolis.kernel import numbers
from decapolis.kernel.errors import DomainError
from decapolis.organisations.bridge import find_members
from decapolis.organisations.rules import may_keep_desk
from decapolis.pages.circles.contexts import circle_page, list_page
from decapolis.pages.circles.forms import CircleForm, NewCircleForm, SeatForm
from decapolis.pages.cities.forms import page_number
from decapolis.pages.doors import only_for, or_not_found, require_safe_or_post
from decapolis.pages.forms import add_fault, key_of, status_of
from decapolis.pages.http import signed_in
from decapolis.pages.links import with_query
from decapolis.pages.render import page
from decapolis.people import actions
from decapolis.people.models import Circle, Person
from decapolis.people.queries import circle_of_slug

staff_only = only_for(may_keep_desk)


@staff_only
@require_safe_or_post
def listing(request: HttpRequest) -> HttpResponse:
    """List all circles, and form a new one."""
    me = signed_in(request)
    form = NewCircleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        held = form.cleaned_data
        try:
            people = find_members(held["people"], reader=me)
            made = actions.form_circle(
                by=me, name=held["name"], purpose=held["purpose"], people=people
            )
        except DomainError as error:
            add_fault(form, error)
        else:
            messages.success(request, _("The circle “{name}” is formed.").format(name=made.name))
            return redirect("circles:one", slug=made.slug)
    shown = list_page(me, number=page_number(request.GET.get("page", "")), form=form)
    return page(request, shown, status=status_of(form))


@staff_only
@or_not_found
@require_safe_or_post
def one(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a circle with its people, and take what staff do with it."""
    me = signed_in(request)
    circle = circle_of_slug(slug, reader=me)
    do = request.POST.get("do", "")
    change = CircleForm(
        request.POST if do == "change" else None,
        initial={"name": circle.name, "purpose": circle.purpose},
    )
    seat = SeatForm(request.POST if do == "seat" else None)
    typed = {"change": change, "seat": seat}.get(do)
    if request.method == "POST" and (typed is None or typed.is_valid()):
        try:
            return _done(request, circle, do, typed)
        except DomainError as error:
            if typed is None:
                messages.error(request, error.message)
                return redirect("circles:one", slug=slug)
            add_fault(typed, error)
    shown = circle_page(slug, reader=me, forms=(change, seat), undo=_named(request.GET, "undo"))
    return page(request, shown, status=status_of(typed or seat))


def _done(request: HttpRequest, circle: Circle, do: str, typed: forms.Form | None) -> HttpResponse:
    me, held = signed_in(request), typed.cleaned_data if typed else {}
    person = _named(request.POST, "person")
    here = f"/staff/circles/{circle.slug}"
    match do:
        case "change":
            actions.change_circle(by=me, circle=circle, **held)
            messages.success(request, _("Saved."))
        case "seat":
            people = find_members(held["people"], reader=me)
            new = actions.seat_people(by=me, circle=circle, people=people)
            messages.success(request, _seated(new))
        case "again" if person:
            messages.success(
                request, _seated(actions.seat_people(by=me, circle=circle, people=[person]))
            )
        case "take-out" if person and actions.take_out(by=me, circle=circle, person=person):
            return redirect(with_query(here, undo=str(person.pk)))
        case "close":
            actions.close_circle(by=me, circle=circle)
        case "reopen":
            actions.reopen_circle(by=me, circle=circle)
            messages.success(request, _("The circle is open again."))
    return redirect(here)


@login_required
@or_not_found
@require_POST
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave a circle in which one sits."""
    me = signed_in(request)
    circle = circle_of_slug(slug, reader=me)
    try:
        actions.leave_circle(by=me, circle=circle)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        told = _("You left the circle “{name}”.")
        messages.success(request, told.format(name=circle.name))
    return redirect("desk:desk")


def _seated(new: Sequence[Person]) -> str:
    if not new:
        return _("They were in the circle already.")
    if len(new) == 1:
        return _("{name} is in the circle.").format(name=new[0])
    words = ngettext("{n} person is in now.", "{n} people are in now.", len(new))
    return words.format(n=numbers.number(len(new)))


def _named(asked: QueryDict, field: str) -> Person | None:
    """Return the person whose key a form or an address carries."""
    return Person.objects.filter(pk=key_of(asked.get(field, "")) or 0, left=None).first()
