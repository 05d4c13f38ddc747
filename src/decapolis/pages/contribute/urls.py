"""Addresses where people write."""

from django.urls import path

from decapolis.kernel.late import Views

deciding = Views("decapolis.pages.contribute.views.deciding")
disclosing = Views("decapolis.pages.contribute.views.disclosing")
history = Views("decapolis.pages.contribute.views.history")
start = Views("decapolis.pages.contribute.views.start")
writing = Views("decapolis.pages.contribute.views.writing")

app_name = "contribute"
urlpatterns = [
    path("contribute", start.start, name="start"),
    path("contribute/new", writing.new, name="new"),
    path("contribute/drafts/<int:draft_id>", writing.draft, name="draft"),
    path("contribute/drafts/<int:draft_id>/discard", start.discard, name="discard"),
    path("contribute/drafts/<int:draft_id>/keep", start.keep, name="keep"),
    path("contribute/suggestions/<int:number>", deciding.suggestion, name="suggestion"),
    path("practices/<slug:slug>/edit", writing.edit, name="edit"),
    path("practices/<slug:slug>/readers", disclosing.readers, name="readers"),
    path("practices/<slug:slug>/versions", history.versions, name="versions"),
    path(
        "practices/<slug:slug>/versions/<int:before>...<int:after>", history.compare, name="compare"
    ),
    path("practices/<slug:slug>/versions/<int:number>/restore", history.restore, name="restore"),
]
