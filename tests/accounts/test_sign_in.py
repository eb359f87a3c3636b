"""Signing in, sessions, and letters about passwords, attacked. Names: rows of docs/faults.md."""

import json
import re
import threading
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core import mail
from django.db import connections
from django.test import Client

from tenants.models import User
from tests import cast
from tests.test_access import filled, organization_routes, routes

CFO = cast.email("cfo", "northwind")
LOGIN, RESET = "/accounts/login/", "/accounts/password/reset/"
NEW_PASSWORD = "walnut ferry quarter lamp"


def sign_in(client: Client, **more: str):
    return client.post(LOGIN, {"login": CFO, "password": cast.PASSWORD, **more})


def is_in(client: Client) -> bool:
    return client.get("/o/northwind/").status_code == 200


# --- A1: who has an account


@pytest.mark.parametrize("address", [LOGIN, RESET])
def test_A1_a_known_and_an_unknown_address_answer_alike(db, address):
    answers = set()
    for email in (CFO, "nobody@northwind.example"):
        form = {"login": email, "password": "wrong", "email": email}
        response = Client().post(address, form)
        page = response.content.decode().replace(email, "")
        page = re.sub(r"[A-Za-z0-9]{64}|nonce=\"[^\"]+\"", "", page)  # made anew for every page
        answers.add((response.status_code, response.get("Location"), page))
    assert len(answers) == 1


def test_A1_an_unknown_address_takes_as_much_hashing_as_a_known_one(db, monkeypatch):
    from django.contrib.auth.hashers import MD5PasswordHasher

    counts, encode = [], MD5PasswordHasher.encode

    def counted(self, password, salt):
        counts[-1] += 1
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    for email in (CFO, "nobody@northwind.example"):
        counts.append(0)
        Client().post(LOGIN, {"login": email, "password": "wrong"})
    assert counts[0] == counts[1] >= 1


# --- A2, A3: the letter


@pytest.mark.parametrize(
    "form",
    [
        {"email": [CFO, "thief@elsewhere.example"]},
        {"email[]": [CFO, "thief@elsewhere.example"]},
        {"email": f"{CFO},thief@elsewhere.example"},
        {"email": f"{CFO};thief@elsewhere.example"},
        {"email": f"{CFO} thief@elsewhere.example"},
        {"email": f"{CFO}\r\nBcc: thief@elsewhere.example"},
        {"email": json.dumps([CFO, "thief@elsewhere.example"])},
        {"email": f"thief@elsewhere.example\0{CFO}"},
    ],
)
def test_A2_a_letter_goes_to_one_address_and_holds_no_link_for_another(db, form):
    Client().post(RESET, form)
    for letter in mail.outbox:
        assert len(letter.recipients()) == 1
        # To whom nobody's account belongs, no key to one is written.
        if letter.to != [CFO]:
            assert "/password/reset/key/" not in letter.body


def test_A2_a_body_of_json_names_nobody(db):
    body = json.dumps({"email": [CFO, "thief@elsewhere.example"]})
    Client().post(RESET, body, content_type="application/json")
    assert mail.outbox == []


@pytest.mark.parametrize("alike", ["ｃfo@northwind.example", "cfo@northwınd.example", "cfo@northwind.examplé",
                                   "cſo@northwind.example", "ＣＦＯ@northwind.example"])  # fmt: skip
def test_A2_an_address_that_only_looks_alike_gets_no_key(db, alike):
    Client().post(RESET, {"email": alike})
    assert not any("/password/reset/key/" in letter.body for letter in mail.outbox)


@pytest.mark.parametrize("same", [CFO.upper(), f" {CFO} "])
def test_A2_case_and_spaces_are_the_same_address_and_the_letter_goes_to_the_one_we_know(db, same):
    Client().post(RESET, {"email": same})
    assert [letter.to for letter in mail.outbox] == [[CFO]]


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "evil.example:80"},
        {"x-forwarded-host": "evil.example"},
        {"forwarded": "host=evil.example"},
        {"x-host": "evil.example", "x-forwarded-server": "evil.example", "x-original-url": "//evil.example"},
        {"host": "127.0.0.1:8000", "x-forwarded-host": "evil.example", "x-forwarded-proto": "http"},
        {"host": "127.0.0.1@evil.example"},
        {"host": "127.0.0.1:1@evil.example"},
    ],
)
def test_A3_links_in_letters_lead_to_our_own_address_whatever_the_request_claims(db, headers):
    Client().post(RESET, {"email": CFO}, headers=headers)
    for letter in mail.outbox:
        links = re.findall(r"https?://\S+", letter.body)
        assert links
        assert all(link.startswith(f"{settings.BASE_URL}/accounts/") for link in links)
        assert "evil" not in letter.message().as_string()
        assert "testserver" not in letter.message().as_string()


# --- A4, A6: sessions


def test_A4_signing_in_changes_the_session_and_the_csrf_secret(db):
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    client.get(LOGIN)
    before = client.cookies[settings.CSRF_COOKIE_NAME].value
    sign_in(client)
    assert is_in(client)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != "a" * 32
    assert client.cookies[settings.CSRF_COOKIE_NAME].value != before


def test_A4_a_session_somebody_planted_does_not_come_in_with_its_owner(db):
    thief, owner = Client(), Client()
    thief.get(RESET)
    session = thief.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    for client in (thief, owner):
        client.cookies[settings.SESSION_COOKIE_NAME] = planted
    sign_in(owner)
    assert is_in(owner)
    assert not is_in(thief)


def stolen_copy(client: Client) -> Client:
    """Returns a browser with the same cookies."""
    copy = Client()
    copy.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return copy


@pytest.mark.parametrize("event", ["signed out", "disabled", "password changed", "password set by letter"])
def test_A6_a_copied_session_is_dead_at_once(db, event):
    client = Client()
    sign_in(client)
    copy = stolen_copy(client)
    assert is_in(copy)
    match event:
        case "signed out":
            client.post("/accounts/logout/")
        case "disabled":
            User.objects.filter(email=CFO).update(is_active=False)
        case "password changed":
            form = {"oldpassword": cast.PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
            assert client.post("/accounts/password/change/", form).status_code == 302
        case "password set by letter":
            someone = Client()
            someone.post(RESET, {"email": CFO})
            link = re.search(r"/accounts/password/reset/key/\S+", mail.outbox[0].body)[0]
            form = someone.get(link, follow=True)
            someone.post(form.request["PATH_INFO"], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert not is_in(copy)


# --- A8: guessing


def test_A8_guessing_one_persons_password_ends_after_a_few_tries(db):
    for number in range(6):
        Client(REMOTE_ADDR=f"192.0.2.{number}").post(LOGIN, {"login": CFO, "password": f"wrong {number}"})
    client = Client(REMOTE_ADDR="192.0.2.99")
    sign_in(client)
    assert not is_in(client)


@pytest.mark.parametrize("header", ["x-forwarded-for", "x-real-ip", "forwarded", "client-ip"])
def test_A8_a_claimed_address_does_not_reset_the_count(db, header):
    answers = [
        Client().post(LOGIN, {"login": f"{n}@northwind.example", "password": "x"}, headers={header: f"192.0.2.{n}"})
        for n in range(12)
    ]
    assert b"Too many" in answers[-1].content


def test_A8_tries_at_the_same_instant_are_all_counted(committed):
    """Each in a process's own connection: with a count in each process's memory, or one read before it is written,
    more would get through."""
    tries, passed, start = 12, [], threading.Barrier(12)

    def attempt(number: int) -> None:
        start.wait()
        try:
            response = Client(REMOTE_ADDR="192.0.2.7").post(LOGIN, {"login": CFO, "password": f"wrong {number}"})
            passed.append(b"Too many" not in response.content)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=attempt, args=[number]) for number in range(tries)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(passed) == tries
    assert 1 <= sum(passed) <= 5


def test_A8_the_count_is_shared_by_all_processes():
    assert settings.CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"


# --- A14, A15: forms of other sites


@pytest.fixture
def every_address(northwind) -> list[str]:
    from tenants.scope import organization_scope
    from tests import factories

    with organization_scope(northwind):
        keys = factories.one_of_each(northwind, canary="canary")
    shared = [f"/{route}" for route in routes() if "<" not in route and not route.startswith("static")]
    return [filled(route, keys, "northwind") for route in organization_routes()] + shared


@pytest.mark.parametrize(
    ("content_type", "headers"),
    [
        ("application/x-www-form-urlencoded", {"hx-request": "true"}),
        ("text/plain", {"origin": "https://evil.example"}),
        ("application/json", {}),
    ],
)
def test_A14_A15_nothing_is_taken_without_the_token_of_our_own_page(every_address, person, headers, content_type):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person("consultant"), backend=settings.AUTHENTICATION_BACKENDS[0])
    for address in every_address:
        for verb in ("POST", "PUT", "PATCH", "DELETE"):
            response = client.generic(verb, address, b"name=x", content_type=content_type, headers=headers)
            assert response.status_code == 403, f"{verb} {address}"


def test_A14_a_token_sent_from_another_site_is_refused(db, person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person("consultant"), backend=settings.AUTHENTICATION_BACKENDS[0])
    page = client.get("/o/northwind/opportunities/new/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    form = {"csrfmiddlewaretoken": token, "title": "Orders", "version": "1"}
    new = "/o/northwind/opportunities/new/"
    assert client.post(new, form, headers={"origin": "https://evil.example"}).status_code == 403
    assert client.post(new, form, headers={"origin": "http://testserver"}).status_code == 302


def test_A15_no_page_can_be_framed(every_address, client_as):
    client = client_as("consultant")
    for address in every_address:
        response = client.get(address)
        assert response["X-Frame-Options"] == "DENY", address
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"], address


# --- A17: where one is sent after signing in

HOSTS = ["evil.example", "evil.example%2f..", "testserver.evil.example", "testserver@evil.example", "evil.example:80"]
PREFIXES = ["//", "///", "////", "http://", "https://", "HTTP://", "http:/", "http:", "https:", "/\\", "\\\\", "\\/",
            "/\t/", "\t//", " //", "\n//", "/\n/", "//\\", "\x00//", "/%09/", "/%5c", "%2f%2f", "http:///", "http:\\\\",
            "//testserver@", "//testserver:80@", "http://testserver@", "http://testserver:x@", "/..//", "/.//",
            "\u3000//", "//\u3002", "\u2028//", "/\u200b/", "//[::1]@", "ftp://", "ws://", "//;@"]  # fmt: skip
SCRIPTS = ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", " javascript:alert(1)",
           "javascript://testserver/%0aalert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd",
           "\x01javascript:alert(1)", "blob:http://testserver/x"]  # fmt: skip
CORPUS = [prefix + host for prefix in PREFIXES for host in HOSTS] + SCRIPTS


def leaves(location: str) -> bool:
    """Returns whether a browser that reads `location` as browsers do would leave this site."""
    read = re.sub(r"[\t\n\r]", "", location).strip("".join(map(chr, range(33)))).replace("\\", "/")
    parts = urlsplit(read)
    return bool(parts.scheme) or read.startswith("//")


def test_A17_the_reader_of_locations_knows_what_leaves():
    for location in ("//evil.example", "/\\evil.example", "/\t/evil.example", "https:evil.example", "javascript:x"):
        assert leaves(location), location
    for location in ("/", "/o/northwind/?next=//evil.example", "/o/northwind/%2f/"):
        assert not leaves(location), location


@pytest.mark.parametrize("address", [LOGIN, "/accounts/logout/"])
def test_A17_nobody_is_sent_elsewhere(person, address, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    assert len(CORPUS) >= 190
    for target in CORPUS:
        client = Client()
        if address != LOGIN:
            client.force_login(person("cfo"), backend=settings.AUTHENTICATION_BACKENDS[0])
        form = {"login": CFO, "password": cast.PASSWORD, "next": target}
        response = client.post(address, form, query_params={"next": target})
        assert response.status_code == 302
        assert not leaves(response["Location"]), repr(target)


def test_A17_ones_own_page_is_still_found_after_signing_in(db):
    client = Client()
    asked = client.get("/o/northwind/cases/")
    assert client.get(asked["Location"]).status_code == 200
    assert sign_in(client, next="/o/northwind/cases/")["Location"] == "/o/northwind/cases/"


# --- A18, A19: what stays behind


def test_A18_no_page_of_a_client_is_kept(every_address, client_as):
    client = client_as("consultant")
    for address in every_address:
        response = client.get(address)
        if address.startswith("/o/") or b"data-palette" in response.content:
            assert "no-store" in response["Cache-Control"], address


def test_A18_htmx_keeps_no_page_in_the_browser(client_as):
    page = client_as("consultant").get("/o/northwind/").content.decode()
    told = json.loads(re.search(r"name=\"htmx-config\" content='([^']+)'", page)[1])
    assert told["historyCacheSize"] == 0
    assert told["refreshOnHistoryMiss"] is True


def test_A18_signing_out_clears_what_the_browser_kept(client_as):
    assert client_as("cfo").post("/accounts/logout/")["Clear-Site-Data"] == '"cache", "storage"'


def test_A19_no_page_names_a_session_a_password_or_a_key_of_a_letter(every_address, client_as, person):
    client = client_as("consultant")
    secrets = [client.session.session_key, person("consultant").password, settings.SECRET_KEY, cast.PASSWORD]
    for address in every_address:
        response = client.get(address)
        said = response.content.decode(errors="replace") + str(response.headers)
        assert not [secret for secret in secrets if secret in said], address
        assert response["Referrer-Policy"] == "same-origin", address


def test_A19_the_key_of_a_letter_leaves_the_address_bar_at_once(db):
    client = Client()
    client.post(RESET, {"email": CFO})
    link = re.search(r"/accounts/password/reset/key/\S+", mail.outbox[0].body)[0]
    moved = client.get(link)
    assert moved.status_code == 302
    assert link.split("-")[-1].rstrip("/") not in moved["Location"]
