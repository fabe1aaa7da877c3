"""Addresses of exports."""

from django.urls import include, path, re_path

from exports import views
from exports.api import runs, start
from fourme.api.auth import by_method

urlpatterns = [
    path("settings/exports/", include("exports.console.urls")),
    re_path(r"^settings/exports/runs/(?P<token>[0-9a-f]{40})/$", views.show, name="settings_run"),
    path("exports/<slug:slug>/new/", views.new, name="export-new"),
    re_path(r"^exports/(?P<token>[0-9a-f]{40})/$", views.show, name="export"),
    re_path(r"^exports/(?P<token>[0-9a-f]{40})/cancel/$", views.cancel, name="export-cancel"),
    path("v1/export", by_method(GET=runs.listed, POST=start.start)),
    path("v1/export/<str:token>", by_method(GET=runs.progress, DELETE=runs.cancel)),
]
