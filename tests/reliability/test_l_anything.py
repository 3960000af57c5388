"""Anything, sent to any address by anybody: a seeded stream of requests that nobody thought of."""

import os
import time
import traceback
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.signals import got_request_exception
from django.http import HttpResponse
from django.test import Client

from tests.desk.test_every_page import PEOPLE, newsroom  # noqa: F401
from tests.reliability.anything import BODIES, METHODS, TYPES, Stream, encoded, forms_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.thorough]

# FUZZ_SEEDS=5,6,7 FUZZ_REQUESTS=5000 for a long run.
SEEDS = [int(seed) for seed in os.environ.get("FUZZ_SEEDS", "1").split(",")]
REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "200"))
MOST_SECONDS = 5
FORM = "application/x-www-form-urlencoded"


class Asker:
    """Sends requests as one person or another, and keeps a record of those that were answered badly."""

    def __init__(self, people: dict[str, User]) -> None:
        self.people = people
        self.browsers: dict[str, Client] = {}
        self.badly: list[str] = []
        self.raised = ""

    def browser(self, who: str) -> Client:
        if who not in self.browsers:
            self.browsers[who] = Client(raise_request_exception=False)
            # Somebody may have been made inactive, or deleted, on the way.
            if who in self.people and User.objects.filter(pk=self.people[who].pk, is_active=True).exists():
                self.browsers[who].force_login(
                    self.people[who], backend="django.contrib.auth.backends.ModelBackend"
                )
        return self.browsers[who]

    def note(self, **named: Any) -> None:
        self.raised = traceback.format_exc(limit=-8)

    def ask(
        self,
        who: str,
        method: str,
        path: str,
        query: str = "",
        body: bytes | dict[str, Any] = b"",
        kind: str = FORM,
        headers: dict[str, str] | None = None,
    ) -> HttpResponse:
        address = {"PATH_INFO": unquote_to_bytes(path).decode("latin-1"), "QUERY_STRING": query}
        # The test client reads these two as a server would never hand them on.
        began, self.raised = time.process_time(), ""
        if isinstance(body, dict):
            answer = self.browser(who).post("/", body, headers=headers, **address)
        else:
            answer = self.browser(who).generic(
                method, "/", body, content_type=kind, headers=headers, **address
            )
        spent = time.process_time() - began
        if answer.status_code >= 500 or spent > MOST_SECONDS:
            told = f"{who} {method} {path}?{query} {kind} {str(body)[:2000]} {headers}"
            self.badly.append(f"{answer.status_code} after {spent:.1f} s: {told}\n{self.raised}")
        if "/login/" in answer.headers.get("Location", ""):
            self.browsers.pop(who, None)
        return answer


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_that_is_sent_makes_a_failure(
    seed: int,
    newsroom: dict[str, Any],  # noqa: F811
    request: pytest.FixtureRequest,
) -> None:
    people = {name: request.getfixturevalue(name) for name in PEOPLE}
    asker, stream = Asker(people), Stream(seed, newsroom)
    chance = stream.random
    got_request_exception.connect(asker.note)

    for _ in range(REQUESTS):
        who, path, way = chance.choice([*PEOPLE, "nobody"]), stream.path(), chance.random()
        if way < 0.4:
            asker.ask(who, "GET", path, stream.query(), headers=stream.headers())
        elif way < 0.5:
            asker.ask(who, chance.choice(METHODS), path, stream.query(), headers=stream.headers())
        elif way < 0.58:
            body, kind = chance.choice(BODIES), chance.choice(TYPES)
            asker.ask(who, "POST", path, stream.query(), body, kind, stream.headers())
        else:
            send_a_form(asker, stream, who, path)

    got_request_exception.disconnect(asker.note)
    assert not asker.badly, f"{len(asker.badly)}\n" + "\n".join(asker.badly[:25])
    call_command("verify_integrity")


def send_a_form(asker: Asker, stream: Stream, who: str, path: str) -> None:
    """Send what stands on a page, changed; where there is no form, fields that the program asks for."""
    chance = stream.random
    page = asker.ask(who, "GET", path)
    forms = forms_of(page) if page.status_code == 200 and "text/html" in page["Content-Type"] else []
    forms = [form for form in forms if form.method == "post" and "logout" not in form.action]
    if not forms:
        fields = [(chance.choice(stream.names), stream.text()) for _ in range(6)]
        asker.ask(who, "POST", path, body=encoded(fields))
        return
    form = max(forms, key=lambda one: len(one.fields)) if chance.random() < 0.7 else chance.choice(forms)
    to = form.action if form.action.startswith("/") and chance.random() < 0.8 else path
    # What a page's scripts send goes to other addresses.
    to = stream.path() if chance.random() < 0.2 else to.partition("?")[0]
    for _ in range(3):
        fields = stream.changed(form)
        if chance.random() < 0.15:
            asker.ask(who, "POST", to, body=stream.with_files(fields))
        else:
            asker.ask(who, "POST", to, stream.query() if chance.random() < 0.1 else "", encoded(fields))
