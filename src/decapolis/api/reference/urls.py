"""Addresses of the documentation of the interface."""

from django.urls import path

from decapolis.api.reference import views

app_name = "reference"
urlpatterns = [
    path("api", views.reference, name="reference"),
    path("api/<slug:area>", views.area, name="area"),
]
