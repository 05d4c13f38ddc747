"""Addresses of requests to talk."""

from django.urls import path

from decapolis.kernel.late import Views

asking = Views("decapolis.pages.calls.asking")
desk = Views("decapolis.pages.calls.desk")
linked = Views("decapolis.pages.calls.linked")

app_name = "calls"
urlpatterns = [
    path("practices/<slug:slug>/call", asking.ask, name="ask"),
    path("practices/<slug:slug>/call/consent", asking.consent, name="consent"),
    path("practices/<slug:slug>/call/invite", asking.invite, name="invite"),
    path("desk/calls", desk.listing, name="list"),
    path("desk/calls/<int:call_id>", desk.one, name="one"),
    path("staff/calls", desk.totals, name="totals"),
    path("calls/<str:token>", linked.linked, name="linked"),
]
