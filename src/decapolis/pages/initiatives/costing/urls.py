"""Addresses of costs and of the transfer check."""

from django.urls import path

from decapolis.kernel.late import Views

views = Views("decapolis.pages.initiatives.costing.views")

app_name = "costing"
KEY = "initiatives/<slug:key>"
urlpatterns = [
    path(f"{KEY}/costs", views.costs, name="costs"),
    path(f"{KEY}/costs/<int:line_id>", views.line, name="line"),
    path(f"{KEY}/transfer", views.transfer, name="transfer"),
]
