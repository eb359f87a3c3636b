"""`manage.py check` refuses settings under which organizations could see each other, one line each."""

import pytest
from django.conf import settings
from django.core import checks

from tenants import system_checks


def failures(check) -> list[str]:
    return [error.id for error in check()]


def test_the_settings_as_they_are_pass():
    found = checks.run_checks()
    assert [message.id for message in found if not message.is_silenced()] == []


@pytest.mark.parametrize(
    ("name", "value", "identity"),
    [
        ("DATABASES", {"default": {"ENGINE": "django.db.backends.postgresql"}}, "tenants.E001"),
        ("DATABASES", {"default": {"ENGINE": "django_tenants.postgresql_backend"}}, "tenants.E001"),
        ("DATABASES", {"default": {"ENGINE": "tenants.backend", "ATOMIC_REQUESTS": True}}, "tenants.E004"),
        ("DATABASE_ROUTERS", [], "tenants.E003"),
        ("MIDDLEWARE", ["tenants.middleware.OrganizationMiddleware", "any.other.Middleware"], "tenants.E002"),
        ("MIDDLEWARE", [], "tenants.E002"),
    ],
)
def test_T13_O8_an_unsafe_setting_is_named(monkeypatch, name, value, identity):
    monkeypatch.setattr(settings, name, value)
    assert failures(system_checks.check_isolation_settings) == [identity]


def test_each_refusal_is_one_line():
    for error in system_checks.check_isolation_settings():
        assert "\n" not in error.msg


def test_T11_no_table_is_both_shared_and_an_organizations(monkeypatch):
    from audit.models import Event

    assert failures(system_checks.check_tables) == []
    monkeypatch.setattr(Event._meta, "db_table", "tenants_user")
    assert failures(system_checks.check_tables) == ["tenants.E005"]


def test_T23_no_row_points_outside_its_organization(monkeypatch):
    assert failures(system_checks.check_relations) == []
    monkeypatch.setattr(settings, "ORGANIZATION_APPS", [*settings.ORGANIZATION_APPS, "tenants"])
    assert "tenants.E006" not in failures(system_checks.check_relations)
    monkeypatch.setattr(settings, "ORGANIZATION_APPS", ["cases"])
    assert "tenants.E006" in failures(system_checks.check_relations), "opportunities would be outside now"
