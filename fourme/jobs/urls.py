"""Addresses of jobs."""

from django.urls import path

from fourme.jobs import views

urlpatterns = [path("jobs/badge/", views.badge, name="jobs-badge")]
