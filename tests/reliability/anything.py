"""What may be sent to a web site, drawn by chance: addresses, headers, bodies, and its own forms changed."""

import random
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

from django.conf import settings
from django.http import HttpResponse
from django.urls import URLResolver, get_resolver

from tests.desk.pictures import a_picture
from tests.reliability.test_e_hostile_input import BYTES, DESK, NUMERALS, PUBLIC, WORDS

MOMENTS = [
    "0001-01-01", "0001-01-01T00:00", "9999-12-31", "9999-12-31T23:59:59.999999", "2026-02-30", "2026-03-29T02:30", "1899-12-31T23:59",
    "2026-10-25T02:30", "24:00", "00:00", "23:59:60", "12:00\n", "2026-W10", "+262142-01-01", "0000-01-01", "9999-12-31T23:59-14:00",
]  # fmt: skip
TEXTS = [
    *NUMERALS, *WORDS, *MOMENTS, "", " ", "\0", "a\0b", "\ud800", "\udfff\ud800", "\ufffe", "\u202e", "e\u0301" * 300, "😀" * 60,
    "x" * 101, "x" * 256, "x" * 5000, "<p>" * 2000, "&#0;&#xD800;&#x110000;", "<![CDATA[", "<!--", "a\r\nb", "\x0b\x1f\x7f\x85\u2028",
    "[[[[", '{"a":{"b":[1,2', "[]", "[1]", "null", '"x"', "on", "1,2,3", ",,,", "1\n2", "http://[", "http://[::1", "https://ex ample.org",
    "//", "///", "javascript:alert(1)", "http://xn--/", "http://" + "a" * 300 + ".example", "mailto:", "ftp://x", "x@y", "https://example.org:99999/",
    "00000000-0000-0000-0000-000000000000", "zz", "en", "sr-Latn", "%s%n%d", "{0}{a.b}", "ı", "İ", "ß", "ﬃ", "１", "\u200b", "\u00ad",
]  # fmt: skip
HEADERS = [
    "Accept", "Accept-Language", "Accept-Encoding", "If-None-Match", "If-Modified-Since", "If-Match", "If-Unmodified-Since", "If-Range",
    "Range", "Referer", "Origin", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "Forwarded",
    "X-Original-URL", "X-Rewrite-URL", "X-HTTP-Method-Override", "Content-Encoding", "Transfer-Encoding", "Content-Type",
    "Authorization", "X-Requested-With", "Sec-Fetch-Site", "User-Agent", "Cookie", "Host", "Via", "X-Real-IP", "Expect", "TE", "Upgrade",
]  # fmt: skip
HEADER_VALUES = [
    "", "*", '"', 'W/"', '"a", "b",,', "x" * 9000, "\xff\xfe", "Thu, 99 Jan 99999 99:99:99 GMT", "Thu, 01 Jan 1970 00:00:00", "0", "-1",
    "bytes=0-", "bytes=-", "bytes=9-1", "bytes=0-0," * 200, "bytes=99999999999999999999-", "evil.example", "evil.example:99999", "a b",
    "[::1", "127.0.0.1:abc", "de;q=NaN,*;q=9", "de-" * 400, "gzip;q=x", "text/html;level=1;q=\u00b2".encode().decode("latin-1"), "https",
    "sessionid=\x01; csrftoken=;;=", "messages=[[[[", "multipart/form-data", "multipart/form-data; boundary=x", "application/json; charset=nope",
    "same-origin", "Basic ///", "GET", "chunked", "for=;proto=x", "\t",
]  # fmt: skip
METHODS = ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "GE T", "x" * 200]
TYPES = [
    "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-16",
    "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=x", "application/json", "text/plain", "", "x",
    "multipart/form-data; boundary=x; charset=utf-7",
]  # fmt: skip
BODIES = [
    b"", b"\0", b"\xff\xfe", b"a=%FF%00&b=%ED%A0%80", b"--x\r\n{", b"=" * 10_000, b"&" * 30_000, b"{}", b"[]", b"null", b"[" * 100_000,
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="\xff\0"\r\n\r\n\r\n--x--\r\n',
    b'--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--\r\n',
    b'--x\r\nContent-Disposition: form-data\r\n\r\nq\r\n--x--', b"a=" + b"x" * 13_000_000, b"&".join(b"a%d=1" % n for n in range(20_100)),
]  # fmt: skip

FILES = [
    a_picture().getvalue(),
    b"",
    b"\xff\xfe\0",
    b"name,slug\n=1,2\n",
    b"[" * 99_999,
    b"GIF89a",
    b"WEBVTT\n\n00:00.000 --> x",
]
FILE_NAMES = [
    "a.jpg",
    "..",
    "x" * 300 + ".png",
    "a.csv",
    "a\0b",
    "a.vtt",
    "a.json",
    ".srt",
    "a/../b.txt",
    "\u202egnp.exe",
    '";x="',
]


@dataclass
class Form:
    """A form as it stands on a page."""

    id: str | None
    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Forms(HTMLParser):
    """Collects every form of a page, with all fields and buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._select = self._textarea = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name")
        if tag == "form":
            self._open = Form(given.get("id"), given.get("action") or "", given.get("method", "get").lower())
            self.forms.append(self._open)
        named = (one for one in self.forms if one.id and one.id == given.get("form"))
        form = next(named, self._open)
        if form is None:
            return
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            form.fields.append((self._select, given.get("value") or ""))
        elif tag == "textarea" and name:
            self._textarea = name
            form.fields.append((name, ""))
        elif tag == "button" and name:
            form.buttons.append((name, given.get("value") or ""))
        elif tag == "input" and name:
            (form.buttons if given.get("type") == "submit" else form.fields).append(
                (name, given.get("value") or "")
            )

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._textarea = None

    def handle_data(self, data: str) -> None:
        if self._textarea and self._open:
            name, text = self._open.fields[-1]
            self._open.fields[-1] = (name, text + data)


def forms_of(page: HttpResponse) -> list[Form]:
    parser = _Forms()
    parser.feed(page.content.decode())
    return parser.forms


def every_address() -> list[tuple[str, list[str]]]:
    """Return each address of the site as a text with places, and what the places are called."""
    found: list[tuple[str, list[str]]] = []

    def walk(resolver: URLResolver, prefix: str) -> None:
        for name in {name for name in resolver.reverse_dict if isinstance(name, str)}:
            for ways, *_ in resolver.reverse_dict.getlist(name):
                found.extend((f"/{prefix}{text}", [*places]) for text, places in ways)
        for inner_prefix, inner in resolver.namespace_dict.values():
            walk(inner, prefix + inner_prefix)

    walk(get_resolver(), "")
    return sorted(found)


def names_asked() -> list[str]:
    """Return the names of fields and parameters that the program asks for, and those that Django does."""
    sources = "\n".join(path.read_text() for path in Path(settings.BASE_DIR / "articles").rglob("*.py"))
    found = re.findall(r'(?:GET|POST|data|sent|asked)(?:\.get|\.getlist|\.pop)?[\(\[]"([\w-]+)"', sources)
    constants = re.findall(r'^_?[A-Z_]+ = "([a-z_-]{1,30})"$', sources, re.MULTILINE)
    return sorted(
        {
            *found,
            *constants,
            *DESK,
            *PUBLIC,
            "_save",
            "_continue",
            "_addanother",
            "_saveasnew",
            "_to_field",
            "next",
            "_move",
            "action",
        }
    )


class Stream:
    """Makes one request after the other out of a seed."""

    def __init__(self, seed: int, rows: dict[str, Any]) -> None:
        self.random = random.Random(seed)
        self.rows = rows
        self.addresses = every_address()
        self.names = names_asked()

    def text(self) -> str:
        return self.random.choice(TEXTS)

    def path(self) -> str:
        chance = self.random
        if chance.random() < 0.03:
            return "/" + "/".join(
                quote(chance.choice(TEXTS), errors="surrogatepass", safe="%") or "x"
                for _ in range(chance.randint(1, 4))
            )
        text, params = chance.choice(self.addresses)
        values = {}
        noun = re.search(r"articles/(\w+)/|auth/(\w+)/", text)
        row = self.rows.get(noun and (noun[1] or noun[2])) if noun else None
        for name in params:
            values[name] = self.argument(name, row, text)
        filled = text % {
            name: quote(str(value), safe="%") if "%" not in str(value) else value
            for name, value in values.items()
        }
        if chance.random() < 0.04:
            filled = filled.rstrip("/") + chance.choice(
                ["", "//", "/%0a", "%00", ";x", "/.", "?", "%2f", ".json"]
            )
        return filled

    def argument(self, name: str, row: Any, text: str) -> Any:
        chance = self.random
        if chance.random() < 0.12:
            return chance.choice(
                [*BYTES, *(quote(one, errors="surrogatepass") for one in TEXTS if one and len(one) < 400)]
            )
        if "slug" in name or name in {"subject", "letters"}:
            slugs = [one.slug for one in self.rows.values() if getattr(one, "slug", "")]
            return chance.choice([*slugs, "a", "x", "bridges", "vjosa-dema"])
        if name == "uuid" or "uuid" in name:
            return chance.choice(
                [one.uuid for one in self.rows.values() if getattr(one, "uuid", None)] + [uuid4()]
            )
        if name == "year":
            return chance.choice(["2026", "1000", "9999", "2025"])
        if name in {"month", "day"}:
            return chance.choice(["01", "11", "12", "22", "31", "30"])
        if name == "kind":
            return chance.choice(["stories", "people", "x", "tags", "csv"])
        if row is not None and chance.random() < 0.85:
            return row.pk
        return chance.choice([1, 2, 3, 999999, 10**18, 10**17])

    def query(self) -> str:
        chance = self.random
        if chance.random() < 0.3:
            return ""
        parts = []
        for _ in range(chance.randint(1, 5)):
            name = (
                chance.choice(self.names)
                if chance.random() < 0.95
                else quote(self.text(), errors="surrogatepass")
            )
            value = (
                chance.choice(BYTES) if chance.random() < 0.2 else quote(self.text(), errors="surrogatepass")
            )
            parts.append(f"{name}={value}")
        return "&".join(parts)

    def headers(self) -> dict[str, str]:
        chance = self.random
        if chance.random() < 0.6:
            return {}
        return {chance.choice(HEADERS): chance.choice(HEADER_VALUES) for _ in range(chance.randint(1, 3))}

    def changed(self, form: Form) -> list[tuple[str, str]]:
        chance = self.random
        fields = [
            (name.replace("__prefix__", str(chance.randint(0, 2))), value) for name, value in form.fields
        ]
        if form.buttons and chance.random() < 0.8:
            fields.append(chance.choice(form.buttons))
        for _ in range(chance.choice([0, 1, 1, 2, 3, 8, 30])):
            if not fields:
                break
            place = chance.randrange(len(fields))
            name, value = fields[place]
            match chance.randrange(7):
                case 0:
                    fields.pop(place)
                case 1:
                    fields.insert(place, (name, self.text()))
                case 2:
                    fields[place] = (name + chance.choice(["", "-0", "[]", "\0", "-x"]), value)
                case 3:
                    other = chance.choice(fields)
                    fields[place] = (name, other[1])
                case 4:
                    management = [n for n, (one, _) in enumerate(fields) if one.endswith("_FORMS")]
                    if management:
                        at = chance.choice(management)
                        fields[at] = (
                            fields[at][0],
                            chance.choice(["", "-1", "0", "3", "1000", "9" * 40, "x", "1.5", "\0"]),
                        )
                case _:
                    fields[place] = (name, self.text())
        if chance.random() < 0.1:
            fields += [(chance.choice(self.names), self.text()) for _ in range(3)]
        return fields

    def with_files(self, fields: list[tuple[str, str]]) -> dict[str, Any]:
        """Return the fields as the test client takes them, with files."""
        data: dict[str, Any] = {}
        for name, value in fields:
            data.setdefault(name.replace("\0", "") or "x", []).append(
                value.encode("utf-8", "replace").decode()
            )
        for name in ("file", "evidence"):
            data[name] = BytesIO(self.random.choice(FILES))
            data[name].name = self.random.choice(FILE_NAMES)
        return data


def encoded(fields: list[tuple[str, str]]) -> bytes:
    return urlencode(fields, errors="surrogatepass").encode()
