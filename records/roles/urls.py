"""Addresses of the section Roles."""

from django.urls import path

from records.roles import views

urlpatterns = [
    path("settings/roles/", views.listing, name="settings_roles"),
    path("settings/roles/add/", views.find, name="role_find"),
    path("settings/roles/<int:pk>/", views.person, name="role_person"),
]
