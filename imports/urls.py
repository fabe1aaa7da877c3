"""Addresses of imports."""

from django.urls import path, re_path

from fourme.api.auth import by_method
from imports import preparing, views
from imports.api import runs, start

_RUN = r"^imports/(?P<token>[0-9a-f]{40})/"

urlpatterns = [
    path("imports/<slug:slug>/new/", views.new, name="import-new"),
    path("imports/<slug:slug>/example.csv", preparing.example, name="import-example"),
    path("imports/<slug:slug>/preparing/", preparing.page, name="import-preparing"),
    path("imports/<slug:slug>/schema.json", preparing.schema, name="import-schema"),
    re_path(_RUN + "$", views.show, name="import"),
    re_path(_RUN + "cancel/$", views.cancel, name="import-cancel"),
    re_path(_RUN + "repeat/$", views.repeat, name="import-repeat"),
    re_path(_RUN + r"rejected\.csv$", views.rejected, name="import-rejected"),
    path("v1/import", by_method(GET=runs.listed, POST=start.start)),
    path("v1/import/<str:token>", by_method(GET=runs.progress, DELETE=runs.cancel)),
]
