"""Registers every noun on the desk; imported when the desk itself is ready (newsroom/apps.py)."""

from articles.admin import author, image, person, quote, section, story, tag, user

__all__ = ["author", "image", "person", "quote", "section", "story", "tag", "user"]
