"""Django settings. Every name read from the environment is in the operator's guide."""

import sys

from decapolis.config import env

try:
    import pysqlite3

    sys.modules["sqlite3"] = pysqlite3  # a newer SQLite than most Pythons carry; see docs/adr
except ImportError:
    pass

HOME = env.home()
SECRET_KEY = env.secret_key(HOME)
DEBUG = env.flag("DECAPOLIS_DEBUG", default=False)
ALLOWED_HOSTS = [
    host.strip() for host in env.text("DECAPOLIS_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "decapolis.audit",
    "decapolis.notices",
    "decapolis.search",
    "decapolis.people",
    "decapolis.cities",
    "decapolis.organisations",
    "decapolis.indicators",
    "decapolis.peers",
    "decapolis.library",
    "decapolis.initiatives",
    "decapolis.pages",
    "decapolis.api",
    "decapolis.ops",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "decapolis.pages.http.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "decapolis.config.urls"
ASGI_APPLICATION = "decapolis.config.asgi.application"
AUTH_USER_MODEL = "people.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["decapolis.pages.http.chrome"],
            "builtins": ["decapolis.pages.templatetags.ui", "django.templatetags.static"],
        },
    },
]

DATABASES = {"default": env.database(HOME)}

LANGUAGE_CODE = "en"
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = None  # served from where they are built, without a copy
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
SESSION_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000

# The embedded model by default; an OpenAI-compatible service where a network names one.
EMBEDDING_URL = env.text("EMBEDDING_URL")
EMBEDDING_MODEL = env.text("EMBEDDING_MODEL")
EMBEDDING_KEY = env.text("EMBEDDING_KEY")

# The folder of the starter library is loaded on first use, unless a network begins empty.
STARTER = env.flag("DECAPOLIS_STARTER", default=True)

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.one_of("DECAPOLIS_LOG", LEVELS, "WARNING")},
}
