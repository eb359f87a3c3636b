"""Addresses of this room, below an organization's."""

from django.urls import path

from cases.views.cases import case_detail, edit_case, list_cases, new_case
from cases.views.conversation import (
    add_stakeholder,
    close_objection,
    feedback,
    raise_objection,
    remove_stakeholder,
)
from cases.views.history import history
from cases.views.steps import approval, move

app_name = "cases"
CASE = "cases/<uuid:case_id>/"
OBJECTION = f"{CASE}feedback/objections/<uuid:objection_id>/"
urlpatterns = [
    path("cases/", list_cases, name="list"),
    path("cases/new/", new_case, name="new"),
    path(CASE, case_detail, name="detail"),
    path(f"{CASE}edit/", edit_case, name="edit"),
    path(f"{CASE}move/<slug:transition>/", move, name="move"),
    path(f"{CASE}feedback/", feedback, name="feedback"),
    path(f"{CASE}feedback/people/", add_stakeholder, name="stakeholder_add"),
    path(f"{CASE}feedback/people/<uuid:stakeholder_id>/remove/", remove_stakeholder, name="stakeholder_remove"),
    path(f"{CASE}feedback/objections/", raise_objection, name="objection_raise"),
    path(f"{OBJECTION}close/", close_objection, name="objection_close"),
    path(f"{CASE}approval/", approval, name="approval"),
    path(f"{CASE}history/", history, name="history"),
]
