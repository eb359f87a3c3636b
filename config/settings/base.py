"""Settings that hold everywhere; dev.py, test.py and prod.py add what differs."""

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _
from psycopg.conninfo import conninfo_to_dict

from config.embedded import url as embedded_url
from config.environment import BASE_DIR, env, read_env_file

read_env_file()

# --- Applications: SHARED_APPS have their tables once, ORGANIZATION_APPS once in every organization's schema.
SHARED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "django_htmx",
    # Their own set-up would each replace the loaders below, and with them the parts named `page.html#part`.
    "template_partials.apps.SimpleAppConfig",
    "django_cotton.apps.SimpleAppConfig",
    "lucide",
    "csp",
    "pgtrigger",
    "django_structlog",
    "display",
    "audit.outbox",
    "tenants",
    "portfolio",
    "config",
]
ORGANIZATION_APPS = [
    "audit",
    "notifications",
    "opportunities",
    "cases",
    "calculations",
    "pilots",
    "reports",
]
INSTALLED_APPS = [*SHARED_APPS, *ORGANIZATION_APPS]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.boundary.BoundaryErrorsMiddleware",
    # Last: only the view runs inside an organization, so nothing above may need one.
    "tenants.middleware.OrganizationMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

# --- Secrets. Development and tests make their own; prod.py insists.
SECRET_KEY = env.str("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

# --- Database: one engine that fails closed, two sign-ins (tenants/backend).
POSTGRES_DATA = BASE_DIR / ".local" / "postgres"
DATABASE_URL = env.str("DATABASE_URL", default="") or embedded_url(
    POSTGRES_DATA, user="proofcase_app", database="proofcase"
)
DATABASE_OWNER_URL = env.str("DATABASE_OWNER_URL", default="") or embedded_url(
    POSTGRES_DATA, user="proofcase_owner", database="proofcase"
)


def database(address: str, **options: object) -> dict[str, object]:
    """Returns Django's settings for one sign-in to the database at `address`, a PostgreSQL connection URL."""
    parts = conninfo_to_dict(address)
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    named = {name: parts.pop(key, "") for name, key in names.items()}
    return {
        "ENGINE": "tenants.backend",
        **named,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"application_name": "proofcase", **parts},
        **options,
    }


DATABASES = {
    "default": database(DATABASE_URL),
    # Migrations and the making of organizations only.
    "owner": database(DATABASE_OWNER_URL, CONN_MAX_AGE=0),
}
DATABASE_ROUTERS = ["tenants.router.OrganizationRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The engine's base class reads these names.
TENANT_MODEL = "tenants.Organization"
TENANT_LIMIT_SET_CALLS = True

# --- People
AUTH_USER_MODEL = "tenants.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "tenants.adapters.AccountAdapter"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Proofcase: "  # the library would write the host the request claims
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_SESSION_REMEMBER = True
SESSION_COOKIE_NAME = "session"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False  # htmx reads the token from the page, not from the cookie
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"

# --- Cache: how often somebody tried to sign in, counted for all processes together. An organization's database role
# may not touch the table, so that nothing of an organization can be cached.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        # Django's 300 would let anybody who tries 300 addresses wipe out the count for theirs.
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

# --- Templates
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "tenants.context_processors.organization",
                "display.context.numbers",
                "portfolio.navigation.navigation",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
            ],
        },
    }
]

# --- Static files
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / ".local" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = BASE_DIR / ".local" / "files"

# --- Words, numbers, time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Tasks: the outbox's relay publishes them, nothing else does.
BROKER_DATABASE_URL = embedded_url(POSTGRES_DATA, user="proofcase_broker", database="proofcase_broker", scheme="pgmq")
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="") or BROKER_DATABASE_URL
# How long a message of a killed worker stays unseen before another worker takes it.
CELERY_VISIBILITY_TIMEOUT = env.int("CELERY_VISIBILITY_TIMEOUT", default=60)
# How long the relay waits for a published message to be carried out before it publishes it again.
OUTBOX_RETRY_SECONDS = env.int("OUTBOX_RETRY_SECONDS", default=60)
# What carries out each kind of message: handler(organization, message, payload), inside the organization's scope.
OUTBOX_HANDLERS = {
    "cases.moved": "cases.tasks.case_moved",
    "reports.document": "reports.tasks.document_make",
}
# The sample organizations and their sign-ins, shown on the front page.
DEMO = env.bool("DEMO", default=False)

# --- Mail. Links begin with BASE_URL, never with what a request claims its host to be.
BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000")
EMAIL_CONFIG = env.email_url_config(env.str("EMAIL_URL", default="") or "filemail://")
vars().update(EMAIL_CONFIG)
EMAIL_FILE_PATH = str(BASE_DIR / ".local" / "mail")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Proofcase <no-reply@localhost>")

# --- What the browser may load: our own files, and inline nothing but the scripts we stamp.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- Logs name the request and the organization, never a case's values.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "structlog.stdlib.ProcessorFormatter",
            "processor": "ext://config.logs.JSON",
            "foreign_pre_chain": "ext://config.logs.COMMON",
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django.server": {"level": "WARNING"}, "django_structlog": {"level": "WARNING"}},
}

# An e-mail address is unique whatever its case, by a constraint the check does not know.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
