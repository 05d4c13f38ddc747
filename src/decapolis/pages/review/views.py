"""Grade evidence; say whom one followed; look at both."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from decapolis.cities.bridge import find_city
from decapolis.cities.models import City
from decapolis.kernel.errors import DomainError, NotFound
from decapolis.kernel.permissions import require
from decapolis.library import actions
from decapolis.library.actions import Followed, Judged
from decapolis.library.choices import Theme
from decapolis.library.errors import AdoptionFaulty, AnotherVersion, NotAnAdoption
from decapolis.library.models import Practice
from decapolis.library.queries.adoptions import adoption_to_read, own_practices
from decapolis.library.queries.reviews import review_to_read
from decapolis.library.queries.versions import practice_to_write
from decapolis.library.rules import may_grade, may_review, may_suggest
from decapolis.organisations.queries import speaks_for_bodies
from decapolis.pages.contribute.room import room_of
from decapolis.pages.doors import for_members, or_not_found, require_safe_or_post, told
from decapolis.pages.forms import add_fault, status_of, whole_number
from decapolis.pages.http import signed_in
from decapolis.pages.render import page
from decapolis.pages.review.contexts.adopt import adopt_page
from decapolis.pages.review.contexts.lineage import adoptions_page
from decapolis.pages.review.contexts.review import (
    EvidencePage,
    QueueQuery,
    queue_page,
    review_page,
)
from decapolis.pages.review.forms import AdoptForm, NoteForm, ReviewForm
from decapolis.people.models import Person


@require_safe
def evidence(request: HttpRequest) -> HttpResponse:
    """Say what each level of evidence asks for."""
    return page(request, EvidencePage())


@require_safe
@for_members
def queue(request: HttpRequest) -> HttpResponse:
    """List what a reviewer can grade."""
    person = signed_in(request)
    require(may_grade(person))
    theme = request.GET.get("theme", "")
    query = QueueQuery(
        theme=theme if theme in Theme.values else "",
        show="behind" if request.GET.get("show") == "behind" else "",
        page=whole_number(request.GET.get("page")) or 1,
    )
    return page(request, queue_page(query, reader=person))


@require_safe_or_post
@for_members
def review(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the form beside the outcomes of a practice, and take the grade."""
    person = signed_in(request)
    practice = practice_to_write(slug, reader=person)
    require(may_review(person, practice))
    form = ReviewForm(initial={"version": practice.version})
    if request.method == "POST":
        typed = request.POST.copy()
        form = ReviewForm(typed)
        if form.is_valid() and _graded(form, person, practice):
            messages.success(request, _("Your review stands on the page of the practice."))
            return redirect("library:practice", slug=slug)
        if form.has_error(NON_FIELD_ERRORS, AnotherVersion.code):
            typed["version"] = str(practice.version)  # the page that tells of it shows this one
    shown = review_page(practice, form=form, reader=person)
    return page(request, shown, status=status_of(form))


def _graded(form: ReviewForm, person: Person, practice: Practice) -> bool:
    values = form.cleaned_data
    judged = Judged(
        level=values["level"],
        reasons=values["reasons"],
        version=values["version"] or 0,
        checks=tuple(values["checks"]),
    )
    try:
        actions.give_review(by=person, practice=practice, judged=judged)
    except DomainError as error:
        add_fault(form, told(error))
        return False
    return True


@require_POST
@for_members
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a practice into the queue of the reviewers."""
    person = signed_in(request)
    practice = practice_to_write(slug, reader=person)
    form = NoteForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    try:
        actions.ask_for_review(by=person, practice=practice, note=note)
    except DomainError as error:
        messages.error(request, told(error).message)
    else:
        messages.success(request, _("Reviewers see it first now. You are told when it is graded."))
    return redirect("library:practice", slug=slug)


@require_POST
@for_members
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take a review back."""
    person = signed_in(request)
    found = review_to_read(number, reader=person)
    form = NoteForm({"note": request.POST.get("why", "")})
    why = form.cleaned_data["note"] if form.is_valid() else ""
    try:
        actions.withdraw_review(by=person, review=found, why=why)
    except DomainError as error:
        messages.error(request, told(error).message)
    else:
        messages.success(request, _("The review is withdrawn."))
    return redirect("library:practice", slug=found.practice.slug)


@require_safe
@or_not_found
def adoptions(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who followed whom around a practice.

    Raises
    ------
    NotFound
        It is closed, or told without its name.
    """
    practice = practice_to_write(slug, reader=request.user)
    if room_of(practice, reader=request.user).is_quiet:
        raise NotFound(_("Nobody follows what is closed, or told without its name."))
    return page(request, adoptions_page(practice, reader=request.user))


@require_safe_or_post
@for_members
def adopt(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a city say that it followed a practice.

    Raises
    ------
    PermissionDenied
        They speak for no other city.
    """
    person = signed_in(request)
    origin = practice_to_write(slug, reader=person)
    require(may_suggest(person, origin))
    cities = _cities(person, origin)
    form = _adopt_form(request, person, origin, cities)
    if request.method == "POST":
        if form is None:
            raise PermissionDenied(_("Only who speaks for another city can say that it followed."))
        if form.is_valid() and _adopted(form, person, origin):
            messages.success(request, _("Recorded. It stands in the tree, and on the map."))
            return redirect("review:adoptions", slug=slug)
    names = [city.label for city in cities]
    shown = adopt_page(origin, form=form, is_staff=person.is_staff, cities=names)
    return page(request, shown, status=status_of(form) if form else HTTPStatus.OK)


@require_POST
@for_members
def withdraw_adoption(request: HttpRequest, number: int) -> HttpResponse:
    """Take an adoption back."""
    person = signed_in(request)
    found = adoption_to_read(number, reader=person)
    try:
        actions.withdraw_adoption(by=person, adoption=found)
    except DomainError as error:
        messages.error(request, told(error).message)
    else:
        messages.success(request, _("It is withdrawn. It can be recorded anew."))
    return redirect("review:adoptions", slug=found.origin.slug)


def _cities(person: Person, origin: Practice) -> list[City]:
    """Return the cities that somebody speaks for, other than the one that was followed."""
    bodies = speaks_for_bodies(person)
    return [body for body in bodies if isinstance(body, City) and body.pk != origin.city_id]


def _adopt_form(
    request: HttpRequest, person: Person, origin: Practice, cities: list[City]
) -> AdoptForm | None:
    data = request.POST if request.method == "POST" else None
    if person.is_staff:
        return AdoptForm(data)
    if not cities:
        return None
    choices = [(str(city.pk), city.label) for city in cities]
    practices = own_practices(cities, origin, reader=person)
    return AdoptForm(data, cities=choices, practices=practices)


def _adopted(form: AdoptForm, person: Person, origin: Practice) -> bool:
    values = form.cleaned_data
    followed = Followed(values["changed"], values["gave"], values["year"], values["source"])
    try:
        practice = _practice(values["practice"], person)
        city = _city(values["city"], practice)
        actions.adopt(by=person, origin=origin, city=city, told=followed, practice=practice)
    except DomainError as error:
        add_fault(form, told(error))
        return False
    return True


def _practice(typed: str, person: Person) -> Practice | None:
    """Return the practice that an address or its last part names.

    Raises
    ------
    NotAnAdoption
        There is none that may be seen.
    """
    slug = typed.strip().rstrip("/").rpartition("/")[2]
    if not slug:
        return None
    try:
        return practice_to_write(slug, reader=person)
    except NotFound as error:
        raise NotAnAdoption(_("There is no practice of that address."), field="practice") from error


def _city(typed: str, practice: Practice | None) -> City:
    """Return the city that was chosen or typed; else that of the practice.

    Raises
    ------
    AdoptionFaulty
        There is none of that name.
    """
    if practice and practice.city:
        return practice.city
    try:
        return find_city(typed)
    except DomainError as error:
        message = error.message if typed.strip() else _("Say which city followed.")
        raise AdoptionFaulty(message, field="city") from error
