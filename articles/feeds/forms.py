"""The three forms in which a feed is written: RSS 2.0, Atom and JSON Feed 1.1."""

import json
import re
from datetime import UTC, datetime
from typing import IO, Any, NamedTuple
from xml.sax.xmlreader import AttributesImpl

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date
from django.utils.xmlutils import SimplerXMLGenerator

# What no XML holds, however it is written.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Of a feed without entries: nothing in it changed since before there was one.
NEVER = datetime(2000, 1, 1, tzinfo=UTC)


class Writer(NamedTuple):
    """Somebody who wrote an entry, and their page."""

    name: str
    address: str


class Picture(NamedTuple):
    """The picture of an entry."""

    address: str
    type: str
    width: int
    height: int
    alt_text: str


class _Careful(SyndicationFeed):
    """Takes any text, also what XML cannot hold, and says of an empty feed that it never changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*map(printable, args), **{key: printable(value) for key, value in kwargs.items()})

    def add_item(self, *args: Any, **kwargs: Any) -> None:
        """Add an entry; `writers`, `picture`, `content` and `language` are ours."""
        super().add_item(*map(printable, args), **{key: printable(value) for key, value in kwargs.items()})

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else NEVER


class Rss(_Careful, Rss201rev2Feed):
    """RSS 2.0, with the whole text, its writers and its picture where there are any."""

    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:media": "http://search.yahoo.com/mrss/",
        }

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for writer in item["writers"]:
            handler.addQuickElement("dc:creator", writer.name)
        if item["content"]:
            handler.addQuickElement("content:encoded", item["content"])
        if picture := item["picture"]:
            size = {"width": str(picture.width), "height": str(picture.height)}
            named = {"url": picture.address, "medium": "image", "type": picture.type, **size}
            handler.startElement("media:content", AttributesImpl(named))
            if picture.alt_text:
                handler.addQuickElement("media:description", picture.alt_text, {"type": "plain"})
            handler.endElement("media:content")


class Atom(_Careful, Atom1Feed):
    """Atom, as RFC 4287 has it."""

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        """Say in which language an entry is, where that is not the site's."""
        language = item["language"]
        return super().item_attributes(item) | ({"xml:lang": language} if language else {})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for writer in item["writers"]:
            handler.startElement("author", AttributesImpl({}))
            handler.addQuickElement("name", writer.name)
            handler.addQuickElement("uri", writer.address)
            handler.endElement("author")
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html"})
        if picture := item["picture"]:
            handler.addQuickElement(
                "link", "", {"rel": "enclosure", "href": picture.address, "type": picture.type}
            )


class JsonFeed(_Careful, SyndicationFeed):
    """JSON Feed 1.1."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: IO[str], encoding: str) -> None:
        """Write the feed and all its entries."""
        feed = self.feed
        data = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed["title"],
            "home_page_url": feed["link"],
            "feed_url": feed["feed_url"],
            "description": feed["description"],
            "language": feed["language"],
            "authors": [{"name": feed["author_name"], "url": feed["author_link"]}],
            "items": [_json_item(item) for item in self.items],
        }
        text = json.dumps(_without_nothing(data) | {"items": data["items"]}, ensure_ascii=False)
        # As Django's own: bytes go to an answer, text to whoever asks for it.
        outfile.write(text.encode(encoding) if encoding else text)  # type: ignore[arg-type]


def _json_item(item: dict[str, Any]) -> dict[str, Any]:
    picture: Picture | None = item["picture"]
    updated = item["updateddate"]
    return _without_nothing(
        {
            "id": item["unique_id"],
            "url": item["link"],
            "title": item["title"],
            "content_html": item["content"],
            "content_text": "" if item["content"] else item["summary"],
            "summary": item["summary"] if item["content"] else "",
            "image": picture.address if picture else "",
            "date_published": rfc3339_date(item["pubdate"]),
            "date_modified": rfc3339_date(updated) if updated else "",
            "authors": [{"name": writer.name, "url": writer.address} for writer in item["writers"]],
            "tags": list(item["categories"]),
            "language": item["language"],
            "attachments": [{"url": picture.address, "mime_type": picture.type}] if picture else [],
        }
    )


def _without_nothing(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value}


def printable(value: Any) -> Any:
    """Return a value of which every text can stand in XML."""
    if isinstance(value, str):
        return _NOT_XML.sub("", value)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*map(printable, value))
    return [printable(one) for one in value] if isinstance(value, (list, tuple)) else value


class Form(NamedTuple):
    """A form of feeds: who writes it, its type, and what follows the address of the page that it follows."""

    generator: type[SyndicationFeed]
    type: str
    ending: str


RSS, ATOM, JSON = "rss", "atom", "json"
FORMS = {
    RSS: Form(Rss, "application/rss+xml", "feed/"),
    ATOM: Form(Atom, "application/atom+xml", "feed/atom/"),
    JSON: Form(JsonFeed, "application/feed+json", "feed.json"),
}
