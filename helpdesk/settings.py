"""One settings file; everything that differs between machines comes from the environment."""

from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY")
PUBLIC_BASE_URL = env("PUBLIC_BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[environ.urlparse(PUBLIC_BASE_URL).hostname])
CSRF_TRUSTED_ORIGINS = [PUBLIC_BASE_URL]

INSTALLED_APPS = [
    "helpdesk",
    "accounts",
    "profiles",
    "inbox",
    "sms",
    "campaigns",
    "automations",
    "api",
    *(["sandbox"] if env.bool("SANDBOX", default=False) else []),
    "allauth",
    "allauth.account",
    "django_htmx",
    "template_partials",
    "rest_framework",
    "drf_spectacular",
    "django_structlog",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "helpdesk.middleware.OutageMiddleware",
    "csp.middleware.CSPMiddleware",
    "sms.middleware.LinkDomainMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.TenantMiddleware",
    "helpdesk.middleware.MethodOverrideMiddleware",
]

ROOT_URLCONF = "helpdesk.urls"
ACCOUNT_URLCONF = "helpdesk.account_urls"
WSGI_APPLICATION = "helpdesk.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
                "csp.context_processors.nonce",
                "helpdesk.context.page",
                "inbox.context.rail",
            ],
            "builtins": ["template_partials.templatetags.partials"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# The database. Row-level security is the second wall between accounts, so the role that serves requests must not be
# able to bypass it: either DATABASE_URL names such a role, or DATABASE_ROLE does and is assumed after connecting.
DATABASES = {"default": env.db_url("DATABASE_URL", default="postgres://helpdesk@127.0.0.1:5432/helpdesk")}
DATABASES["default"].update(
    CONN_MAX_AGE=env.int("CONN_MAX_AGE", default=600),
    CONN_HEALTH_CHECKS=True,
    # No server-side state may be kept between transactions where a pooler sits in front.
    DISABLE_SERVER_SIDE_CURSORS=True,
)
DATABASES["default"].setdefault("OPTIONS", {})["connect_timeout"] = 5
# The hot statements are prepared; false where a pooler that can't keep prepared statements sits in front.
if env.bool("DATABASE_PREPARE", default=True):
    DATABASES["default"]["OPTIONS"]["prepare_threshold"] = 5
if role := env("DATABASE_ROLE", default=""):
    DATABASES["default"]["OPTIONS"]["assume_role"] = role

# Sign-in throttling must hold over several processes and while Redis is away.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

# Redis is the bell: live updates and the worker's wake-ups. Nothing is stored there that Postgres lacks.
REDIS_URL = env("REDIS_URL", default="redis://127.0.0.1:6379/0")
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "global_keyprefix": env("CELERY_PREFIX", default="helpdesk:"),
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# The outside, as one dict and lists of dotted names.
CHANNELS = {"sms": "sms.channel.SMS"}
# Each takes the stored inbound message in turn; the first to return True has handled it.
INBOUND_STEPS = [
    "sms.keywords.comply",
    "inbox.blocking.set_aside",
    "automations.answering.answer",
    "sms.auto_responder.respond",
    "inbox.opening.open_or_reopen",
]
# Each looks at every stored inbound message after the steps, whoever handled it.
INBOUND_RECORDERS = ["sms.keywords.doubt", "campaigns.attribution.attribute"]
# Each takes every new event of a profile, in the transaction that records it.
PROFILE_EVENT_STEPS = ["sms.conversions.credit", "automations.leaving.follow", "campaigns.enrolling.follow"]
# What a ticket is read with besides what the inbox knows of it; each takes the rows and annotates them.
TICKET_FACTS = ["automations.standing.with_standing"]
# What follows for a person who is blocked; each takes the profile.
BLOCKING_STEPS = ["automations.leaving.leave_blocked", "campaigns.enrolling.leave_blocked"]
# Each is asked before a message is handed to its provider, and raises Refusal or NotYet (inbox.channels).
# The last one counts what is sent (E12), so whatever may hold a message back stands before it.
SEND_CHECKS = [
    "automations.gate.check_session",
    "campaigns.gate.check_campaign",
    "campaigns.flow_gate.check_flow",
    "sms.metering.count",
]
# Each is told of a message whose delivery was accepted or confirmed, or whose attempt failed, and tells its own apart.
DELIVERY_RECORDERS = [
    "campaigns.attribution.follow",
    "automations.gate.follow",
    "campaigns.gate.wait_for_credits",
    "campaigns.flow_gate.tell",
]
# Each is told of two tags of which the first becomes the second, before it is gone.
TAG_MERGERS = ["campaigns.segment_tags.follow"]
# Each takes an account and a word, and says in words what begins with it, or "": no word means two things (H2).
KEYWORD_HOLDERS = ["automations.holding.holder"]
# Each is told of an account, the name of a tag of it, and what that tag is called from now on.
TAG_RENAMERS = ["automations.tag_names.follow"]
# What stands in the main navigation between the inbox and the settings; each takes the request.
RAIL_ITEMS = ["automations.rail.automations", "campaigns.rail.campaigns"]
# How a stored event of a provider is applied once more when it could not be applied at first.
INBOUND_EVENTS = {"twilio": "sms.webhooks.apply_again"}
# What the sweeper does, and how many seconds it rests between two rounds of it.
SWEEPS = {
    "inbox.sweeps.wake_snoozed": 1,
    "inbox.sweeps.auto_close": 2,
    "inbox.sweeps.send_scheduled": 1,
    "inbox.sweeps.send_due": 1,
    "campaigns.sweeps.begin_scheduled": 1,
    "campaigns.sweeps.prepare": 1,
    "campaigns.sweeps.dispatch": 1,
    "inbox.sweeps.resolve_unknown": 2,
    "inbox.sweeps.retry_inbound": 2,
    "inbox.sweeps.mail_news": 5,
    "inbox.sweeps.continue_bulk_actions": 5,
    "sms.sweeps.tell_clicks": 1,
    "automations.sweeps.time_out": 1,
    "automations.sweeps.settle_troubles": 10,
    "campaigns.advancing.advance_due": 1,
    "sms.sweeps.fetch_media": 2,
    "sms.sweeps.reconcile": 300,
    "sms.sweeps.compare": 600,
    "sms.sweeps.warn_of_usage": 15,
    "inbox.sweeps.hand_out": 1,
    "inbox.sweeps.rest_silent": 10,
    "inbox.sweeps.end_doubts": 60,
    "inbox.sweeps.forget_refused": 3600,
    "inbox.sweeps.forget_sent_drafts": 3600,
    "inbox.sweeps.forget_pictures": 3600,
    "inbox.sweeps.forget_bulk_actions": 3600,
}
# What becomes of a member's work when they leave, or their role changes; each takes the membership.
LEAVING_STEPS = ["inbox.leaving.hand_back"]
# What a new account does first; each is a callable that takes the request.
ONBOARDING_STEPS = ["sms.onboarding.connect_number", "sms.onboarding.send_test_text"]
# The texting providers by the name that a number bears (E13), each a class like sms.providers.base.Provider.
SMS_PROVIDERS = {"twilio": "sms.providers.twilio.Twilio"}
# Where the SMS provider answers; blank is the provider itself, the sandbox carrier sets its own address.
TWILIO_BASE_URL = env("TWILIO_BASE_URL", default="").rstrip("/")
SANDBOX_URL = env("SANDBOX_URL", default="")

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_FORMS = {"signup": "accounts.forms.SignUpForm"}
ACCOUNT_ADAPTER = "accounts.adapter.Adapter"
# Where mail can be sent an address is confirmed before it signs in, and signing up tells nobody who is here already.
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if env("EMAIL_URL", default="") else "optional"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/sign-in/"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/accounts/"
SIGNUP_REDIRECT_URL = "/accounts/"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_BASE_URL.startswith("https://")
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# The proxy redirects to HTTPS; health checks come over plain HTTP from inside.
SECURE_SSL_REDIRECT = False
SILENCED_SYSTEM_CHECKS = ["security.W008"]
SECURE_HSTS_SECONDS = 31_536_000 if SESSION_COOKIE_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SESSION_COOKIE_SECURE
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "helpdesk.views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# Mail: a real SMTP server where one is named, otherwise files, one per mail, that a person can read.
if env("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = env("MAIL_DIR", default=str(BASE_DIR / ".data" / "mail"))
EMAIL_TIMEOUT = 15  # seconds
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Helpdesk <helpdesk@localhost>")

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = env("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "helpdesk.static_storage.OneStyleSheet"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# Customers' pictures lie outside the web root and are served through the access check only.
MEDIA_ROOT = env("MEDIA_ROOT", default=str(BASE_DIR / ".data" / "media"))

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["api.authentication.ApiKeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["api.permissions.KeyMay"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "api.pagination.NewestFirst",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["api.throttling.PerKey"],
    "DEFAULT_THROTTLE_RATES": {"key": env("API_RATE", default="600/min")},
    "EXCEPTION_HANDLER": "api.problems.as_problem",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Helpdesk API",
    "DESCRIPTION": "Tickets, messages, profiles and consents of one account. Sign requests with an API key: "
    "`Authorization: Bearer hd_…`.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "PublishedState": "inbox.models.published.Published.State",
        "SourceKind": "inbox.models.source.Source.Kind",
        "StepKind": "campaigns.steps.KIND_NAMES",
        "ConsentKind": "profiles.models.consenting.Consent.Kind",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "helpdesk.logs.formatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django_structlog": {"level": "WARNING"},
        "httpx": {"level": "WARNING"},
        "twilio.http_client": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
    },
}
