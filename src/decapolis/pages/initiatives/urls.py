"""Addresses of initiatives. What was worked out and what followed have addresses of their own."""

from django.urls import path

from decapolis.kernel.late import Views

lists = Views("decapolis.pages.initiatives.views.lists")
one = Views("decapolis.pages.initiatives.views.one")
plan = Views("decapolis.pages.initiatives.views.plan")

app_name = "initiatives"
KEY = "initiatives/<slug:key>"
urlpatterns = [
    path("initiatives", lists.listing, name="list"),
    path("initiatives/new", lists.new, name="new"),
    path("practices/<slug:slug>/initiative", lists.use, name="use"),
    path(KEY, one.show, name="one"),
    path(f"{KEY}/edit", one.edit, name="edit"),
    path(f"{KEY}/stage", one.stage, name="stage"),
    path(f"{KEY}/draws", one.draws, name="draws"),
    path(f"{KEY}/team", one.team, name="team"),
    path(f"{KEY}/take-over", lists.take_over, name="take-over"),
    path(f"{KEY}/plan", plan.show, name="plan"),
    path(f"{KEY}/plan/fill", plan.fill, name="fill"),
    path(f"{KEY}/plan/<slug:part>", plan.part, name="part"),
    path(f"{KEY}/plan/<slug:part>/new", plan.new_line, name="new-line"),
    path(f"{KEY}/plan/<slug:part>/<int:line_id>", plan.one_line, name="line"),
]
