"""Addresses of stored files."""

from django.urls import path

from fourme.files import views

urlpatterns = [path("files/<str:signed>/<str:name>", views.file, name="file")]
