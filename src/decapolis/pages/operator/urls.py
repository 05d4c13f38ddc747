"""Addresses of the operator's page."""

from django.urls import path

from decapolis.pages.operator import views

app_name = "operator"
urlpatterns = [
    path("operator", views.overview, name="overview"),
    path("operator/jobs", views.again, name="again"),
]
