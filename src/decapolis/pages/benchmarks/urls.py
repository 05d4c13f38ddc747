"""Addresses of rankings."""

from django.urls import path

from decapolis.kernel.late import Views

views = Views("decapolis.pages.benchmarks.views")
years = Views("decapolis.pages.benchmarks.years")

app_name = "rankings"
EDITION = "rankings/<slug:framework>/<slug:edition>"
urlpatterns = [
    path("rankings", views.listing, name="list"),
    path("rankings/<slug:framework>/years", years.years, name="years"),
    path("rankings/<slug:framework>/years.csv", years.years_csv, name="years-csv"),
    path("rankings/<slug:framework>/years.json", years.years_json, name="years-json"),
    path(EDITION, views.ranking, name="ranking"),
    path(f"{EDITION}/method", views.method, name="method"),
    path(f"{EDITION}/compare", views.compare, name="compare"),
    path(f"{EDITION}/files/<str:name>", views.file, name="file"),
    path(f"{EDITION}/<str:code>", views.city, name="city"),
]
