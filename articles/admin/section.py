"""Sections on the desk."""

from django.contrib import admin

from articles.admin.named import NamedAdmin
from articles.models import Section


@admin.register(Section)
class SectionAdmin(NamedAdmin):
    """The parts of the paper, in the order of the menu."""

    public_at_once = True
    list_display = ("name", "order", "in_navigation", "least_verification", "description")
    search_fields = ("name",)
    ordering = ("order", "name")
    fields = ("name", "description", "order", "in_navigation", "least_verification", "slug")
