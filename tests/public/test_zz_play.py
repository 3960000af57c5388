import re, json, pytest
from datetime import timedelta, datetime, UTC
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from articles import workflow, merging, tag_merging, tag_naming, retagging, fronts, breaking, public_state
from articles.models import *
from tests import stories
from tests.public import site

pytestmark = [pytest.mark.django_db]
SURF = [
    "/",
    "/feed/",
    "/feed/atom/",
    "/feed.json",
    "/sitemap.xml",
    "/news-sitemap.xml",
    "/sitemaps/stories-0.xml",
    "/sitemaps/people-0.xml",
    "/sitemaps/tags-0.xml",
    "/sitemaps/authors-0.xml",
    "/people/",
    "/tags/",
    "/corrections/",
    "/corrections/feed/",
    "/archive/",
    "/masthead/",
    "/search/?q=bridge",
    "/search/?q=waited&tab=quotes",
    "/search/suggest/?q=bri",
    "/quotes/",
]


def L(by, h, **f):
    return stories.bring_to("live", stories.write(h, by=by, **f), by=by)


def has(reader, word, extra=()):
    out = []
    for a in [*SURF, *extra]:
        r = reader.get(a)
        if word in r.content.decode("utf8", "replace"):
            out.append(a)
    return out


def test_withdraw(reader, editor, a_picture):
    sec = stories.a_section("World")
    a = L(editor, "Alpha bridge")
    b = L(editor, "Beta bridge")
    c = L(editor, "Gamma bridge", lead_image=a_picture)
    fronts.arrange(None, [b.pk, a.pk], by=editor, version=0)
    fronts.arrange(sec, [b.pk], by=editor, version=0)
    breaking.announce("BREAK NOW", by=editor, until=timezone.now() + timedelta(hours=1), story=b)
    print(
        "before",
        has(
            reader,
            "Beta bridge",
            ["/stories/alpha-bridge/", "/sections/world/", "/tags/bridges/", "/authors/arben-kelmendi/"],
        ),
        "breaklink",
        'href="/stories/beta-bridge/"' in site.text(reader.get("/")),
    )
    b.refresh_from_db()
    workflow.withdraw(b, by=editor, note="Wrong.", to=a) if False else workflow.withdraw(
        b, by=editor, note="Wrong."
    )
    print(
        "after withdraw",
        has(
            reader,
            "Beta bridge",
            [
                "/stories/alpha-bridge/",
                "/sections/world/",
                "/tags/bridges/",
                "/authors/arben-kelmendi/",
                "/stories/beta-bridge/",
            ],
        ),
        has(reader, "BREAK NOW"),
        reader.get("/stories/beta-bridge/").status_code,
        reader.get("/stories/beta-bridge/report/").status_code,
    )
    print(PublishedWords.objects.count(), QuoteWords.objects.count())


def test_rename_person(reader, editor, admin_client):
    a = L(editor, "Alpha bridge")
    p = Person.objects.get()
    q = stories.a_person("Vjosa Demaj")
    L(editor, "Other bridge")
    old = p.slug
    merging.merge(p, q, by=editor)
    print("merged", has(reader, "vjosa-dema/"), has(reader, 'Vjosa Dema"'), has(reader, "Vjosa Dema<"))
    for u in (
        "/people/vjosa-dema/",
        "/people/vjosa-dema/feed/",
        "/people/vjosa-dema/feed.json",
        "/people/vjosa-dema/on/",
        "/people/vjosa-dema/on/bridges/",
    ):
        r = reader.get(u)
        print(u, r.status_code, r.headers.get("Location"))
    r = reader.get("/search/?q=bridge&person=vjosa-dema")
    print("search old person", re.findall(r"/stories/[a-z-]+/", site.text(r)))
    r = reader.get("/search/?q=bridge&person=vjosa-demaj")
    print("search new person", re.findall(r"/stories/[a-z-]+/", site.text(r)))
    r = admin_client.get(reverse("admin:articles_person_change", args=[p.pk]))
    print("merged slug editable", r.status_code, 'name="slug"' in r.content.decode())


def test_tag(reader, editor):
    a = L(editor, "Alpha bridge")
    t = Tag.objects.get(name="Bridges")
    tag_naming.rename(t, "Spans", by=editor)
    t.refresh_from_db()
    print(t.slug, has(reader, "Bridges"), has(reader, "tags/bridges"))
    for u in (
        "/tags/bridges/",
        "/tags/bridges/feed/",
        "/tags/bridges/feed/atom/",
        "/tags/bridges/feed.json",
        "/people/vjosa-dema/on/bridges/",
    ):
        r = reader.get(u)
        print(u, r.status_code, r.headers.get("Location"))
    print(
        "search old tag",
        site.story_links(reader.get("/search/?q=bridge&tag=bridges")),
        site.story_links(reader.get("/search/?q=bridge&tag=spans")),
    )


def test_correct(reader, editor):
    a = L(editor, "Alpha bridge")
    a = stories.edit(a, by=a.created_by, body=a.body.replace("spring", "summer")) if False else a
    a.refresh_from_db()
    stories.edit(a, by=editor, headline="Delta bridge", body=a.body.replace("spring", "summer"))
    stories.second_pair_of_eyes
    workflow.submit(a, by=editor)
    workflow.approve(a, by=stories.second_pair_of_eyes(a, editor))
    workflow.publish(a, by=editor, kind=ChangeKind.CORRECTION, public_note="It was summer.")
    print("old head", has(reader, "Alpha bridge"), has(reader, "spring"))
    p = site.text(reader.get(a.published.get_absolute_url()))
    ld = [json.loads(x) for x in re.findall(r'ld\+json">(.*?)</script>', p, re.S)]
    print(json.dumps(ld, indent=1)[:3500])
    print(re.findall(r"<meta[^>]*(?:time|og:|twitter)[^>]*>", p))
    print(re.findall(r"(?s)<entry>.*?</entry>", site.text(reader.get("/feed/atom/")))[:1])


def test_cyr(reader, editor):
    L(
        editor,
        "Нови мост у Приштини",
        language="sr",
        body="<p>Градоначелник Приштине је рекао да ће мост бити отворен.</p>",
        quotes=(),
    )
    for q in ("Prishtina", "Priština", "pristina", "Приштина", "Приштини", "most", "мост", "gradonačelnik"):
        t = site.text(reader.get("/search/", {"q": q}))
        print(q, re.findall(r"<mark>(.*?)</mark>", t), site.story_links(reader.get("/search/", {"q": q})))


def test_report(reader, editor):
    a = L(editor, "Report")
    b = L(editor, "Changes")
    print(
        a.slug,
        [
            (u, reader.get(u).status_code)
            for u in (
                "/stories/report/",
                "/stories/report/report/",
                "/stories/report/report/thanks/",
                "/stories/changes/",
                "/stories/changes/changes/1/",
            )
        ],
    )


def test_standing(admin_client, superuser):
    for s in (
        "media",
        "static",
        "shared",
        "healthz",
        "feed",
        "search",
        "stories",
        "sitemaps",
        "admin",
        "about",
        "report",
        "favicon",
        "well-known",
        "manifest",
        "robots",
        "archive",
        "sections",
        "authors",
        "Admin",
        "SEARCH",
    ):
        r = admin_client.post(
            reverse("admin:articles_standingpage_add"),
            {
                "title": "T " + s,
                "slug": s,
                "summary": "",
                "body": "<p>x</p>",
                "order": "0",
                "version": "0",
                "_online": "1",
            },
        )
        print(
            s,
            r.status_code,
            "something else" in r.content.decode(),
            Client().get(f"/{s}/").status_code,
            Client().get(f"/{s}").status_code,
        )


def test_picfeed(reader, editor, a_picture, settings):
    settings.FEED_FULL_TEXT = True
    from articles import renditions

    a_picture.refresh_from_db()
    renditions.draw(a_picture) if hasattr(renditions, "draw") else None
    a_picture.refresh_from_db()
    a = L(
        editor,
        "Alpha bridge",
        lead_image=a_picture,
        body=stories.BODY + f'<figure><img src="{a_picture.jpeg or a_picture.file.url}" alt="x"></figure>',
    )
    for u in ("/feed/", "/feed/atom/", "/feed.json"):
        print(site.text(reader.get(u))[-2500:])
    print(a.published.body[-400:])
