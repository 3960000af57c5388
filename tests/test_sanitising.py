"""A body holds the allowed markup and nothing else, whatever was handed in, soon, and once and for all."""

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.sanitising import ALLOWED, MAX_BODY_LENGTH, clean_address, clean_body
from articles.text import plain_text

# A link as handed in, and what becomes of it.
ADDRESSES = {
    # Good ones stay as they are.
    "https://example.org/a?b=c&d=e#f": "https://example.org/a?b=c&d=e#f",
    "http://example.org": "http://example.org",
    "HTTPS://Example.org/": "HTTPS://Example.org/",
    "https://[2001:db8::1]/": "https://[2001:db8::1]/",
    "https://example.org/Шекеринска": "https://example.org/Шекеринска",
    "mailto:desk@example.org": "mailto:desk@example.org",
    "/stories/bridge-opens/": "/stories/bridge-opens/",
    "#people": "#people",
    " https://example.org ": "https://example.org",
    "https://example.org/My report.pdf": "https://example.org/My%20report.pdf",
    # What runs as a script.
    "javascript:alert(1)": None,
    "JaVaScRiPt:alert(1)": None,
    "java\nscript:alert(1)": None,
    "java\tscript:alert(1)": None,
    "java\x00script:alert(1)": None,
    "\x01javascript:alert(1)": None,
    " javascript:alert(1)": None,
    "\u00a0javascript:alert(1)": None,
    "javascript\u200b:alert(1)": None,
    "java script:alert(1)": None,
    "vbscript:msgbox(1)": None,
    "data:text/html,<script>alert(1)</script>": None,
    "data:image/svg+xml;base64,PHN2Zz4=": None,
    "data:,x": None,
    "blob:https://example.org/x": None,
    "view-source:https://example.org": None,
    # Other doors.
    "file:///etc/passwd": None,
    "ftp://example.org/": None,
    "ssh://example.org/": None,
    "magnet:?xt=urn": None,
    "sms:+38344": None,
    "tel:+38344": None,
    "about:blank": None,
    "//evil.example": None,
    "/\t/evil.example": None,
    "/\\evil.example": None,
    "\\\\evil.example": None,
    "///evil.example": None,
    "https:evil.example": None,
    "https:/evil.example": None,
    "https:///evil.example": None,
    "https://": None,
    "https://bank.example@evil.example/": None,
    "https://user:password@evil.example/": None,
    "https://[::1": None,
    "mailto:nobody": None,
    "stories/relative": None,
    "../../admin/": None,
    "?next=x": None,
    "": None,
    "\ud800": None,
}

# Handed in, and what is kept of it.
BODIES = {
    # Good ones stay as they are.
    "<p>Words.</p>": "<p>Words.</p>",
    "<h2>A</h2><h3>B</h3><p>C</p>": "<h2>A</h2><h3>B</h3><p>C</p>",
    '<ul><li>one</li></ul><ol start="3"><li>two</li></ol>': '<ul><li>one</li></ul><ol start="3"><li>two</li></ol>',
    "<blockquote><p>“Said.”</p></blockquote>": "<blockquote><p>“Said.”</p></blockquote>",
    '<p><a href="https://example.org">x</a></p>': '<p><a href="https://example.org">x</a></p>',
    "<p><strong>a</strong> <em>b</em><br>c</p>": "<p><strong>a</strong> <em>b</em><br>c</p>",
    '<figure><img src="/media/a.jpg" alt="A &lt;b&gt;"><figcaption>x</figcaption></figure>': (
        '<figure><img src="/media/a.jpg" alt="A &lt;b&gt;"><figcaption>x</figcaption></figure>'
    ),
    '<aside class="pull-quote">“Said.”</aside>': '<aside class="pull-quote">“Said.”</aside>',
    "<p>5 &lt; 6 &amp; 7 &gt; 6</p>": "<p>5 &lt; 6 &amp; 7 &gt; 6</p>",
    # Old names get new ones.
    "<h1>A</h1><h5>B</h5><p><b>c</b><i>d</i></p>": "<h2>A</h2><h3>B</h3><p><strong>c</strong><em>d</em></p>",
    # What is not allowed goes, its words stay.
    "<div><section><p>a</p></section></div>": "<p>a</p>",
    '<p style="position:fixed" onclick="x()" id="a" class="b" title="c" lang="d">a</p>': "<p>a</p>",
    '<aside class="evil">a</aside>': "<aside>a</aside>",
    "<p><span>a</span><font>b</font><u>c</u></p>": "<p>abc</p>",
    "<table><tr><td>a</td></tr></table>": "a",
    # Two words in two cells, or in two parts, are not one word.
    "<table><tr><th>Votes</th><th><b>Seats</b></th></tr><TR><td>12</td><td>3</td></TR></table>": (
        "Votes <strong>Seats</strong>  12 3"
    ),
    "one<div>two</div><div>three</div>": "one two three",
    "<dl><dt>Mayor</dt><dd>Vjosa Dema</dd></dl><pre>a</pre>": "Mayor Vjosa Dema  a",
    "<!-- a --><p>b</p><!--[if IE]><p>c</p><![endif]-->": "<p>b</p>",
    "<p>a": "<p>a</p>",
    # What is not words goes whole.
    "<script>alert(1)</script><p>a</p>": "<p>a</p>",
    "<SCRIPT SRC=//evil.example></SCRIPT><p>a</p>": "<p>a</p>",
    "<style>p{}</style><p>a</p>": "<p>a</p>",
    "<iframe src=javascript:alert(1)>a</iframe><p>b</p>": "<p>b</p>",
    "<svg><script>alert(1)</script></svg><p>b</p>": "<p>b</p>",
    "<svg/onload=alert(1)>": "",
    "<object data=x><p>a</p></object><p>b</p>": "<p>b</p>",
    "<template><p>a</p></template><p>b</p>": "<p>b</p>",
    # Event handlers and addresses.
    "<img src=x onerror=alert(1)>": "<img>",
    '<img src="https://evil.example/pixel.gif" alt="a">': '<img alt="a">',
    '<img src="/media/../admin/logout/" alt="a">': '<img alt="a">',
    '<img src="/media/a.jpg" width="40" height="9e9">': '<img src="/media/a.jpg" width="40">',
    '<a href="javascript:alert(1)">a</a>': "<a>a</a>",
    '<a href="&#106;avascript&colon;alert(1)">a</a>': "<a>a</a>",
    '<a href="java&#x09;script:alert(1)">a</a>': "<a>a</a>",
    '<a href="https://example.org" target="_blank" ping="//evil">a</a>': '<a href="https://example.org">a</a>',
    '<blockquote cite="javascript:alert(1)">a</blockquote>': "<blockquote>a</blockquote>",
    '<form action="//evil"><input name=a><button formaction="//evil">b</button></form>': "b",
    "<base href=//evil><meta http-equiv=refresh content=0><link rel=stylesheet href=//evil><p>a</p>": "<p>a</p>",
    # What parses differently the second time.
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">': '<img>"&gt;',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">': "",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>": "",
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">': '<img>"&gt;',
    "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>": "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "<<script>alert(1)//<</script>": "&lt;",
    "<a href=/x><table><a href=/y>": '<a href="/x"></a><a href="/y"></a>',
    # Nothing empty is left behind.
    "<p></p><p> &nbsp;<br></p><p>a</p><h2><em></em></h2>": "<p>a</p>",
    "<blockquote><p></p></blockquote><p>a</p>": "<p>a</p>",
    '<blockquote><p><img src="/media/a.jpg"></p></blockquote>': (
        '<blockquote><p><img src="/media/a.jpg"></p></blockquote>'
    ),
    # Characters that are none.
    "<p>a\x00b\ud800c</p>": "<p>abc</p>",
    "<p>a\r\nb</p>": "<p>a\nb</p>",
}


@pytest.mark.parametrize(("given_address", "kept"), ADDRESSES.items())
def test_a_link_is_kept_only_if_a_reader_may_follow_it(given_address: str, kept: str | None) -> None:
    assert clean_address(given_address) == kept


@pytest.mark.parametrize("kept", sorted({kept for kept in ADDRESSES.values() if kept}))
def test_a_link_that_was_kept_stays_as_it_is(kept: str) -> None:
    assert clean_address(kept) == kept


@pytest.mark.parametrize(("body", "kept"), BODIES.items())
def test_a_body_holds_only_allowed_markup(body: str, kept: str) -> None:
    assert clean_body(body) == kept


# --- Size and depth --------------------------------------------------------------------------------

HOSTILE = {
    "nested blockquotes": "<blockquote>" * 50_000,
    "nested and closed": "<blockquote>" * 50_000 + "x" + "</blockquote>" * 50_000,
    "nested lists": "<ul><li>" * 25_000 + "x",
    "nested nothing": "<div>" * 50_000 + "x",
    "nested emphasis": "<strong>a</em>" * 50_000,
    "formatting that multiplies": "<p><b><i><em><strong>" * 20_000,
    "deep, then closed wrongly": "<strong>" * 12_000 + "</em>" * 100_000,
    "only <": "<" * MAX_BODY_LENGTH,
    "only &": "&" * MAX_BODY_LENGTH,
    "only &amp;": "&amp;" * (MAX_BODY_LENGTH // 5),
    "an unclosed attribute": '<p title="' + "x" * MAX_BODY_LENGTH,
    "an unclosed comment": "<!--" * (MAX_BODY_LENGTH // 4),
    "many attributes": "<p " + "a=1 " * (MAX_BODY_LENGTH // 4) + ">x",
    "only blank lines": "\n" * MAX_BODY_LENGTH,
    "only spaces": "<p>" + " " * MAX_BODY_LENGTH,
    "empty paragraphs": "<p> " * (MAX_BODY_LENGTH // 4),
    "one long word": "x" * MAX_BODY_LENGTH,
}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.thorough
def test_a_hostile_body_costs_no_more_than_a_moment(hostile: str) -> None:
    before = time.thread_time()

    clean = clean_body(hostile)

    assert time.thread_time() - before < 4
    assert_only_allowed_markup(clean)


@pytest.mark.parametrize("paragraphs", [9_000, 60_000])
def test_a_body_at_the_limit_keeps_all_its_paragraphs(paragraphs: int) -> None:
    body = "<p>" + "</p><p>".join(["Words of it"] * paragraphs) + "</p>"

    before = time.thread_time()

    assert clean_body(body) == body
    assert time.thread_time() - before < 2


@pytest.mark.thorough
def test_beyond_what_anybody_writes_words_and_paragraphs_are_kept_and_markup_is_not() -> None:
    body = "<h2>A &amp; B</h2>" + "<p>One <strong>two</strong><br>three</p>" * 20_000

    clean = clean_body(body)

    assert clean.startswith("<p>A &amp; B</p><p>One two</p><p>three</p><p>One two</p>")
    assert plain_text(clean).split() == plain_text(body).split()
    assert clean_body(clean) == clean


def test_markup_that_is_too_deep_loses_its_depth_and_not_its_words() -> None:
    assert clean_body("<blockquote>" * 101 + "Deep words") == "<p>Deep words</p>"
    assert clean_body("<blockquote>" * 99 + "Deep words").count("<blockquote>") == 99


# --- Whatever is thrown at it ----------------------------------------------------------------------


class Parts(HTMLParser):
    """Sees a body's markup with other eyes than the sanitiser's."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, list[tuple[str, str | None]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, attrs))

    def handle_comment(self, data: str) -> None:
        self.found.append(("comment", []))

    def handle_decl(self, decl: str) -> None:
        self.found.append(("declaration", []))

    def handle_pi(self, data: str) -> None:
        self.found.append(("instruction", []))


def assert_only_allowed_markup(clean: str) -> None:
    if "<" not in clean or clean.count("<") > 100_000:
        # All of it is paragraphs.
        assert not re.search(r"<(?!/?p>)", clean)
        return
    parts = Parts()
    parts.feed(clean)
    parts.close()
    for tag, attributes in parts.found:
        assert tag in ALLOWED
        for name, value in attributes:
            assert name in ALLOWED[tag]
            assert name != "href" or clean_address(value or "") == value
            assert name != "src" or (value or "").startswith("/media/")


TAGS = (
    *ALLOWED,
    *(
        "b",
        "i",
        "h1",
        "h6",
        "div",
        "table",
        "tr",
        "td",
        "select",
        "option",
        "form",
        "button",
        "svg",
        "math",
        "mtext",
    ),
    *(
        "style",
        "script",
        "title",
        "textarea",
        "noscript",
        "template",
        "iframe",
        "foreignObject",
        "annotation-xml",
    ),
    *("xmp", "plaintext", "frameset", "body", "html", "!--", "!doctype", "?xml", "nobr", "font", "marquee"),
)
ATTRIBUTES = (
    *(
        "",
        ' href="javascript:alert(1)"',
        ' href="/x"',
        " href='//evil'",
        ' onclick="x()"',
        ' class="pull-quote"',
    ),
    *(
        ' src="/media/a.jpg"',
        ' src="/media/../x"',
        ' alt="<b>"',
        ' alt="></p>"',
        ' title="-->"',
        " /",
        ' start="1"',
    ),
    *(' encoding="text/html"', ' xlink:href="x"', ' style="x"', " href=/<p class="),
)
SNIPPETS = (
    "words",
    " ",
    "&nbsp;",
    "&amp;lt;",
    "<",
    ">",
    "&",
    '"',
    "-->",
    "]]>",
    "\x00",
    "\n",
    "&#x3c;",
    "“",
    "\u202e",
    "\ud800",
)
markup = st.lists(
    st.one_of(
        st.builds("<{}{}>".format, st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES)),
        st.builds("</{}>".format, st.sampled_from(TAGS)),
        st.sampled_from(SNIPPETS),
    ),
    max_size=25,
).map("".join)


@given(st.one_of(markup, st.text(max_size=60)))
@pytest.mark.thorough
def test_anything_is_cleaned_once_and_for_all(body: str) -> None:
    clean = clean_body(body)

    assert_only_allowed_markup(clean)
    assert clean_body(clean) == clean
