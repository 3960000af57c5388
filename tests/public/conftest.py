"""What tests of the readers' site need beyond the people."""

import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image as Picture

from articles.models import Image


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
