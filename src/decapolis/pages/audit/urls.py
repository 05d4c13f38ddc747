"""Addresses of the log."""

from django.urls import path

from decapolis.kernel.late import Views

views = Views("decapolis.pages.audit.views")

app_name = "audit"
urlpatterns = [
    path("audit", views.log, name="log"),
    path("audit.csv", views.table, name="csv"),
]
