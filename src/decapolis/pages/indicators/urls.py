"""Addresses of indicators, and of the staff's tables."""

from django.urls import path

from decapolis.kernel.late import Views

uploads = Views("decapolis.pages.indicators.uploads")
views = Views("decapolis.pages.indicators.views")

app_name = "indicators"
urlpatterns = [
    path("indicators", views.listing, name="list"),
    path("indicators/<slug:code>", views.indicator, name="one"),
    path("staff/indicators", uploads.desk, name="uploads"),
    path("staff/indicators/template/<slug:name>", uploads.template, name="template"),
    path("staff/indicators/<int:upload_id>", uploads.look, name="upload"),
    path("staff/indicators/<int:upload_id>/take-back", uploads.take_back, name="take-back"),
]
