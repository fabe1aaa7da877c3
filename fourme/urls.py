"""All addresses: each application brings its own."""

from django.contrib import admin
from django.urls import include, path

from fourme.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("fourme.accounts.urls")),
    path("", include("fourme.files.urls")),
    path("", include("fourme.logs.urls")),
    path("", include("fourme.jobs.urls")),
    path("", include("fourme.oauth.urls")),
    path("", include("records.urls")),
    path("", include("exports.urls")),
    path("", include("imports.urls")),
    path("admin/queues/", include("django_rq.urls")),
    path("admin/", admin.site.urls),
    path("", include("fourme.api.urls")),  # last: it answers what is left below /v1
]

handler400 = "fourme.api.failures.bad_request"
handler403 = "fourme.api.failures.forbidden"
handler404 = "fourme.api.failures.not_found"
handler500 = "fourme.api.failures.server_error"
