"""A form of something new that is sent twice makes one thing."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.db import IntegrityError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

KEY = "_form_key"


class SentOnce:
    """Mix into the admin of a noun with a uuid: the page says which one a new thing will have.

    Stories have this in their own form, where a second sending may also bring changes.
    """

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Save what is new, unless this very form was saved before."""
        if object_id is None:
            extra_context = {**(extra_context or {}), "form_key": _key(request) or uuid4()}
        if object_id is None and (made := self._made_by(request)):
            return self.response_add(request, made)
        try:
            answer = super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            # Sent twice at the same moment: the other one was first.
            if object_id is None and (made := self._made_by(request)):
                return self.response_add(request, made)
            raise
        # Or it was first between two looks, so that the form says a thing of that name is there.
        if object_id is None and answer.status_code == 200 and (made := self._made_by(request)):
            return self.response_add(request, made)
        return answer

    def save_form(self, request: HttpRequest, form: forms.ModelForm, change: bool) -> Model:
        """Give a new thing the uuid that its page has named."""
        thing = super().save_form(request, form, change)
        if not change and (key := _key(request)):
            thing.uuid = key
        return thing

    def _made_by(self, request: HttpRequest) -> Model | None:
        key = _key(request)
        return (
            self.model.objects.filter(uuid=key).first() if key and self.has_add_permission(request) else None
        )


def _key(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get(KEY, ""))
    except ValueError:
        return None
