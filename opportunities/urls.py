"""Addresses of this room, below an organization's `opportunities/`."""

from django.urls import path

from opportunities import views

app_name = "opportunities"
urlpatterns = [
    path("", views.list_opportunities, name="list"),
    path("new/", views.new_opportunity, name="new"),
    path("<uuid:opportunity_id>/", views.opportunity_detail, name="detail"),
    path("<uuid:opportunity_id>/edit/", views.edit_opportunity, name="edit"),
    path("<uuid:opportunity_id>/drop/", views.drop_opportunity, name="drop"),
]
