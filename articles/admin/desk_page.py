"""Pages of the desk that are no form of one row: how they are shown."""

from typing import Any

from django.contrib.admin import site
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse


def desk_page(
    request: HttpRequest, template: str, noun: type[Model], *, title: str, **context: Any
) -> HttpResponse:
    """Show a page of the desk."""
    return TemplateResponse(request, template, page_context(request, noun, title=title, **context))


def page_context(request: HttpRequest, noun: type[Model], *, title: str, **context: Any) -> dict[str, Any]:
    """Return what every page of the desk needs, and what this one shows."""
    return {**site.each_context(request), "opts": noun._meta, "title": title, **context}
