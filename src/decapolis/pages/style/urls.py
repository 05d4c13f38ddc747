"""Addresses of the style page."""

from django.urls import path

from decapolis.kernel.late import Views

views = Views("decapolis.pages.style.views")

app_name = "style"
urlpatterns = [
    path("style", views.style, name="style"),
    path("style/brief", views.brief, name="brief"),
]
