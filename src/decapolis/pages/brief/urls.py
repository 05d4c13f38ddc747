"""Addresses of the brief."""

from django.urls import path

from decapolis.pages.brief import views

app_name = "brief"
urlpatterns = [
    path("brief", views.brief, name="page"),
    path("brief.pdf", views.pdf, name="pdf"),
    path("brief.docx", views.docx, name="docx"),
]
