"""Addresses of this room, below an organization's."""

from django.urls import path

from reports.views import files, pages

app_name = "reports"
CASE = "cases/<uuid:case_id>"
urlpatterns = [
    path(f"{CASE}/stakeholders/", pages.stakeholders, name="stakeholders"),
    path(f"{CASE}/for/<slug:view>/", pages.view, name="view"),
    path(f"{CASE}/for/<slug:view>/review/", pages.review, name="review"),
    path(f"{CASE}/for/<slug:view>/answer/", pages.answer, name="answer"),
    path(f"{CASE}/for/<slug:view>/objection/", pages.object_to, name="object"),
    path(f"{CASE}/for/<slug:view>/pdf/", files.pdf, name="pdf"),
    path("jobs/<uuid:job_id>/", files.job, name="job"),
    path("documents/<uuid:document_id>/", files.document, name="document"),
]
