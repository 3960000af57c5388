"""Registers every noun on the desk; imported when the desk itself is ready (newsroom/apps.py)."""

from django.contrib import admin
from django_tasks_db.models import DBTaskResult

from articles.admin import (
    author,
    error_report,
    front,
    image,
    person,
    quote,
    section,
    standing_page,
    story,
    tag,
    user,
)

# What the newsroom does later is no noun of its desk; the log tells what failed.
admin.site.unregister(DBTaskResult)

__all__ = [
    "author",
    "error_report",
    "front",
    "image",
    "person",
    "quote",
    "section",
    "standing_page",
    "story",
    "tag",
    "user",
]
