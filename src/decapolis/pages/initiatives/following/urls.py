"""Addresses of documents, of progress and of what was asked by letter."""

from django.urls import path

from decapolis.pages.initiatives.following import answering, files, views

app_name = "following"
KEY = "initiatives/<slug:key>"
urlpatterns = [
    path("initiatives/answer/<str:token>", answering.answer, name="answer"),
    path(f"{KEY}/documents", views.documents, name="documents"),
    path(f"{KEY}/documents/<slug:which>.<slug:ending>", files.document, name="document"),
    path(f"{KEY}/milestones.ics", files.milestones, name="milestones"),
    path(f"{KEY}/progress", views.progress, name="progress"),
    path(f"{KEY}/handover", views.handover, name="handover"),
]
