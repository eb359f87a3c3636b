"""Tests: their own PostgreSQL cluster, their own files, quick passwords."""

import os
import tempfile
from pathlib import Path

from .base import *

DEBUG = False
SECRET_KEY = "for tests only"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]

# One database for each run and each of its workers, copied from a prepared one, so that they can share the cluster.
POSTGRES_DATA = BASE_DIR / ".local" / "test-postgres"
TEST_RUN = os.environ.setdefault("PROOFCASE_TEST_DATABASE", f"test_{os.getpid()}")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
TEST_DATABASE = f"{TEST_RUN}_{WORKER}" if WORKER else TEST_RUN
DATABASES = {
    "default": database(embedded_url(POSTGRES_DATA, user="proofcase_app", database=TEST_DATABASE)),
    "owner": database(embedded_url(POSTGRES_DATA, user="proofcase_owner", database=TEST_DATABASE), CONN_MAX_AGE=0),
}
CELERY_BROKER_URL = embedded_url(
    POSTGRES_DATA, user="proofcase_broker", database=f"{TEST_DATABASE}_broker", scheme="pgmq"
)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# A server that a test starts takes style sheets and scripts from where they are written.
WHITENOISE_USE_FINDERS = True
# One folder for the run: a worker or server that a test starts shares it.
MEDIA_ROOT = Path(os.environ.setdefault("PROOFCASE_TEST_FILES", tempfile.mkdtemp(prefix="proofcase-test-")))
# pytest keeps mail in memory; a server that a test starts writes it here.
EMAIL_FILE_PATH = str(MEDIA_ROOT / "mail")
CELERY_VISIBILITY_TIMEOUT = 4
OUTBOX_HANDLERS = {
    **OUTBOX_HANDLERS,
    "test.effect": "tests.tenants.handlers.effect",
    "test.slow": "tests.tenants.handlers.slow",
}
