"""The pages about one's account: they stand alone, say what to do, and tell a stranger nothing."""

import re

import pytest
from django.core import mail
from django.test import Client

from tests import cast

CFO = cast.email("cfo", "northwind")


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/login/",
        "/accounts/password/reset/",
        "/accounts/password/reset/done/",
        "/accounts/password/reset/key/1-broken/",
        "/accounts/password/reset/key/done/",
        "/accounts/signup/",
        "/accounts/inactive/",
    ],
)
def test_pages_for_those_outside_have_one_title_and_no_inline_style(db, address):
    page = Client().get(address, follow=True).content.decode()
    assert page.count("<h1>") == 1
    assert "style=" not in page
    assert "brand" in page


@pytest.mark.parametrize("address", ["/accounts/logout/", "/accounts/password/change/", "/accounts/reauthenticate/"])
def test_pages_for_those_inside_have_one_title(client_as, address):
    page = client_as("cfo").get(address, follow=True).content.decode()
    assert page.count("<h1>") == 1


def test_a_refused_sign_in_names_the_problem_and_keeps_the_address(db):
    response = Client().post("/accounts/login/", {"login": CFO, "password": "wrong"})
    page = response.content.decode()
    assert 'role="alert"' in page
    assert f'value="{CFO}"' in page
    assert 'value="wrong"' not in page


def test_signing_out_needs_a_post(client_as):
    client = client_as("cfo")
    client.get("/accounts/logout/")
    assert "_auth_user_id" in client.session
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("address", [CFO, "nobody@nowhere.example"])
def test_A1_asking_for_a_new_password_looks_the_same_for_everyone(db, address):
    response = Client().post("/accounts/password/reset/", {"email": address}, follow=True)
    assert "If there is an account with that address" in response.content.decode()
    assert address not in response.content.decode()
    assert [letter.to for letter in mail.outbox] == [[address]]


def test_a_new_password_is_set_through_the_letter(db):
    client = Client()
    client.post("/accounts/password/reset/", {"email": CFO})
    link = re.search(r"/accounts/password/reset/key/\S+", mail.outbox[0].body)[0]
    form = client.get(link, follow=True)
    words = "walnut ferry quarter lamp"
    done = client.post(form.request["PATH_INFO"], {"password1": words, "password2": words}, follow=True)
    assert "Your password is set" in done.content.decode()
    assert client.post("/accounts/login/", {"login": CFO, "password": words}).status_code == 302


def test_a_used_letter_says_so(db):
    page = Client().get("/accounts/password/reset/key/1-broken/").content.decode()
    assert "This link no longer works" in page


def test_the_account_menu_is_on_every_page_of_the_workspace(client_as):
    page = client_as("stranger").get("/").content.decode()
    assert "/accounts/password/change/" in page
    assert "Sign out" in page
