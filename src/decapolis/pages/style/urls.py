"""Addresses of the style page."""

from django.urls import path

from decapolis.pages.style import views

app_name = "style"
urlpatterns = [
    path("style", views.style, name="style"),
    path("style/brief", views.brief, name="brief"),
]
