"""The one settings file. What a deployment may set is read from the environment, all of it here:

SHOUWEN_HOME       folder of what an installation keeps: embedded database, keys, attachments (default ./shouwen-home)
SHOUWEN_DATABASE   address of a PostgreSQL database (postgresql://…); without it SQLite in SHOUWEN_HOME
SHOUWEN_SECRET     Django's secret; SHOUWEN_KEY the key that wraps customers' keys (see people/privacy.py).
                   Without them files in SHOUWEN_HOME are made on the first run
SHOUWEN_HOSTS      host names under which the pages are asked for, with commas (default: this machine only)
SHOUWEN_HTTPS      1 where the pages are served over HTTPS: cookies are then sent only so
SHOUWEN_MAIL       address of the mail server (smtp://user:password@host:port, smtps://…); without it mail is not sent
SHOUWEN_INVOICES   address of the service that makes tax invoices (https://user:token@host/…); without it none are made
SHOUWEN_ZONE       time zone of pages where a unit has none (default Asia/Shanghai)
SHOUWEN_DEBUG      1 while developing
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from shouwen.operation.project.keeping import kept_secret

HOME = Path(os.environ.get("SHOUWEN_HOME", "shouwen-home")).resolve()
DEBUG = os.environ.get("SHOUWEN_DEBUG") == "1"
# Made when first needed, not when this page is read: a tool that looks at the settings leaves no files behind.
SECRET_KEY = os.environ.get("SHOUWEN_SECRET") or SimpleLazyObject(lambda: kept_secret(HOME / "secret.key"))
CUSTOMER_KEY = os.environ.get("SHOUWEN_KEY") or SimpleLazyObject(lambda: kept_secret(HOME / "customer.key"))
HTTPS = os.environ.get("SHOUWEN_HTTPS") == "1"

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *filter(None, os.environ.get("SHOUWEN_HOSTS", "").split(","))]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if HTTPS]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "shouwen.operation.people",
    "shouwen.operation.ledger",
    "shouwen.operation.web",
    "shouwen.operation.channels.requests",
    "shouwen.operation.channels.hall",
    "shouwen.operation.project",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "shouwen.operation.web.statics.StaticFiles",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "shouwen.operation.web.failures.Failures",
    "shouwen.operation.web.asking.Asking",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "shouwen.operation.project.urls"
WSGI_APPLICATION = "shouwen.operation.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).resolve().parents[1] / "web" / "templates"],  # before those of the libraries
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "shouwen.operation.web.page.shell",
            ],
            "builtins": ["shouwen.operation.web.tags"],
        },
    }
]


def _database(address: str | None) -> dict[str, object]:
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "shouwen.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            },
        }
    parts = urlsplit(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/") or "shouwen",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database(os.environ.get("SHOUWEN_DATABASE"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Tries are counted by all page processes together, so in the database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "people_remembered",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Who is let in
AUTH_USER_MODEL = "people.Staff"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "shouwen.operation.people.login.Backend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "shouwen.operation.people.login.TwoKinds"},
    {"NAME": "shouwen.operation.people.login.NotTheWorkNumber"},
    {"NAME": "shouwen.operation.people.login.NotTheSame"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_ADAPTER = "shouwen.operation.people.login.Accounts"
ACCOUNT_EMAIL_VERIFICATION = "none"
# Wrong passwords are counted by axes, which tells when a lock-out ends (login.py); here, wrong second factors.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/15m/key", "login": "300/m/ip"}  # a whole hall may share one address
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # the code before and the one after count as well: telephones' clocks differ (RFC 6238, 5.2)
MFA_FORMS = {
    "authenticate": "shouwen.operation.people.second_factor.AuthenticateForm",
    "reauthenticate": "shouwen.operation.people.second_factor.ReauthenticateForm",
}
MFA_TOTP_ISSUER = "Shouwen"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # when it ends was said, and stays so
AXES_USERNAME_CALLABLE = "shouwen.operation.people.login.name_of"
AXES_LOCKOUT_CALLABLE = "shouwen.operation.people.login.locked_out"
AXES_SENSITIVE_PARAMETERS = ["login", "username"]
AXES_ENABLE_ADMIN = False
AXES_ENABLE_ACCESS_FAILURE_LOG = True  # for the audit administrator, also after a log-in went well

IDLE_LOGOUT = 30 * 60  # seconds without a request after which a session ends
SESSION_ENGINE = "shouwen.operation.people.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = False
CSRF_FAILURE_VIEW = "shouwen.operation.web.failures.csrf_failed"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

# Languages and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [Path(__file__).resolve().parents[1] / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("SHOUWEN_ZONE", "Asia/Shanghai")

# Files
STATIC_URL = "static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "shouwen.operation.web.statics.Hashed"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
ATTACHMENT_LIMIT = 10 * 1024 * 1024  # bytes
REQUEST_LIMIT = 32 * 1024 * 1024  # bytes of a whole request, attachments included

# Other systems (web/api.py)
API_REQUESTS_A_MINUTE = 1200  # of one token, in each process that serves pages
API_ROWS = 10_000  # reports that one request may bring
API_LATE = 300  # seconds after it happened from which on a report is called late

# Other systems that we ask (hall/money/invoice_service.py)
INVOICES = os.environ.get("SHOUWEN_INVOICES", "")

# Work in the background, mail
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def _mail(address: str | None) -> dict[str, object]:
    if not address:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(address)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 10,
    }


globals().update(_mail(os.environ.get("SHOUWEN_MAIL")))
DEFAULT_FROM_EMAIL = os.environ.get("SHOUWEN_MAIL_FROM", "shouwen@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"shouwen": {"level": "INFO"}, "axes": {"level": "ERROR"}},
}

APP_TITLE = _("Shouwen")
