"""Every address, by area."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.urls.resolvers import RoutePattern

from decapolis.pages import http


class Later(URLResolver):
    """Addresses whose code is imported when one of them is asked for: half a second of a start.

    They have a namespace of their own: no other name is looked for among them.
    """

    def _populate(self) -> None:
        """Leave the names until one is asked for, by the namespace."""


urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("decapolis.api.reference.urls")),
    Later(RoutePattern("api/v1/"), "decapolis.api.urls", app_name="api", namespace="api"),
    path("", include("decapolis.pages.about.urls")),
    path("", include("decapolis.pages.account.urls")),
    path("", include("decapolis.pages.assessments.urls")),
    path("", include("decapolis.pages.audit.urls")),
    path("", include("decapolis.pages.benchmarks.urls")),
    path("", include("decapolis.pages.brief.urls")),
    path("", include("decapolis.pages.calls.urls")),
    path("", include("decapolis.pages.canvas.urls")),
    path("", include("decapolis.pages.circles.urls")),
    path("", include("decapolis.pages.cities.urls")),
    path("", include("decapolis.pages.contribute.urls")),
    path("", include("decapolis.pages.desk.urls")),
    path("", include("decapolis.pages.files.urls")),
    path("", include("decapolis.pages.find.urls")),
    path("", include("decapolis.pages.home.urls")),
    path("", include("decapolis.pages.indicators.urls")),
    path("", include("decapolis.pages.initiatives.costing.urls")),
    path("", include("decapolis.pages.initiatives.following.urls")),
    path("", include("decapolis.pages.initiatives.urls")),
    path("", include("decapolis.pages.library.urls")),
    path("", include("decapolis.pages.notices.urls")),
    path("", include("decapolis.pages.operator.urls")),
    path("", include("decapolis.pages.people.urls")),
    path("", include("decapolis.pages.review.urls")),
    path("", include("decapolis.pages.staff.urls")),
    path("", include("decapolis.pages.style.urls")),
]


def handler400(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Refuse in the form that who asks can read: the API's or a page's."""
    if request.path.startswith("/api/v"):
        from decapolis.api import problems  # noqa: PLC0415 -- slow import

        return problems.unreadable()
    return http.bad_request(request, exception)


handler403 = "decapolis.pages.http.forbidden"
handler404 = "decapolis.pages.http.not_found"
handler429 = "decapolis.pages.http.too_many_requests"  # allauth's
handler500 = "decapolis.pages.http.server_error"
