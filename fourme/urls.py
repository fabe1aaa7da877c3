"""All addresses: each application brings its own."""

from django.contrib import admin
from django.urls import include, path

from fourme.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("fourme.accounts.urls")),
    path("", include("fourme.files.urls")),
    path("", include("fourme.logs.urls")),
    path("admin/queues/", include("django_rq.urls")),
    path("admin/", admin.site.urls),
]
