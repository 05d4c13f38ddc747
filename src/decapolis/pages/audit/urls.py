"""Addresses of the log."""

from django.urls import path

from decapolis.pages.audit import views

app_name = "audit"
urlpatterns = [
    path("audit", views.log, name="log"),
    path("audit.csv", views.table, name="csv"),
]
