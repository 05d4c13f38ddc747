"""Addresses of cities."""

from django.urls import path

from decapolis.kernel.late import Views

views = Views("decapolis.pages.cities.views")

app_name = "cities"
urlpatterns = [
    path("cities/", views.listing, name="list"),
    path("cities/suggest", views.suggest, name="suggest"),
    path("cities/choose", views.choose, name="choose"),
    path("cities/<int:city_id>", views.city, name="city"),
    path("cities/<int:city_id>-<str:slug>", views.city, name="city-named"),
    path("cities/<int:city_id>/peers", views.peers, name="peers"),
    path("cities/<int:city_id>/peers/<int:other_id>", views.compare, name="compare"),
]
