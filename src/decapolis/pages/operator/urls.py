"""Addresses of the operator's page."""

from django.urls import path

from decapolis.kernel.late import Views

views = Views("decapolis.pages.operator.views")

app_name = "operator"
urlpatterns = [
    path("operator", views.overview, name="overview"),
    path("operator/jobs", views.again, name="again"),
]
