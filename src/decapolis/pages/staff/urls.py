"""Addresses of the network staff's desk."""

from django.urls import path

from decapolis.kernel.late import Views

views = Views("decapolis.pages.staff.views")

app_name = "staff"
urlpatterns = [
    path("staff", views.desk, name="desk"),
    path("staff/requests/<int:person_id>", views.membership, name="request"),
    path("staff/people", views.people, name="people"),
    path("staff/people/<int:person_id>/roles", views.roles, name="roles"),
    path("staff/people/<int:person_id>/end", views.end, name="end"),
    path("staff/domains", views.domains, name="domains"),
    path("staff/domains/<int:domain_id>/remove", views.remove_domain, name="remove-domain"),
    path("staff/figures", views.figures, name="figures"),
]
