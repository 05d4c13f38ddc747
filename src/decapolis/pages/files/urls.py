"""Addresses of files, of the form for documents, and of one's own photo."""

from django.urls import path

from decapolis.kernel.late import Views

documents = Views("decapolis.pages.files.views.documents")
photo = Views("decapolis.pages.files.views.photo")
serving = Views("decapolis.pages.files.views.serving")

app_name = "files"
urlpatterns = [
    path("files/<slug:key>", serving.file, name="file"),
    path("documents/new", documents.new, name="new_document"),
    path("documents/<slug:slug>/edit", documents.edit, name="edit_document"),
    path("people/me/photo", photo.photo, name="photo"),
]
