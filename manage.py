#!/usr/bin/env python3
"""Commands of the newsroom; `manage.py help` lists them."""

import os
import sys

from django.conf import settings
from django.core.management import execute_from_command_line

from newsroom.env import BadSetting


def main() -> None:
    """Run one command, or say in plain words why it cannot start."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    try:
        # Reads the settings now, so that a bad one is not met halfway.
        assert settings.INSTALLED_APPS
    except BadSetting as problem:
        sys.exit(str(problem))
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
