"""Address of my desk."""

from django.urls import path

from decapolis.kernel.late import Views

views = Views("decapolis.pages.desk.views")

app_name = "desk"
urlpatterns = [path("desk", views.desk, name="desk")]
