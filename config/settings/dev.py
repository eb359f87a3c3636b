"""Development and the demo: this machine only, its own secrets, readable errors."""

from .base import *

DEBUG = env.bool("DEBUG", default=True)
# Without a `.env` (a read-only folder, `manage.py evaluate`) a key that lasts as long as the process will do.
SECRET_KEY = SECRET_KEY or __import__("secrets").token_urlsafe(50)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
