"""Addresses of documents, of progress and of what was asked by letter."""

from django.urls import path

from decapolis.kernel.late import Views

answering = Views("decapolis.pages.initiatives.following.answering")
files = Views("decapolis.pages.initiatives.following.files")
views = Views("decapolis.pages.initiatives.following.views")

app_name = "following"
KEY = "initiatives/<slug:key>"
urlpatterns = [
    path("initiatives/answer/<str:token>", answering.answer, name="answer"),
    path("initiatives/calendar/<str:token>.ics", files.calendar, name="calendar"),
    path(f"{KEY}/documents", views.documents, name="documents"),
    path(f"{KEY}/documents/<slug:which>.<slug:ending>", files.document, name="document"),
    path(f"{KEY}/milestones.ics", files.milestones, name="milestones"),
    path(f"{KEY}/progress", views.progress, name="progress"),
    path(f"{KEY}/handover", views.handover, name="handover"),
]
