"""Every setting of the newsroom, read from the environment by the typed helpers in env.py and env_urls.py.

Nothing here is edited between a laptop and a production server; the variables differ. With DEMO=1 or
DEBUG=1 none of them has to be set.
"""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from django.conf.global_settings import LANGUAGES

from newsroom import env, env_urls
from newsroom.secret_key import kept_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent

# --- What kind of start this is --------------------------------------------------------------------

# Tracebacks in the browser, files served from the work tree. Never where readers are.
DEBUG = env.boolean("DEBUG")
# A newsroom to try out: demo people may log in with a password that everybody knows.
DEMO = env.boolean("DEMO")
TRYING_OUT = DEBUG or DEMO

# Everything that is written at run time: database, pictures, collected static files, a generated key.
DATA_DIR = env.folder("DATA_DIR", BASE_DIR / "var")
DATA_DIR.mkdir(parents=True, exist_ok=True)

SECRET_KEY = env.text(
    "SECRET_KEY",
    kept_secret_key(DATA_DIR / "secret_key") if TRYING_OUT else None,
    remedy="set SECRET_KEY to 50 or more random characters and keep it the same on every node, "
    "or set DEMO=1 to try the newsroom out.",
)

# --- The web server that `manage.py up` starts ------------------------------------------------------

HOST = env.text("HOST", "127.0.0.1")
PORT = env.integer("PORT", 8000, lowest=1, highest=65535)
WEB_CONCURRENCY = env.integer("WEB_CONCURRENCY", min(os.cpu_count() or 1, 4), lowest=1, highest=256)
# Whether the one way to this server leads through a proxy that sets X-Forwarded-Proto itself.
TRUSTED_PROXY = env.boolean("TRUSTED_PROXY")

# --- The site and its address ----------------------------------------------------------------------

SITE_NAME = env.text("SITE_NAME", "Newsroom")
SITE_URL = env.site_url("SITE_URL", f"http://127.0.0.1:{PORT}" if TRYING_OUT else None)
HTTPS = SITE_URL.startswith("https://")
_own_host = urlsplit(SITE_URL).hostname or ""
ALLOWED_HOSTS = env.hosts(
    "ALLOWED_HOSTS", [_own_host, "localhost", "127.0.0.1", "[::1]"] if TRYING_OUT else [_own_host]
)
LANGUAGE_CODE = env.language("LANGUAGE_CODE", "en-gb", [code for code, _ in LANGUAGES])
TIME_ZONE = env.time_zone("TIME_ZONE", "UTC")
USE_TZ = True
# "news.example.org" typed into a form means https. Django 6 does so by itself: then this line goes.
FORMS_URLFIELD_ASSUME_HTTPS = True
ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
# The desk lives below this path; sessions, cookies and its own security policy end there.
DESK_PATH = "/admin/"
# Share links lie below this one: never kept by a cache, their last part never written to a log.
SHARED_PATH = "/shared/"
# For a machine that watches: see articles/healthz.py.
HEALTH_PATH = "/healthz"
LOGIN_URL = "admin:login"

# --- Parts -----------------------------------------------------------------------------------------

INSTALLED_APPS = [
    # Before Django's admin, so that our templates and commands win.
    "articles",
    # Django's admin, as the desk in articles/admin/site.py.
    "newsroom.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "taggit",
    "django_filters",
    "django_prose_editor",
    "adminsortable2",
    "axes",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    # Outermost: a name for the request, which its log lines carry.
    "newsroom.logs.RequestNames",
    # What every answer carries, whoever made it: Content-Security-Policy and Referrer-Policy, one for
    # readers and one for the desk; nobody may put a page into a frame, but for previews in the desk.
    "newsroom.security_policy.SecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # HTTPS, HSTS, nosniff, Cross-Origin-Opener-Policy.
    "django.middleware.security.SecurityMiddleware",
    # Stylesheets and scripts, answered before anything else is asked.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # A reader's page that is kept is answered here: no session, no login, nothing below is asked.
    "articles.page_cache.ReadersFirst",
    # Trailing slashes.
    "django.middleware.common.CommonMiddleware",
    # From here on for the desk only: sessions, forms that were made here, who is asking, and
    # "The story was sent to review."
    "newsroom.middleware.DeskSessionMiddleware",
    "newsroom.middleware.DeskCsrfMiddleware",
    "newsroom.middleware.DeskTextMiddleware",
    "newsroom.middleware.DeskAuthenticationMiddleware",
    "newsroom.middleware.DeskMessageMiddleware",
    # Last: turns a locked-out login into an answer.
    "newsroom.middleware.DeskAxesMiddleware",
]

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
            ],
        },
    },
]

# --- The newsroom's rules ---------------------------------------------------------------------------

# Whoever wrote the latest words of a story does not approve them. Off for a newsroom of one.
FOUR_EYES = env.boolean("FOUR_EYES", default=True)

# --- Data ------------------------------------------------------------------------------------------

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": env_urls.database("DATABASE_URL", f"sqlite:///{DATA_DIR}/db.sqlite3", base=BASE_DIR)}
CACHES = {"default": env_urls.cache("CACHE_URL", "locmem://")}
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
TAGGIT_CASE_INSENSITIVE = True

# A story with many quotes has many fields; more than this is refused, and the page says so.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# A search engine beside the database, for readers' search; without one the database finds by itself.
SEARCH_ENGINE = env_urls.search_engine("SEARCH_URL")

# --- Files -----------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": env_urls.media_storage("MEDIA_STORAGE", "local"),
    # Recordings, notes and what else shows that a quotation is true: never below MEDIA_URL.
    "private": env_urls.private_storage("PRIVATE_STORAGE", "local", folder=DATA_DIR / "private"),
    "staticfiles": {
        # Names with a checksum, so that browsers may keep them for ever. Only the readers' few are
        # packed: all of the desk's take most of a minute at each start, which belongs in an image build or a proxy.
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "newsroom.static_files.StaticFiles"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG

# --- Mail ------------------------------------------------------------------------------------------

globals().update(env_urls.email("EMAIL_URL", "console://"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.mail_address("DEFAULT_FROM_EMAIL", f"newsroom@{_own_host}")

# --- What is done later ------------------------------------------------------------------------------

# A task is a row, written in the transaction that asks for it; `manage.py work` does what is there.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- Logging in ------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    # First: says no while a user name is locked, whatever the password.
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    }
]
# By user name only: an address can be forged or shared, and a newsroom often has just one.
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
# Or whoever keeps guessing would keep the real person out for ever.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_USERNAME_CALLABLE = "articles.admin.locked_out.name_tried"
AXES_LOCKOUT_CALLABLE = "articles.admin.locked_out.locked_out"
# Its pages fail on odd dates; `manage.py axes_reset_username` unlocks a person.
AXES_ENABLE_ADMIN = False

# Below the desk only: a reader's request never carries a cookie, so a page is the same for everyone.
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = DESK_PATH
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
# Whoever logged in again in another tab keeps what they wrote in this one.
CSRF_FAILURE_VIEW = "newsroom.failures.not_from_here"

# --- Security headers ------------------------------------------------------------------------------

# A header that anybody could send: believed from a trusted proxy only.
if TRUSTED_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = HTTPS
# Whatever host was asked for, readers are led to the one that is ours.
# A machine that watches asks from the inside, without HTTPS.
SECURE_REDIRECT_EXEMPT = [rf"^{HEALTH_PATH[1:]}$"]
SECURE_SSL_HOST = urlsplit(SITE_URL).netloc
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
# Both speak for every host below the domain, so only its owner can say yes.
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env.boolean("HSTS_WHOLE_DOMAIN")
SILENCED_SYSTEM_CHECKS = [
    # HSTS for subdomains and for the preload list: see HSTS_WHOLE_DOMAIN above.
    "security.W005",
    "security.W021",
    # The throttle's middleware is ours, for the desk only: newsroom.middleware.DeskAxesMiddleware.
    "axes.W002",
    # Django's own CSRF middleware is there, as newsroom.middleware.DeskCsrfMiddleware: only the desk has forms.
    "security.W003",
    # Throttling without the address: see AXES_LOCKOUT_PARAMETERS above.
    "axes.W006",
]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
DESK_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

_pictures = [SELF, "data:", *env_urls.media_origins(STORAGES["default"])]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": _pictures,
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
# The desk: a nonce for the editor's import map, the one style sheet that the editor injects by itself
# (its hash changes with the editor: a browser test tells), and a frame to show a preview in.
DESK_CONTENT_SECURITY_POLICY = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src": [SELF, NONCE],
    "style-src": [SELF, "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"],
    "img-src": [*_pictures, "blob:"],
    "frame-src": [SELF],
}

# --- What readers are told ---------------------------------------------------------------------------

# Beside each quotation how its words were checked.
SHOW_VERIFICATION = env.boolean("SHOW_VERIFICATION")
# Feeds hold whole stories; else standfirsts.
FEED_FULL_TEXT = env.boolean("FEED_FULL_TEXT", default=True)
# Where whoever found a hole in our walls writes to, as /.well-known/security.txt tells; and until when
# that is so. Left out, it is the address that our mail comes from, said anew each month.
SECURITY_CONTACT = env.contact("SECURITY_CONTACT", DEFAULT_FROM_EMAIL)
SECURITY_EXPIRES = env.day("SECURITY_EXPIRES")

# --- Unnamed sources -------------------------------------------------------------------------------

# What seals their identity; the first seals, all open. Left out, it is made from SECRET_KEY: set one of
# its own before that ever changes, with the old SECRET_KEY behind it.
SEALED_SOURCES_KEYS = env.words("SEALED_SOURCES_KEYS", [SECRET_KEY])

# --- Logs ------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "newsroom.logs.JsonLines"},
        "plain": {"format": "{levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain" if DEBUG else "json"}},
    "root": {"handlers": ["stderr"], "level": env.level("LOG_LEVEL", "INFO")},
    # Django's own handlers would print a second, many-lined copy.
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # Say at each look that there is nothing to do, of each task that it begins and ends, and four lines of
        # each login; what fails is a warning.
        "django_tasks_db": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        "axes": {"level": "WARNING"},
        # What fails is said by articles/search_engine.py, in one line instead of fifty.
        "opensearch": {"level": "CRITICAL"},
        # Warns at each HEAD request that Django leaves the body to the server, which drops it.
        "gunicorn.http.wsgi": {"level": "ERROR"},
    },
}
