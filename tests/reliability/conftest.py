"""What the tests of the promises share."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.models import Story
from tests.stories import bring_to, write

Desk = Callable[[User], Client]


@pytest.fixture
def client() -> Client:
    """A browser that shows the answer to a request that failed, as a real one does."""
    return Client(raise_request_exception=False)


@pytest.fixture
def desk_browser(client: Client) -> Desk:
    """Log somebody in to the browser above."""

    def login(user: User) -> Client:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return login


@pytest.fixture
def live(reporter: User, editor: User) -> Story:
    """A story that readers see."""
    return bring_to("live", write("The bridge opens", by=reporter), by=editor)
