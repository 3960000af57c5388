"""Form fields of the desk."""

import re
import uuid
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.contrib.auth.models import User
from django.db.models import Model
from django.templatetags.static import static
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import AdminProseEditorWidget

from articles.admin.taken_off import taken_off
from articles.keys import LONGEST_KEY, sent_key
from articles.languages import language_code, language_name
from articles.models.transition import name_of
from articles.sanitising import MAX_BODY_LENGTH, clean_body

# What the editor offers. What is kept is decided by `sanitising.clean_body`, whatever was sent.
EDITOR = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HardBreak": True,
    "Link": {"enableTarget": False},
    "Image": True,
    # Our own, in static/desk/editor.js.
    "PullQuote": True,
    "StoryFigure": True,
    "StoryCaption": True,
    "StoryToolbar": True,
    # Ours stands in for it: theirs cannot be reached from the keyboard.
    "Menu": False,
    "NoSpellCheck": False,
}
_LINE_END = re.compile(r"\s*[\r\n]+\s*")


class Lines(forms.CharField):
    """Text of several lines, which a browser sends with other line ends than it was given."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """Return the text with plain line ends."""
        return super().to_python(value).replace("\r\n", "\n")


class OneLine(forms.CharField):
    """One line of text in a field that grows with it."""

    widget = forms.Textarea(attrs={"rows": 1})

    def to_python(self, value: Any) -> str:
        """Return the text on one line."""
        return _LINE_END.sub(" ", super().to_python(value))


class BodyWidget(AdminProseEditorWidget):
    """The editor, with our own parts loaded into it."""

    def get_config(self) -> dict[str, Any]:
        """Name the module with our parts; it is found under its collected name."""
        return {**super().get_config(), "js_modules": [static("desk/editor.js")]}


class BodyField(ProseEditorFormField):
    """A story's text. Cleaned here already, so that the person is told what was taken off."""

    widget = BodyWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(extensions=EDITOR, widget=BodyWidget(), **kwargs)
        self.taken_off: list[str] = []
        self._last = ("", "")

    def to_python(self, value: Any) -> str:
        """Return the text with plain line ends, and without what no text holds."""
        return super().to_python(value).replace("\x00", "").replace("\r\n", "\n")

    def clean(self, value: Any) -> str:
        """Return the body with only the markup that stories have."""
        text = forms.CharField.clean(self, value)
        if len(text) > MAX_BODY_LENGTH:
            raise forms.ValidationError(
                f"The body has {len(text):,} characters; at most {MAX_BODY_LENGTH:,} are taken. "
                "Nothing was saved; your text is still here."
            )
        cleaned = self._cleaned(text)
        self.taken_off = taken_off(text, cleaned)
        return cleaned

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the words or their markup differ, line ends aside."""
        sent = self.to_python(data)
        return len(sent) > MAX_BODY_LENGTH or clean_body(initial or "") != self._cleaned(sent)

    def _cleaned(self, text: str) -> str:
        # Asked twice for one form; a hostile text takes a second to clean.
        if self._last[0] != text:
            self._last = (text, clean_body(text))
        return self._last[1]


class LanguageField(forms.CharField):
    """A language by its name, or by its code; the code is kept. The page holds a list of names, `languages`."""

    widget = forms.TextInput(attrs={"list": "languages"})

    def prepare_value(self, value: Any) -> Any:
        """Show the name of what is kept."""
        return language_name(value) or value if isinstance(value, str) else value

    def to_python(self, value: Any) -> str:
        """Return the code of what was said."""
        said = super().to_python(value)
        if said and not (code := language_code(said)):
            raise forms.ValidationError("There is no language of this name. Choose one from the list.")
        return code if said else ""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether it is another language, whichever way it was said."""
        said = str(data or "")
        return (language_code(said) or said) != (initial or "")


class RowKey(forms.UUIDField):
    """What a row is known by from the moment it is begun; anything else gets a new one."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> uuid.UUID | None:
        """Return the key, or None for what is none."""
        try:
            return super().to_python(value)
        except forms.ValidationError:
            return None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """A row is not changed by the key it bears."""
        return False


class Place(forms.IntegerField):
    """A row's place among the others; a row that was never moved has none to say."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the row was moved."""
        return data not in {None, "", "0"} and super().has_changed(initial, data)


def keys_in(value: list[str]) -> list[str]:
    """Return what could be a row's key; a database would stumble over the rest."""
    return [key for key in value if sent_key(key)]


class LookUp(AutocompleteSelect):
    """Looks things up as one types; what is no row's key is shown as nothing chosen."""

    def optgroups(self, name: str, value: list[str], attr: dict | None = None) -> list:
        """Return what is chosen as the only options."""
        return super().optgroups(name, keys_in(value), attr)


class LookUpMany(AutocompleteSelectMultiple):
    """The same for many."""

    def optgroups(self, name: str, value: list[str], attr: dict | None = None) -> list:
        """Return what is chosen as the only options."""
        return super().optgroups(name, keys_in(value), attr)


class Several(forms.ModelMultipleChoiceField):
    """Several rows by their keys; SQLite fails on a key that no row can have."""

    def clean(self, value: Any) -> Any:
        """Return the rows, or say which key is none."""
        for key in value or ():
            if str(key).lstrip("-").isdecimal() and len(str(key)) > LONGEST_KEY:
                raise forms.ValidationError(
                    self.error_messages["invalid_pk_value"],
                    code="invalid_pk_value",
                    params={"pk": str(key)[:40]},
                )
        return super().clean(value)


class RememberingSelect(LookUp):
    """Looks things up as one types; knows what is chosen already without asking the database."""

    chosen: Model | None = None

    def optgroups(self, name: str, value: list[str], attr: dict | None = None) -> list:
        """Return the chosen one as the only option."""
        value = keys_in(value)
        if self.chosen is None or value != [str(self.chosen.pk)]:
            return super().optgroups(name, value, attr)
        empty = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        return [
            (None, [*empty, self.create_option(name, self.chosen.pk, str(self.chosen), True, len(empty))], 0)
        ]


class Colleague(forms.ModelChoiceField):
    """Somebody by their full name."""

    def label_from_instance(self, obj: User) -> str:
        """Return what the menu shows."""
        return name_of(obj)
