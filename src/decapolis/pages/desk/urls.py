"""Address of my desk."""

from django.urls import path

from decapolis.pages.desk import views

app_name = "desk"
urlpatterns = [path("desk", views.desk, name="desk")]
