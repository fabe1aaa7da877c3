"""The addresses of the API that belong to no application; include them after all others."""

from django.urls import path

from fourme.api import views

urlpatterns = [
    path("v1", views.root),
    path("v1/", views.root),
    path("v1.json", views.root),
    path("v1/rate_limit", views.usage),
    path("v1/openapi.json", views.openapi, name="openapi"),
    path("v1/docs", views.docs, name="api-docs"),
    path("v1/<path:path>", views.unanswered),
]
