"""Addresses of the brief."""

from django.urls import path

from decapolis.kernel.late import Views

views = Views("decapolis.pages.brief.views")

app_name = "brief"
urlpatterns = [
    path("brief", views.brief, name="page"),
    path("brief.pdf", views.pdf, name="pdf"),
    path("brief.docx", views.docx, name="docx"),
]
