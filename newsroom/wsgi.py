"""The door for web servers."""

import os
import sys

import django

from newsroom.env import BadSetting

# What gunicorn's workers say when they cannot start, so that it stops instead of trying for ever.
CANNOT_START = 3


def _refuse(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
    sys.exit(CANNOT_START)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
try:
    django.setup(set_prefix=False)
except BadSetting as problem:
    _refuse(str(problem))

from articles.system_checks import no_demo_people  # noqa: E402  (needs the models, which are there only now)
from newsroom.requests import Door  # noqa: E402
from newsroom.settled import settle  # noqa: E402

for error in no_demo_people(databases=["default"]):
    _refuse(f"Newsroom cannot start: {error.msg}\nTo fix it: {error.hint}")

application = Door()
settle()
