"""Addresses at which rankings are made."""

from django.urls import path

from decapolis.pages.assessments.views import staff

app_name = "assessments"
urlpatterns = [
    path("staff/rankings", staff.listing, name="staff"),
    path("staff/rankings/new", staff.new, name="new"),
    path("staff/rankings/assess", staff.assess, name="assess"),
    path("staff/rankings/<int:edition_id>", staff.edition, name="edition"),
    path("staff/rankings/replies/<int:reply_id>", staff.answer, name="answer"),
]
