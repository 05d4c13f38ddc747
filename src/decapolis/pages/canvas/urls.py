"""Addresses of boards and of their templates."""

from django.urls import path

from decapolis.kernel.late import Views

boards = Views("decapolis.pages.canvas.views.boards")
files = Views("decapolis.pages.canvas.views.files")
history = Views("decapolis.pages.canvas.views.history")
notes = Views("decapolis.pages.canvas.views.notes")
staff = Views("decapolis.pages.canvas.views.staff")

app_name = "canvas"
urlpatterns = [
    path("boards/worker.js", files.worker, name="worker"),
    path("boards/<slug:key>", boards.board, name="board"),
    path("boards/<slug:key>/votes", boards.votes, name="votes"),
    path("boards/<slug:key>/find", notes.find, name="find"),
    path("boards/<slug:key>/link", boards.link, name="link"),
    path("boards/<slug:key>/read/<str:token>", boards.read, name="read"),
    path("boards/<slug:key>/notes/<slug:note>", notes.note, name="note"),
    path("boards/<slug:key>/photos/<slug:photo>", files.photo, name="photo"),
    path("boards/<slug:key>/history", history.history, name="history"),
    path("boards/<slug:key>/export.<str:ending>", files.export, name="export"),
    path("staff/canvases", staff.listing, name="templates"),
    path("staff/canvases/new", staff.new, name="new-template"),
    path("staff/canvases/<slug:slug>", staff.one, name="template"),
]
