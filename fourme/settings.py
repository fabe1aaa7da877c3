"""All settings of fourme. The environment variables are described in README.md."""

import sys
from pathlib import Path

import django_stubs_ext
from django.core.exceptions import ImproperlyConfigured

from fourme import environment, services

# Lets annotations such as ModelAdmin[Account] be evaluated at run time.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = services.var_dir()

# On for demo, development and tests: a known secret key, plain HTTP, the demo's public password.
DEVELOPMENT = environment.flag("DEBUG", default=True)
# Django's own switch shows tracebacks and remembers every query, so only `runserver` turns it on.
DEBUG = DEVELOPMENT and "runserver" in sys.argv
DEMO_PASSWORD = "fourme-demo"  # noqa: S105 -- public, and refused unless DEVELOPMENT
SECRET_KEY = environment.text("SECRET_KEY", "for demo and development only" if DEVELOPMENT else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY must be set when DEBUG is 0.")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "*" if DEVELOPMENT else "")
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS")
SITE_URL = environment.text("SITE_URL", f"http://127.0.0.1:{environment.number('PORT', 8000)}")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "django_rq",
    "oauth2_provider",
    "fourme.services",
    "fourme.demo",
    "fourme.accounts",
    "fourme.jobs",
    "fourme.logs",
    "fourme.files",
    "fourme.mail",
    "fourme.api",
    "fourme.oauth",
    "records",
    "exports",
    "imports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "fourme.files.whole.WholeBodyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "fourme.accounts.middleware.CurrentAccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "fourme.urls"
WSGI_APPLICATION = "fourme.wsgi.application"
ASGI_APPLICATION = "fourme.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "fourme.accounts.context.shell",
            ],
        },
    },
]

DATABASES = {"default": environment.database(services.database_url())}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = services.redis_url()
RQ_QUEUES = {
    "imports": {"URL": REDIS_URL, "DEFAULT_TIMEOUT": 6 * 3600},
    "exports": {"URL": REDIS_URL, "DEFAULT_TIMEOUT": 6 * 3600},
    "mail": {"URL": REDIS_URL, "DEFAULT_TIMEOUT": 120},
}

RQ = {"WORKER_CLASS": "fourme.jobs.worker.Worker"}

# A job without a heartbeat for so long has lost its worker.
JOB_STALE_SECONDS = environment.number("JOB_STALE_SECONDS", 60, at_least=5)

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["fourme.accounts.backends.LoginBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"

LANGUAGE_CODE = "en-us"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Without it, a file that is edited under a running server is cut at its former length.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEVELOPMENT

# Local folder by default; an S3 bucket when S3_BUCKET is set (django-storages).
S3_BUCKET = environment.text("S3_BUCKET")
MEDIA_ROOT = VAR_DIR / "files"
S3_OPTIONS = {
    "bucket_name": S3_BUCKET,
    "endpoint_url": environment.text("S3_ENDPOINT_URL") or None,
    "region_name": environment.text("S3_REGION") or None,
    "access_key": environment.text("S3_ACCESS_KEY") or None,
    "secret_key": environment.text("S3_SECRET_KEY") or None,
    "signature_version": "s3v4",
    "file_overwrite": False,
    "max_memory_size": 1024 * 1024,
}
STORAGES = {
    "default": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": S3_OPTIONS}
    if S3_BUCKET
    else {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEVELOPMENT
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_LIFETIME_HOURS = environment.number("FILE_LIFETIME_HOURS", 48, at_least=1)
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
IMPORT_MAX_BYTES = environment.number("IMPORT_MAX_BYTES", 512 * 1024**2, at_least=1)
IMPORT_MAX_CELL = environment.number("IMPORT_MAX_CELL", 1024**2, at_least=1000)
IMPORT_BATCH_ROWS = environment.number("IMPORT_BATCH_ROWS", 8000, at_least=1)
IMPORT_FAILURE_LIMIT = environment.number("IMPORT_FAILURE_LIMIT", 10_000)
FULL_EXPORT_LIMIT = environment.number("FULL_EXPORT_LIMIT", 10_000)
EXPORT_PARALLEL_TYPES = environment.number("EXPORT_PARALLEL_TYPES", 2, at_least=1)
EXPORT_HELP_FROM = environment.number("EXPORT_HELP_FROM", 100_000)

# Calls of the API that a user may make in an hour, 0 for any number.
API_RATE_LIMIT = environment.number("API_RATE_LIMIT", 3600)

# Applications get tokens for an hour by their credentials (fourme.oauth); of all else that the
# toolkit can do nothing is reachable, and its switches stand where the advice of today puts them.
OAUTH2_PROVIDER_APPLICATION_MODEL = "applications.Application"
OAUTH2_PROVIDER = {
    "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
    "SCOPES": {"api": "Import and export as the person that the application acts for"},
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,  # of a token only the hash is stored
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
}

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = environment.text("EMAIL_HOST", "127.0.0.1")
EMAIL_PORT = environment.number("EMAIL_PORT", 8025, at_least=1)
EMAIL_HOST_USER = environment.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = environment.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = environment.flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", "fourme <no-reply@fourme.example>")

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEVELOPMENT
SECURE_SSL_REDIRECT = environment.flag("SECURE_SSL_REDIRECT", default=not DEVELOPMENT)
SECURE_HSTS_SECONDS = 0 if DEVELOPMENT else environment.number("SECURE_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEVELOPMENT
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
X_FRAME_OPTIONS = "DENY"
# How many proxies of our own stand in front: as many entries of X-Forwarded-For are believed.
TRUSTED_PROXIES = environment.number("TRUSTED_PROXIES", 0)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
