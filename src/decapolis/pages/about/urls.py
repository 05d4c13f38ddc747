"""Addresses of what Decapolis says about itself."""

from django.urls import path

from decapolis.kernel.late import Views

views = Views("decapolis.pages.about.views")

app_name = "about"
urlpatterns = [
    path("about", views.about, name="about"),
    path("about/method", views.method, name="method"),
    path("about/method/money", views.money, name="money"),
    path("about/method/peers", views.peers, name="peers"),
    path("about/method/search", views.search, name="search"),
    path("sources", views.sources, name="sources"),
    path("accessibility", views.accessibility, name="accessibility"),
]
