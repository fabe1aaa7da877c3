"""Addresses of the system log."""

from django.urls import path

from fourme.logs import views

urlpatterns = [
    path("settings/logs/", views.logs, name="logs"),
    path("settings/logs/<int:pk>/", views.entry, name="log"),
]
