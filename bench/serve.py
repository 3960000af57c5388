"""Becomes the web server that `manage.py up` starts: the very same command."""

import os

import django

django.setup()

from articles.management.commands.up import web_server  # noqa: E402  (reads the settings)

command = web_server()
os.execv(command[0], command)  # noqa: S606  (our own words)
