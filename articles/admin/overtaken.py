"""What somebody else saved while a page was open is not written over unseen.

Stories put both changes together and standing pages count versions; every other noun says in its form
what that was made from, field by field.
"""

import json
from hashlib import sha256
from typing import Any

from django import forms
from django.contrib.admin.utils import unquote
from django.db.models import Model
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst, get_text_list

AS_OPENED = "_as_opened"

# The name of each field or of a kind of rows, and a word that changes with what is stored there.
Seen = dict[str, str]


class NotOverwritten:
    """Mix into the admin of a noun whose form is a `DeskForm`."""

    def _changeform_view(
        self, request: HttpRequest, object_id: str | None, form_url: str, extra_context: dict[str, Any] | None
    ) -> HttpResponse:
        """Hold what is about to be changed: of two who save at once, the second is to see what the first did."""
        if request.method == "POST" and object_id and (thing := self.get_object(request, unquote(object_id))):
            self.model._base_manager.select_for_update(no_key=True).filter(pk=thing.pk).first()
        return super()._changeform_view(request, object_id, form_url, extra_context)

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        """Have the form refuse what was written over an older state."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if request.method == "POST" and obj is not None:
            form.refusal = lambda sent: self._overtaken(request, sent)
        return form

    def _create_formsets(self, request: HttpRequest, obj: Model, change: bool) -> tuple[list, list]:
        formsets, inlines = super()._create_formsets(request, obj, change)
        if change:
            # Now, because validating a form fills what was typed into the very rows that were read.
            request.rows_now = {rows.prefix: _of_rows(rows) for rows in formsets}
            request.rows_sent = formsets
        return formsets, inlines

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Model, inline: Any, prefix: str
    ) -> dict[str, Any]:
        """Make new rows of those that are not this thing's any more, so that nothing typed is lost."""
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if "data" in kwargs and obj.pk:
            # Rows are called by the name under which the thing has them.
            there = {str(key) for key in getattr(obj, prefix).values_list("pk", flat=True)}
            kwargs["data"] = _with_rows_begun_anew(kwargs["data"], prefix, there)
        return kwargs

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Write what is stored now into the form."""
        if kwargs.get("change"):
            context["as_opened"] = json.dumps(_of_form(context["adminform"].form) | request.rows_now)
        return super().render_change_form(request, context, *args, **kwargs)

    def _overtaken(self, request: HttpRequest, form: forms.ModelForm) -> SafeString | str:
        """Return why this form may not be saved as it is; nothing when it may."""
        opened, now = _read(request.POST.get(AS_OPENED, "")), _of_form(form) | request.rows_now
        changed = [name for name, word in opened.items() if now.get(name, word) != word]
        if not changed or not (form.has_changed() or any(rows.has_changed() for rows in request.rows_sent)):
            return ""
        labels = {name: field.label for name, field in form.fields.items()}
        labels |= {rows.prefix: rows.model._meta.verbose_name_plural for rows in request.rows_sent}
        page = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[form.instance.pk])
        return format_html(
            "While you had this page open, somebody changed {}. Nothing of yours was saved; it is still in this "
            'form. Look at <a href="{}" target="_blank">the page as it is saved now</a>, take over what should '
            "stay, and save again: that replaces it.",
            get_text_list([f"“{capfirst(labels.get(name) or name)}”" for name in changed], "and"),
            page,
        )


def _of_form(form: forms.ModelForm) -> Seen:
    return {name: _word(form.initial.get(name)) for name, field in form.fields.items() if not field.disabled}


def _of_rows(rows: forms.BaseInlineFormSet) -> str:
    stored = [(row.pk, model_to_dict(row, fields=list(rows.form.base_fields))) for row in rows.get_queryset()]
    return _word([f"{key} {name} {value}" for key, row in stored for name, value in row.items()])


def _word(value: Any) -> str:
    """Return a word that differs when a stored value does."""
    if isinstance(value, list):
        value = sorted(str(one.pk if isinstance(one, Model) else one) for one in value)
    return sha256(str(value).encode()).hexdigest()[:12]


def _read(sent: str) -> Seen:
    """Return what a page said it was made from; whoever says nothing is not asked."""
    try:
        seen = json.loads(sent)
    except (ValueError, RecursionError):
        return {}
    return {str(name): str(word) for name, word in seen.items()} if isinstance(seen, dict) else {}


def _with_rows_begun_anew(data: QueryDict, prefix: str, there: set[str]) -> QueryDict:
    """Return the rows of a form with those last, and without a key, that are not stored any more."""
    try:
        total, initial = (int(data[f"{prefix}-{name}_FORMS"]) for name in ("TOTAL", "INITIAL"))
    except (KeyError, ValueError):
        return data
    if not 0 < initial <= total <= forms.formsets.DEFAULT_MAX_NUM:
        return data
    gone = [number for number in range(initial) if data.get(f"{prefix}-{number}-id") not in there]
    if not gone:
        return data
    order = [number for number in range(total) if number not in gone]
    # What both took off needs no word.
    order += [number for number in gone if f"{prefix}-{number}-DELETE" not in data]
    sent = data.copy()
    for name in data:
        if name.startswith(f"{prefix}-") and name.removeprefix(f"{prefix}-").partition("-")[0].isdecimal():
            del sent[name]
    for place, number in enumerate(order):
        before = f"{prefix}-{number}-"
        for name in data:
            if name.startswith(before):
                sent.setlist(f"{prefix}-{place}-{name.removeprefix(before)}", data.getlist(name))
        if number in gone:
            sent[f"{prefix}-{place}-id"] = ""
    sent[f"{prefix}-TOTAL_FORMS"] = str(len(order))
    sent[f"{prefix}-INITIAL_FORMS"] = str(initial - len(gone))
    return sent
