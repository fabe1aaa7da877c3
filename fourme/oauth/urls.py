"""The addresses of OAuth: for tokens, and the section of Settings. The toolkit's stay closed."""

from django.urls import path

from fourme.oauth import views
from fourme.oauth.endpoint import token

urlpatterns = [
    path("oauth/token", token, name="oauth_token"),
    path("token", token),
    path("settings/applications/", views.listing, name="settings_applications"),
    path("settings/applications/add/", views.add, name="application_add"),
    path("settings/applications/<int:pk>/renew/", views.renew, name="application_renew"),
    path("settings/applications/<int:pk>/delete/", views.delete, name="application_delete"),
]
