"""Addresses of people."""

from django.urls import path

from decapolis.kernel.late import Views

inviting = Views("decapolis.pages.people.inviting")
views = Views("decapolis.pages.people.views")

app_name = "people"
urlpatterns = [
    path("people", views.directory, name="list"),
    path("people/<int:person_id>", views.profile, name="person"),
    path("people/me/edit", views.edit, name="edit"),
    path("people/me/hats", views.claim, name="claim"),
    path("people/hats/<int:hat_id>/end", views.end, name="end"),
    path("people/hats/<int:hat_id>/again", views.again, name="again"),
    path("people/hats/<int:hat_id>/decide", views.decide, name="decide"),
    path("profile", views.own, name="own"),
    path("welcome", views.welcome, name="welcome"),
    path("invitations", inviting.invitations, name="invitations"),
    path("invitations/<int:invitation_id>/revoke", inviting.revoke, name="revoke"),
    path("invitations/<str:secret>", inviting.invitation, name="invitation"),
]
