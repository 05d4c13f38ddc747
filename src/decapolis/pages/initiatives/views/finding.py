"""Which initiative an address means, and who writes in it without losing what was typed."""

from functools import wraps
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from decapolis.initiatives.models import Initiative
from decapolis.initiatives.queries.initiatives import initiative_of
from decapolis.pages.doors import View, for_members
from decapolis.pages.render import wants_part


def initiative_here(request: HttpRequest, key: str) -> Initiative:
    """Return the initiative of an address, for who may see it."""
    return initiative_of(key, reader=request.user)


def for_writers(view: View) -> View:
    """Let members in; where a form was sent from within a page, it stays there if it is refused.

    Whoever was signed out meanwhile, or lost their seat, is told above what they typed.
    """
    guarded = for_members(view)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 -- Django's signature
        if not wants_part(request):
            return guarded(request, *args, **kwargs)
        if not request.user.is_authenticated:
            said = _("You are signed out. Sign in again in another tab, then save here.")
            return _told(request, said, HTTPStatus.UNAUTHORIZED)
        try:
            return guarded(request, *args, **kwargs)
        except PermissionDenied as error:
            return _told(request, str(error), HTTPStatus.FORBIDDEN)
        except Http404 as error:
            return _told(request, str(error), HTTPStatus.NOT_FOUND)

    return answer


def _told(request: HttpRequest, said: str, status: HTTPStatus) -> HttpResponse:
    """Say something above what stands there, and leave that as it is."""
    answer = render(request, "initiatives/_refused.html", {"said": said}, status=status)
    answer.headers["HX-Reswap"] = "afterbegin"
    return answer
