"""Addresses of notices."""

from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from decapolis.kernel.late import Views

views = Views("decapolis.pages.notices.views")

app_name = "notices"
urlpatterns = [
    path("desk/notices", views.listing, name="list"),
    path("desk/notices/read", views.read, name="read"),
    path("desk/notices/<int:notice_id>/open", views.lead_on, name="open"),
    path("desk/notices/rhythms", views.rhythms, name="rhythms"),
    path("desk/notices/address", views.address, name="address"),
    path(
        "notices/unsubscribe/<str:token>",
        csrf_exempt(views.unsubscribe),  # a mail program asks by POST and knows no token (RFC 8058)
        name="unsubscribe",
    ),
]
