"""Django settings. Every name read from the environment is in the operator's guide."""

import sys

from decapolis.config import env, oidc

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
IS_LOCAL = env.is_local(ALLOWED_HOSTS)  # elsewhere there is TLS, and cookies insist on it
PROXIES = env.number("DECAPOLIS_PROXY", 0)  # how many of our own stand before the program

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "decapolis.audit",
    "decapolis.notices",
    "decapolis.files",
    "decapolis.search",
    "decapolis.people",
    "decapolis.cities",
    "decapolis.organisations",
    "decapolis.indicators",
    "decapolis.peers",
    "decapolis.library",
    "decapolis.benchmarks",
    "decapolis.access",
    "decapolis.briefs",
    "decapolis.canvas",
    "decapolis.initiatives",
    "decapolis.rights",
    "decapolis.pages",
    "decapolis.api",
    "decapolis.ops",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "decapolis.pages.http.SecurityHeaders",
    "decapolis.pages.http.ActsFromHere",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
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

# Counts of the rate limits, and codes that were used: one table for all processes and machines.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "decapolis_cache",  # made by a migration of `people`
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # How often an address or a token reads the API: in the memory of each process, since a count
    # that cost a query would be dearer than what it counts.
    "near": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "near",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}

# For how many days what is kept about people is kept; each app forgets its own every day.
KEEP_AUDIT_DAYS = env.number("DECAPOLIS_KEEP_AUDIT_DAYS", 3650, least=1)
KEEP_NOTICES_DAYS = env.number("DECAPOLIS_KEEP_NOTICES_DAYS", 365, least=1)
KEEP_SESSIONS_DAYS = env.number("DECAPOLIS_KEEP_SESSIONS_DAYS", 0)  # after they ended
KEEP_INVITATIONS_DAYS = env.number("DECAPOLIS_KEEP_INVITATIONS_DAYS", 90)  # after they ended
KEEP_CALLS_DAYS = env.number("DECAPOLIS_KEEP_CALLS_DAYS", 730, least=1)  # after they ended

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 14 * 24 * 3600
STAFF_SESSION_AGE = 12 * 3600
# With this prefix browsers keep a cookie from other hosts, and from plain HTTP.
_PREFIX = "" if IS_LOCAL else "__Host-"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_PREFIX}session", f"{_PREFIX}csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not IS_LOCAL
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [] if IS_LOCAL else env.origins(ALLOWED_HOSTS)
CSRF_FAILURE_VIEW = "decapolis.pages.http.forbidden"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6_000  # a long practice, field by field

# Files that people hand in: outside all that is served; see docs/adr/0055.
UPLOAD_MB = env.number("DECAPOLIS_UPLOAD_MB", 25)
CLAMD_URL = env.scanner("CLAMD_URL")
FILE_UPLOAD_HANDLERS = [
    "decapolis.pages.files.uploads.LimitHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing uses it
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "files": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": HOME / "files",
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
}

# Work that can wait, in tables of the database; `kernel.worker` runs it.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Where several processes serve one network: the server that lets each hear of what others do.
VALKEY_URL = env.relay("VALKEY_URL")

# Links in mail begin with it.
PUBLIC_URL = env.site("DECAPOLIS_URL", "http://127.0.0.1:8000")
globals().update(env.mail("EMAIL_URL"))  # EMAIL_BACKEND, EMAIL_HOST ...
DEFAULT_FROM_EMAIL = env.sender("EMAIL_FROM", "Decapolis <decapolis@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Accounts (allauth). The pages are our own; which of its views are used: pages/account/urls.py.
# true: whoever confirms an address is a member at once; false: network staff let people in.
OPEN = env.flag("DECAPOLIS_OPEN", default=True)
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "decapolis.people.validators.PlainPasswordValidator"},
    {"NAME": "decapolis.people.validators.MaximumLengthValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "decapolis.pages.account.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address enters the database only when it is confirmed
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = {
    "ask_code": "20/m/ip,3/m/key,10/h/key",  # the key is the address
    "try_code": "60/m/ip,5/15m/key",  # the key is the code that was sent
    "login_failed": "10/m/ip,5/5m/key,20/h/key",
    "login": "30/m/ip",
}
MFA_ADAPTER = "decapolis.pages.account.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "decapolis.pages.account.forms.SecondStepForm",
    "reauthenticate": "decapolis.pages.account.forms.SecondStepAgainForm",
    "activate_totp": "decapolis.pages.account.forms.AppForm",
    "login_webauthn": "decapolis.pages.account.forms.SignInByPasskeyForm",
    "authenticate_webauthn": "decapolis.pages.account.forms.SecondStepPasskeyForm",
    "reauthenticate_webauthn": "decapolis.pages.account.forms.PasskeyAgainForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a finger, a face or a PIN beside the device itself
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = IS_LOCAL  # http://localhost
MFA_TOTP_ISSUER = "Decapolis"
MFA_TOTP_TOLERANCE = 1  # clocks of phones go wrong by half a minute
USERSESSIONS_ADAPTER = "decapolis.pages.account.adapters.SessionsAdapter"
SOCIALACCOUNT_ADAPTER = "decapolis.pages.account.adapters.SignOnAdapter"
OIDC_PROVIDERS = oidc.providers(HOME)
SOCIALACCOUNT_PROVIDERS = {"openid_connect": oidc.as_allauth(OIDC_PROVIDERS)}
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""

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
