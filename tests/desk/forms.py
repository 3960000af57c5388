"""What a browser would send: the fields of a page's form as they stand, and changes on top."""

from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client

Fields = dict[str, list[str]]


class _Form(HTMLParser):
    """Collects the fields of the form with an id."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id = form_id
        self.inside = False
        self.fields: Fields = {}
        self.buttons: list[tuple[str, str]] = []
        self._select = self._textarea = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        name = given.get("name")
        if not self.inside or "disabled" in given:
            return
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self._add(self._select, given.get("value") or "")
        elif tag == "textarea":
            self._textarea = name
            self._add(name, "")
        elif tag == "button" and name:
            self.buttons.append((name, given.get("value") or ""))
        elif tag == "input" and name:
            kind = given.get("type", "text")
            if kind in {"checkbox", "radio"}:
                if "checked" in given:
                    self._add(name, given.get("value") or "on")
            elif kind not in {"submit", "button", "file"}:
                self._add(name, given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._textarea = None

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.fields[self._textarea][-1] += data

    def _add(self, name: str | None, value: str) -> None:
        if name:
            self.fields.setdefault(name, []).append(value)


def form_of(response: HttpResponse, form_id: str = "story_form") -> Fields:
    """Return the fields of a form as a browser would send them."""
    parser = _Form(form_id)
    parser.feed(response.content.decode())
    # The first line end of a text area is not part of its text; templates write one.
    text = {
        name: [value.removeprefix("\n").removeprefix("\r\n") for value in values]
        for name, values in parser.fields.items()
    }
    return {name: values for name, values in text.items() if "__prefix__" not in name}


def buttons_of(response: HttpResponse, form_id: str = "story_form") -> list[str]:
    """Return the verbs of the moves that the page offers."""
    parser = _Form(form_id)
    parser.feed(response.content.decode())
    return [value for name, value in parser.buttons if name == "_move"]


def opened(client: Client, address: str, form_id: str = "story_form") -> Fields:
    """Open a page and return its form."""
    response = client.get(address)
    assert response.status_code == 200, response.content[:500]
    return form_of(response, form_id)


def add_row(fields: Fields, prefix: str, **values: Any) -> Fields:
    """Add a row below the form, as its "Add another" button does."""
    number = int(fields[f"{prefix}-TOTAL_FORMS"][0])
    row = {f"{prefix}-{number}-{name}": [str(value)] for name, value in values.items()}
    return {**fields, f"{prefix}-TOTAL_FORMS": [str(number + 1)], **row}


def send(client: Client, address: str, fields: Fields, **changes: Any) -> HttpResponse:
    """Send a form with changes; `None` leaves a field out."""
    changed = {name: value if isinstance(value, list) else [value] for name, value in changes.items()}
    data = {name: values for name, values in {**fields, **changed}.items() if values != [None]}
    return client.post(address, data)


def said(response: HttpResponse) -> str:
    """Return what the page says to the person, as one text."""
    context = response.context
    messages = [str(message) for message in (context or {}).get("messages", [])]
    return " ".join(messages)
