"""Addresses of answers, and of the lists of each kind of record."""

from django.urls import path

from decapolis.kernel.late import Views

views = Views("decapolis.pages.find.views")

app_name = "find"
urlpatterns = [
    path("find", views.everything, name="find"),
    path("find.csv", views.table, name="csv"),
    path("library", views.library, name="library"),
    path("practices/", views.listing, {"kind": "practice"}, name="practices"),
    path("documents/", views.listing, {"kind": "document"}, name="documents"),
    path("technologies/", views.listing, {"kind": "technology"}, name="technologies"),
    path("organisations/", views.listing, {"kind": "organisation"}, name="organisations"),
]
