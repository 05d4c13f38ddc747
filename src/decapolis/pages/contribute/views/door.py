"""Who comes in where people write."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from decapolis.kernel.errors import DomainError, NotFound
from decapolis.kernel.permissions import Forbidden
from decapolis.library.models import Draft, Practice
from decapolis.library.queries.versions import practice_to_write
from decapolis.library.rules import may_write
from decapolis.people.models import Person

View = Callable[..., HttpResponse]
JSON = "application/json"


def for_members(view: View) -> View:
    """Let members in; others are asked to sign in first, or told why not."""

    @never_cache
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 -- Django's signature
        if not request.user.is_authenticated:
            if wants_json(request):
                signed_out = {"message": _("You are signed out. Sign in again in another tab.")}
                return JsonResponse(signed_out, status=HTTPStatus.UNAUTHORIZED)
            return redirect_to_login(request.get_full_path())
        verdict = may_write(request.user)
        if not verdict:
            raise PermissionDenied(verdict.reason)
        try:
            return view(request, *args, **kwargs)
        except NotFound as error:
            raise Http404(error.message) from error
        except Forbidden as error:
            raise PermissionDenied(error.message) from error

    return answer


def wants_json(request: HttpRequest) -> bool:
    """Tell whether the page itself asks, in the background."""
    return request.headers.get("Accept", "") == JSON


def told(error: DomainError) -> DomainError:
    """Return an error that the page can tell at its place.

    Raises
    ------
    PermissionDenied
        It is none: they may not do this at all.
    """
    if isinstance(error, Forbidden):
        raise PermissionDenied(error.message) from error
    return error


def person_of(request: HttpRequest) -> Person:
    """Return who writes.

    Raises
    ------
    PermissionDenied
        Nobody has signed in.
    """
    if isinstance(request.user, Person):
        return request.user
    raise PermissionDenied


def practice_of(slug: str, person: Person) -> Practice:
    """Return a practice that may be seen; what may not is not found."""
    return practice_to_write(slug, reader=person)


def draft_of(draft_id: int, person: Person, *, new_only: bool = False) -> Draft:
    """Return one of somebody's own drafts.

    Raises
    ------
    NotFound
        There is none of that number, or it is not theirs.
    """
    drafts = Draft.objects.visible_to(person).select_related("practice")
    if new_only:
        drafts = drafts.filter(practice=None, discarded=None)
    found: Draft | None = drafts.filter(pk=draft_id).first()
    if found is None:
        raise NotFound(_("There is no such draft. Perhaps it was handed in already."))
    return found
