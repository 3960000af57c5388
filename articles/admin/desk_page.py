"""Pages of the desk that are no form of one row: how they are shown, and how they answer."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import site
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse


def desk_page(
    request: HttpRequest, template: str, noun: type[Model], *, title: str, **context: Any
) -> HttpResponse:
    """Show a page of the desk."""
    everywhere = site.each_context(request)
    return TemplateResponse(request, template, {**everywhere, "opts": noun._meta, "title": title, **context})


def refuse(request: HttpRequest, problem: Exception) -> None:
    """Say why something was not done."""
    said = " ".join(problem.messages) if isinstance(problem, ValidationError) else str(problem)
    messages.error(request, said)
