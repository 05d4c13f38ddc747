"""Addresses at which rankings are made."""

from django.urls import path

from decapolis.kernel.late import Views

frameworks = Views("decapolis.pages.assessments.views.frameworks")
marking = Views("decapolis.pages.assessments.views.marking")
past = Views("decapolis.pages.assessments.views.past")
recipe = Views("decapolis.pages.assessments.views.recipe")
replying = Views("decapolis.pages.assessments.views.replying")
staff = Views("decapolis.pages.assessments.views.staff")
theory = Views("decapolis.pages.assessments.views.theory")

app_name = "assessments"
CITY = "rankings/<slug:framework>/<slug:edition>/<str:code>"
urlpatterns = [
    path("staff/rankings", staff.listing, name="staff"),
    path("staff/rankings/new", staff.new, name="new"),
    path("staff/rankings/assess", staff.assess, name="assess"),
    path("staff/rankings/figures", staff.figures, name="figures"),
    path("staff/rankings/frameworks", frameworks.listing, name="frameworks"),
    path("staff/rankings/frameworks/<slug:slug>.jsonl", frameworks.as_file, name="framework-file"),
    path("staff/rankings/frameworks/<slug:slug>.xlsx", frameworks.as_table, name="framework-table"),
    path("staff/rankings/<int:edition_id>", staff.edition, name="edition"),
    path("staff/rankings/<int:edition_id>/recipe", recipe.steps, name="recipe"),
    path("staff/rankings/<int:edition_id>/weights", recipe.weights, name="weights"),
    path("staff/rankings/replies/<int:reply_id>", staff.answer, name="answer"),
    path("assessments/<int:edition_id>", marking.overview, name="overview"),
    path("assessments/<int:edition_id>/<str:code>", marking.one, name="one"),
    path(f"{CITY}/reply", replying.reply, name="reply"),
    path(f"{CITY}/marks/<int:criterion_id>", past.history, name="history"),
    path("cities/<int:city_id>-<str:slug>/theory", theory.show, name="theory"),
    path("cities/<int:city_id>-<str:slug>/theory/edit", theory.edit, name="theory-edit"),
    path("cities/<int:city_id>-<str:slug>/theory/new", theory.new, name="theory-new"),
    path(
        "cities/<int:city_id>-<str:slug>/theory/<slug:chain>", theory.show_chain, name="theory-one"
    ),
    path(
        "cities/<int:city_id>-<str:slug>/theory/<slug:chain>/edit",
        theory.edit,
        name="theory-one-edit",
    ),
    path("cities/<int:city_id>/theory.svg", theory.picture, name="theory-svg"),
    path("cities/<int:city_id>/theory.json", theory.data, name="theory-json"),
    path("cities/<int:city_id>/theory/<slug:chain>.svg", theory.picture, name="theory-one-svg"),
    path("cities/<int:city_id>/theory/<slug:chain>.json", theory.data, name="theory-one-json"),
]
