"""Addresses of reviews, of the scale they grade by, and of adoptions."""

from django.urls import path

from decapolis.kernel.late import Views

views = Views("decapolis.pages.review.views")

app_name = "review"
urlpatterns = [
    path("about/evidence", views.evidence, name="evidence"),
    path("review", views.queue, name="queue"),
    path("review/<int:number>/withdraw", views.withdraw, name="withdraw"),
    path("practices/<slug:slug>/review", views.review, name="review"),
    path("practices/<slug:slug>/review/ask", views.ask, name="ask"),
    path("practices/<slug:slug>/adoptions", views.adoptions, name="adoptions"),
    path("practices/<slug:slug>/adopt", views.adopt, name="adopt"),
    path("adoptions/<int:number>/withdraw", views.withdraw_adoption, name="withdraw_adoption"),
]
