"""How sign-in behaves here: accounts come from invitations, never from a public form; letters lead to our address."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Closes the public sign-up, and believes no request about its own host."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        host = urlsplit(settings.BASE_URL).netloc
        links = {name: on_our_host(value) for name, value in context.items() if name.endswith("_url")}
        site = SimpleNamespace(name=host, domain=host)
        super().send_mail(template_prefix, email, {**context, **links, "current_site": site})


def on_our_host(link: str) -> str:
    """Returns a link as it is on the address of the settings; who asks could claim any host, and collect the keys."""
    return settings.BASE_URL.rstrip("/") + urlsplit(link)._replace(scheme="", netloc="").geturl()
