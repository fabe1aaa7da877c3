"""Addresses of the exports of the Settings console."""

from django.urls import path

from exports.console import form_views, views

urlpatterns = [
    path("", views.exports, name="settings_exports"),
    path("new/", form_views.new, name="settings_export_new"),
    path("preview/", form_views.preview, name="settings_export_new_preview"),
    path("<int:pk>/", form_views.edit, name="settings_export"),
    path("<int:pk>/preview/", form_views.preview, name="settings_export_preview"),
    path("<int:pk>/status/", form_views.status, name="settings_export_status"),
    path("<int:pk>/row/", views.row, name="settings_export_row"),
    path("<int:pk>/run/", views.run, name="settings_export_run"),
    path("<int:pk>/disable/", views.pause, {"disabled": True}, name="settings_export_disable"),
    path("<int:pk>/enable/", views.pause, {"disabled": False}, name="settings_export_enable"),
    path("<int:pk>/delete/", views.delete, name="settings_export_delete"),
]
