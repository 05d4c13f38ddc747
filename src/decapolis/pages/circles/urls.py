"""Addresses of circles."""

from django.urls import path

from decapolis.kernel.late import Views

views = Views("decapolis.pages.circles.views")

app_name = "circles"
urlpatterns = [
    path("staff/circles", views.listing, name="list"),
    path("staff/circles/<slug:slug>", views.one, name="one"),
    path("circles/<slug:slug>/leave", views.leave, name="leave"),
]
