"""Addresses of the library's records; their lists are in ``pages/find``."""

from django.urls import path

from decapolis.kernel.late import Views

views = Views("decapolis.pages.library.views")

app_name = "library"
urlpatterns = [
    path("practices/<slug:slug>", views.practice, name="practice"),
    path("documents/<slug:slug>", views.document, name="document"),
    path("technologies/<slug:slug>", views.technology, name="technology"),
    path("organisations/<slug:slug>", views.organisation, name="organisation"),
]
