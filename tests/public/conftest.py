"""What tests of the readers' site need beyond the people."""

import io

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from PIL import Image as Picture

from articles.models import Image
from tests.public.searching import live
from tests.stories import a_section


@pytest.fixture
def a_picture(db: None) -> Image:
    """Return a picture in the newsroom's library."""
    drawn = io.BytesIO()
    Picture.new("RGB", (60, 40), "teal").save(drawn, "PNG")
    return Image.objects.create(
        file=ContentFile(drawn.getvalue(), name="bridge.png"),
        title="Bridge at dusk",
        alt_text="A bridge, half built",
        caption="The bridge in March.",
        credit="Photo: Drita Shala",
    )


@pytest.fixture
def whoever_finds(request: pytest.FixtureRequest) -> None:
    """Ask the search engine where there is one, else the database: the answers are the same."""
    if settings.SEARCH_ENGINE:
        request.getfixturevalue("search_engine")


@pytest.fixture
def town(editor: User, whoever_finds: None) -> None:
    """Publish three stories that tell the rules apart, and let whoever finds them know."""
    live("Old bridge falls", editor, body="<p>It fell into the river at night.</p>", tags=["Bridges"])
    live(
        "River floods the town",
        editor,
        body="<p>The old bridge stands. A mayor spoke of Priština.</p>",
        tags=["Floods"],
        author="Mira Toska",
        section=a_section("Weather"),
        kind="analysis",
    )
    live("A school opens", editor, body="<p>Children came to the bridge that is old.</p>", quotes=(), tags=[])
