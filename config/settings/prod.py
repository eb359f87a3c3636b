"""Production: every address and secret comes from the environment, and the browser is told to insist on TLS."""

from config.environment import refuse

from .base import *

DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
MEDIA_ROOT = env.str("FILES_ROOT", default="")

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
# The __Host- prefix keeps a sibling host from planting a cookie of this name.
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
# How many proxies stand before the web server: only what the last of them says about who asks is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PROXIES", default=1)

# Other hosts of the same domain are not ours to speak for.
SILENCED_SYSTEM_CHECKS += ["security.W005", "security.W021"]

# What the other settings fall back to on a developer's machine would work here too, and badly.
REQUIRED = ("SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "FILES_ROOT", "DATABASE_URL", "DATABASE_OWNER_URL",
            "CELERY_BROKER_URL", "EMAIL_URL")  # fmt: skip
SHORTEST_KEY = 50
MISTAKES = {
    f"SECRET_KEY: use at least {SHORTEST_KEY} random characters.": 0 < len(SECRET_KEY) < SHORTEST_KEY,
    "ALLOWED_HOSTS: name the hosts; a wildcard lets a request choose the host in links.": any(
        "*" in host or host.startswith(".") for host in ALLOWED_HOSTS
    ),
    "BASE_URL: links in mail must begin with https://.": not BASE_URL.startswith("https://"),
    "DEBUG: remove it; pages about faults would show the settings.": env.bool("DEBUG", default=False),
}
refuse(
    [
        *(f"{name}: not set." for name in REQUIRED if not env.str(name, default="")),
        *(line for line, is_wrong in MISTAKES.items() if is_wrong),
    ]
)
