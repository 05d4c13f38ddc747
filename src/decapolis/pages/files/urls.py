"""Addresses of files, of the form for documents, and of one's own photo."""

from django.urls import path

from decapolis.pages.files.views import documents, photo, serving

app_name = "files"
urlpatterns = [
    path("files/<slug:key>", serving.file, name="file"),
    path("documents/new", documents.new, name="new_document"),
    path("documents/<slug:slug>/edit", documents.edit, name="edit_document"),
    path("people/me/photo", photo.photo, name="photo"),
]
