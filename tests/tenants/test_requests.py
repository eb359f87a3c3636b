"""A request enters its organization last and leaves it first. Names: rows of docs/faults.md."""

import subprocess
import sys
import types

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import include, path

from audit.models import Event
from config import startup
from config.environment import BASE_DIR, CANNOT_START
from config.urls import urlpatterns as ours
from tenants import system_checks

OURS = "tenants.middleware.OrganizationMiddleware"


def streamed(request, slug):
    return StreamingHttpResponse(f"{event.outcome}\n" for event in Event.objects.all().iterator())


def broken(request, slug):
    raise ZeroDivisionError("in the middle of an organization")


def where(request, slug):
    return HttpResponse(connections["default"].schema_name)


views = [path("streamed/", streamed), path("broken/", broken), path("where/", where)]
urlpatterns = [path("o/<slug:slug>/", include(views)), *ours]
handler500 = "config.errors.server_error"


@pytest.fixture
def client(client_as, settings):
    settings.ROOT_URLCONF = __name__
    client = client_as("cfo")
    client.raise_request_exception = False
    return client


# --- T8: an answer that would be read when the scope has closed


def test_T8_a_streamed_answer_is_refused(client):
    response = client.get("/o/northwind/streamed/")
    assert response.status_code == 500
    assert not response.streaming
    assert connections["default"].is_parked


def test_T8_no_room_streams():
    from tests.tenants.test_static_rules import names_used_in

    assert names_used_in("StreamingHttpResponse", "FileResponse", "streaming_content") == []


# --- T13: the order, and where the connection stands around a request

seen: list[bool] = []


def spy(get_response):
    """A middleware that notes, on the way in and on the way out, whether the connection is parked."""

    def middleware(request):
        seen.append(connections["default"].is_parked)
        try:
            return get_response(request)
        finally:
            seen.append(connections["default"].is_parked)

    return middleware


@pytest.mark.parametrize("view", ["where", "broken"])
@pytest.mark.parametrize("place", range(len(settings.MIDDLEWARE)))
def test_T13_everything_above_the_scope_finds_the_connection_parked(client, settings, view, place):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE[:place], f"{__name__}.spy", *settings.MIDDLEWARE[place:]]
    seen.clear()
    client.get(f"/o/northwind/{view}/")
    assert seen == [True, True]


def test_the_view_runs_inside(client, northwind):
    assert client.get("/o/northwind/where/").content.decode() == northwind.schema_name


@pytest.mark.parametrize("place", range(len(settings.MIDDLEWARE) - 1))
def test_T13_every_other_order_is_refused(monkeypatch, place):
    others = [name for name in settings.MIDDLEWARE if name != OURS]
    monkeypatch.setattr(settings, "MIDDLEWARE", [*others[:place], OURS, *others[place:]])
    assert [error.id for error in system_checks.check_isolation_settings()] == ["tenants.E002"]


# --- T15: servers under which requests share a connection


def test_T15_an_asgi_server_cannot_start():
    with pytest.raises(ImproperlyConfigured, match="Run Proofcase under WSGI"):
        ASGIHandler()
    WSGIHandler().load_middleware()


def test_T15_there_is_no_door_for_asgi():
    assert not list((BASE_DIR / "config").glob("*asgi*"))


@pytest.mark.parametrize("library", startup.GREEN)
def test_T15_O8_green_threads_are_refused_in_one_line(db, monkeypatch, capsys, library):
    monkeypatch.setitem(sys.modules, library, types.ModuleType(library))
    monkeypatch.setattr(startup.connections, "close_all", lambda: None)
    with pytest.raises(SystemExit):
        startup.refuse_unsafe_start()
    assert capsys.readouterr().err == (
        f"Proofcase does not start. {library} is loaded: run gunicorn with synchronous workers.\n"
    )


def test_T15_gunicorn_gives_up_instead_of_trying_for_ever(django_db_setup):
    """The whole way: a worker class that brings green threads, as `-k gevent` would."""
    program = (
        "import sys, types; sys.modules['gevent'] = types.ModuleType('gevent'); import gunicorn.app.wsgiapp as g; "
    )
    run = [sys.executable, "-c", program + "sys.argv = ['gunicorn', 'config.wsgi', '--bind', '127.0.0.1:0', "
           "'--no-control-socket']; g.run()"]  # fmt: skip
    ended = subprocess.run(run, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == CANNOT_START
    assert "Proofcase does not start. gevent is loaded" in ended.stderr
