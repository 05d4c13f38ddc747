"""Addresses of notices."""

from django.urls import path

from decapolis.pages.notices import views

app_name = "notices"
urlpatterns = [
    path("desk/notices", views.listing, name="list"),
    path("desk/notices/read", views.read, name="read"),
    path("desk/notices/<int:notice_id>/open", views.lead_on, name="open"),
    path("desk/notices/rhythms", views.rhythms, name="rhythms"),
    path("desk/notices/address", views.address, name="address"),
    path("notices/unsubscribe/<str:token>", views.unsubscribe, name="unsubscribe"),
]
