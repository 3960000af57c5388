"""The field for a story's tags: one name a line; a script turns the lines into a box that looks names up.

Lines and not commas, because a name may hold a comma, and because a list can be pasted.
"""

import re
from typing import Any

from django import forms
from django.db.models import Q
from django.urls import reverse

from articles.models import Tag
from articles.tagging import NameNotPossible, check_name
from articles.text import clean_name, name_key

MOST_TAGS = 40
_LINE_END = re.compile(r"\r\n|\r|\n")


class TagNamesWidget(forms.Textarea):
    """Names, one a line. `may_approve` is whether a new name is a tag at once, or one that is proposed."""

    def __init__(self, *, may_approve: bool = False) -> None:
        super().__init__({"rows": 4, "autocomplete": "off", "class": "tag-names"})
        self.may_approve = may_approve

    def build_attrs(self, base_attrs: dict, extra_attrs: dict | None = None) -> dict:
        """Tell the script where names are looked up."""
        return {
            **super().build_attrs(base_attrs, extra_attrs),
            "data-lookup": reverse("admin:articles_tag_names"),
            "data-list": reverse("admin:articles_tag_list"),
            "data-new": "New tag" if self.may_approve else "Propose",
        }

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Return the lines that are not blank, also of several fields of this name."""
        sent = data.getlist(name) if hasattr(data, "getlist") else [data.get(name) or ""]
        return [line for text in sent for line in _LINE_END.split(text) if line.strip()]

    def format_value(self, value: Any) -> str:
        """Return the names as lines."""
        return "\n".join(value or [])


class TagNamesField(forms.Field):
    """The names of a story's tags: each in its one form, aliases led to the tag that is meant."""

    def clean(self, value: Any) -> list[str]:
        """Return the names, each once."""
        names, problems = [], []
        for name in value or []:
            try:
                names.append(check_name(name))
            except NameNotPossible as problem:
                problems.append(str(problem))
        if len(names) > MOST_TAGS:
            problems.append(f"A story has at most {MOST_TAGS} tags; these are {len(names)}.")
        if problems:
            raise forms.ValidationError(problems)
        return _as_known(names)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether these are other tags, whatever their order and spelling."""
        return {name_key(name) for name in initial or []} != {
            name_key(name) for name in _as_known([clean_name(name) for name in data or []])
        }


def _as_known(names: list[str]) -> list[str]:
    """Return the names of the tags that are meant: an alias or another spelling leads to its tag."""
    keys = [name_key(name) for name in names]
    known: dict[str, str] = {}
    for tag in (
        Tag.objects.current()
        .filter(Q(key__in=keys) | Q(aliases__key__in=keys))
        .distinct()
        .prefetch_related("aliases")
    ):
        known |= {alias.key: tag.name for alias in tag.aliases.all()} | {tag.key: tag.name}
    return list(dict.fromkeys(known.get(key, name) for key, name in zip(keys, names, strict=True)))
