"""Who comes in where, and what others are told."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from decapolis.kernel.errors import DomainError, NotFound
from decapolis.kernel.permissions import Forbidden, Verdict
from decapolis.library.rules import may_write
from decapolis.pages.http import signed_in
from decapolis.people.models import Person

View = Callable[..., HttpResponse]
JSON = "application/json"

require_safe_or_post = require_http_methods(["GET", "HEAD", "POST"])  # of a page with a form


def or_not_found(view: View) -> View:
    """Answer 404, with the reason, where a view does not find what is asked for."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 -- Django's signature
        try:
            return view(request, *args, **kwargs)
        except NotFound as error:
            raise Http404(error.message) from error

    return answer


def only_for(may: Callable[[Person], Verdict]) -> Callable[[View], View]:
    """Let in whom a rule lets in; whoever else has signed in finds nothing."""

    def guarded(view: View) -> View:
        @login_required
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 -- Django's signature
            if not may(signed_in(request)):
                raise Http404
            return view(request, *args, **kwargs)

        return answer

    return guarded


def for_members(view: View) -> View:
    """Let members in; others are asked to sign in first, or told why not."""

    @never_cache
    @or_not_found
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
