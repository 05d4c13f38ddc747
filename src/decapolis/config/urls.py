"""Every address, by area."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("decapolis.api.reference.urls")),
    path("api/v1/", include("decapolis.api.urls")),
    path("", include("decapolis.pages.about.urls")),
    path("", include("decapolis.pages.brief.urls")),
    path("", include("decapolis.pages.cities.urls")),
    path("", include("decapolis.pages.find.urls")),
    path("", include("decapolis.pages.home.urls")),
    path("", include("decapolis.pages.library.urls")),
    path("", include("decapolis.pages.style.urls")),
]

handler400 = "decapolis.pages.http.bad_request"
handler403 = "decapolis.pages.http.forbidden"
handler404 = "decapolis.pages.http.not_found"
handler500 = "decapolis.pages.http.server_error"
