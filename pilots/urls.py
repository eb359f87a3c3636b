"""Addresses of this room, below an organization's."""

from django.urls import path

from pilots.views import detail, listing, measuring, starting

app_name = "pilots"
urlpatterns = [
    path("pilots/", listing.list_pilots, name="list"),
    path("cases/<uuid:case_id>/pilot/", starting.start_pilot, name="start"),
    path("pilots/<uuid:pilot_id>/", detail.show_pilot, name="detail"),
    path("pilots/<uuid:pilot_id>/months/<int:month>/", measuring.enter_month, name="month"),
    path("pilots/<uuid:pilot_id>/decide/", detail.decide_pilot, name="decide"),
    path("pilots/<uuid:pilot_id>/lessons/", detail.add_lesson, name="lesson"),
    path("pilots/<uuid:pilot_id>/actuals.csv", detail.export_actuals, name="export"),
]
