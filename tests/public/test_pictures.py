"""Pictures as readers' browsers are offered them, and what has no address at all."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from articles.models import Author, Image
from tests.desk.pictures import in_library
from tests.public import site

SRCSET = re.compile(r"(/media/\S+) (\d+)w")
PICTURE = re.compile(r"<picture>.*?</picture>", re.DOTALL)


@pytest.fixture
def shown(editor: User) -> Image:
    """A picture at the head of two live stories, and of their author."""
    image = in_library((2000, 1000), focal_x=0.9, focal_y=0.1)
    site.publish(2, by=editor, lead_image=image)
    Author.objects.update(photo=image)
    image.refresh_from_db()
    return image


def picture_on(reader: Client, address: str) -> str:
    found = PICTURE.search(site.text(reader.get(address)))
    assert found, address
    return found[0]


@pytest.mark.thorough
def test_a_browser_is_offered_every_format_and_size_and_each_is_there(reader: Client, shown: Image) -> None:
    picture = picture_on(reader, f"/stories/{site.Story.objects.first().slug}/")

    assert re.findall(r'type="(\S+)"', picture) == ["image/avif", "image/webp"]
    assert f'<img src="{shown.jpeg}"' in picture
    assert 'width="2000" height="1000"' in picture
    assert 'fetchpriority="high"' in picture
    assert "lazy" not in picture
    assert "focus-x4 focus-y0" in picture
    offered = SRCSET.findall(picture)
    assert [int(width) for _, width in offered] == [*(320, 640, 960, 1440, 1920) * 2, 640, 1280]
    types = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
    for address, _ in offered:
        response = reader.get(address)
        assert response.status_code == 200, address
        assert response["Content-Type"] == types[address.rpartition(".")[2]]
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Cache-Control"] == "public, max-age=31536000, immutable"
        assert not response.cookies
        assert reader.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 304


@pytest.mark.thorough
def test_each_place_says_how_wide_the_picture_stands_there(
    reader: Client, shown: Image, editor: User
) -> None:
    # With fewer stories, the front page is like a section's.
    site.publish(2, by=editor, lead_image=shown)
    story = site.Story.objects.first()
    places = ("/", "/sections/world/", f"/stories/{story.slug}/", "/authors/arben-kelmendi/")

    sizes = [re.search(r'sizes="([^"]+)"', picture_on(reader, place))[1] for place in places]

    assert len({*sizes}) == len(places)
    assert sizes[-1] == "9rem"


@pytest.mark.thorough
def test_no_reader_waits_for_a_picture_to_be_drawn(reader: Client, shown: Image) -> None:
    before = {path: path.stat().st_mtime_ns for path in Path(settings.MEDIA_ROOT).rglob("*")}

    site.crawl(reader, site.known_addresses())

    assert {path: path.stat().st_mtime_ns for path in Path(settings.MEDIA_ROOT).rglob("*")} == before


@pytest.mark.thorough
def test_search_engines_are_led_to_a_large_jpeg(reader: Client, shown: Image) -> None:
    page = site.text(reader.get(f"/stories/{site.Story.objects.first().slug}/"))

    assert f'<meta property="og:image" content="{settings.SITE_URL}{shown.folder and shown.jpeg}">' in page
    assert shown.jpeg.endswith("/1280.jpg")
    assert '<meta property="og:image:width" content="1280">' in page
    assert '<meta property="og:image:height" content="640">' in page


@pytest.mark.thorough
def test_the_original_has_no_address(reader: Client, shown: Image) -> None:
    original = f"/media/{shown.file.name}"
    assert reader.get(original).status_code == 404
    answers = site.crawl(reader, site.known_addresses())
    assert not any("original." in answer.content.decode() for answer in answers.values())


@pytest.mark.parametrize(
    "name", ["page.html", "run.svg", "run.svgz", "a.php.png", "a.js", "a.pdf", "noextension", ".hidden.png"]
)
@pytest.mark.django_db
def test_only_pictures_are_given_out_whatever_lies_there(reader: Client, name: str) -> None:
    default_storage.save(f"images/{name}", ContentFile(b"<script>alert(1)</script>"))

    for way in ("", "%2e/", "./"):
        assert reader.get(f"/media/images/{way}{name}").status_code == 404


@pytest.mark.django_db
def test_pictures_are_only_read(reader: Client) -> None:
    image = in_library()
    for method in ("post", "put", "delete", "patch"):
        assert getattr(reader, method)(image.jpeg).status_code == 404
    assert reader.head(image.jpeg).status_code == 200


@pytest.mark.django_db
@pytest.mark.thorough
def test_a_picture_that_is_not_drawn_yet_leaves_no_broken_one(reader: Client, shown: Image) -> None:
    Image.objects.update(renditions="")

    page = site.text(reader.get("/authors/arben-kelmendi/"))

    assert "<img" not in page
