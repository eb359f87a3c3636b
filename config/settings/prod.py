"""Production: every address and secret comes from the environment, and the browser is told to insist on TLS."""

from .base import *

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
MEDIA_ROOT = env.str("FILES_ROOT")

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
# The __Host- prefix keeps a sibling host from planting a cookie of this name.
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"

if redis := env.str("CACHE_URL", default=""):
    CACHES = {"default": env.cache_url_config(redis)}
