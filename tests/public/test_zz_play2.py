import io, json, re, pytest
from datetime import UTC, date, datetime, timedelta
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.core.management import call_command
from articles import workflow, merging, tag_merging, tag_naming, search_index
from articles.models import *
from tests import stories
from tests.public import site
pytestmark = [pytest.mark.django_db]
SURF=["/","/feed/","/feed/atom/","/feed.json","/sitemap.xml","/news-sitemap.xml","/sitemaps/stories-0.xml","/sitemaps/people-0.xml","/sitemaps/tags-0.xml","/sitemaps/authors-0.xml","/people/","/tags/","/corrections/","/corrections/feed/","/archive/","/masthead/","/search/?q=bridge","/search/?q=waited&tab=quotes","/search/suggest/?q=bri","/search/suggest/?q=vjo","/quotes/","/stories/alpha-bridge/","/sections/world/","/tags/bridges/","/authors/arben-kelmendi/","/people/vjosa-dema/","/people/vjosa-dema/feed/","/people/by-letter/d/"]
def L(by, h, **f): return stories.bring_to("live", stories.write(h, by=by, **f), by=by)
def has(reader, word, extra=()):
    return [a for a in [*SURF,*extra] if word in reader.get(a).content.decode("utf8","replace")]
def test_redirect_withdraw(reader, editor):
    a=L(editor,"Alpha bridge"); b=L(editor,"Beta bridge"); q=b.quotes.get()
    workflow.withdraw(b, by=editor, note="Dup", mode=WithdrawnMode.REDIRECT, to=a)
    for u in ("/stories/beta-bridge/","/stories/beta-bridge/report/","/stories/beta-bridge/report/thanks/","/stories/beta-bridge/changes/1/",f"/quotes/{q.uuid}/"):
        r=reader.get(u); print(u,r.status_code,r.headers.get("Location"))
    print(has(reader,"eta bridge"))
    # then target withdrawn
    workflow.withdraw(a, by=editor, note="Also")
    r=reader.get("/stories/beta-bridge/"); print(r.status_code, r.headers.get("Location"))
def test_admin_rename(reader, editor, admin_client):
    from tests.desk.forms import opened, send
    def ren(model, obj, name):
        url=reverse(f"admin:articles_{model}_change",args=[obj.pk]); d=opened(admin_client,url,f"{model}_form"); r=send(admin_client,url,d,name=name); print(model, r.status_code, re.findall(r'errorlist[^>]*>(.*?)</ul>', r.content.decode())[:3])
    a=L(editor,"Alpha bridge", body="<p>The bridge.</p>", quotes=["We have waited"]); p=Person.objects.get()
    for m,o,n,old in (("person",p,"Vjosa Zema","Vjosa Dema"),("author",Author.objects.get(),"Arben Zed","Arben Kelmendi"),("section",a.section,"Planet","World")):
        ren(m,o,n); print("old", has(reader,old), "new", has(reader,n))
def test_midnight(reader, editor, settings):
    settings.TIME_ZONE="Europe/Belgrade"; timezone.deactivate()
    from django.test.utils import override_settings
    a=L(editor,"Alpha bridge"); 
    for at in (datetime(2026,3,28,22,59,59,tzinfo=UTC),datetime(2026,3,28,23,0,tzinfo=UTC),datetime(2026,3,29,21,59,59,tzinfo=UTC),datetime(2026,3,29,22,0,tzinfo=UTC),datetime(2026,12,31,23,30,tzinfo=UTC)):
        PublishedStory.objects.update(published_at=at, updated_at=at)
        search_index.keep(PublishedStory.objects.all())
        from django.core.cache import cache; cache.clear()
        day=timezone.localdate(at)
        r=reader.get(f"/archive/{day:%Y/%m/%d}/"); y=reader.get(f"/archive/{day - timedelta(1):%Y/%m/%d}/")
        s=[bool(site.story_links(reader.get(f"/search/?q=bridge&from={d}&to={d}"))) for d in (day-timedelta(1),day,day+timedelta(1))]
        print(at, day, r.status_code, y.status_code, s, re.findall(r"/archive/\d[^\"]*",site.text(reader.get("/archive/")))[:3])
def test_gens(reader, editor, a_picture):
    a=L(editor,"Alpha bridge"); 
    from articles import card_making
    card_making.make.call(a.pk) if hasattr(card_making.make,"call") else None
    a.published.refresh_from_db() ; print("card", a.published.share_card, re.findall(r'og:image[^>]*>', site.text(reader.get("/stories/alpha-bridge/"))))
    a.refresh_from_db(); stories.edit(a, by=editor, lead_image=a_picture); site.publish_changes(a, by=editor)
    a.published.refresh_from_db(); print("card", repr(a.published.share_card), re.findall(r'og:image[^>]*>', site.text(reader.get("/stories/alpha-bridge/"))))
    a.refresh_from_db(); stories.edit(a, by=editor, lead_image=None); site.publish_changes(a, by=editor)
    print(re.findall(r'og:image[^>]*>', site.text(reader.get("/stories/alpha-bridge/"))), has(reader, a_picture.folder))
    p=Person.objects.get(); q=PublishedQuote.objects.get(); print(site.text(reader.get(f"/quotes/{q.uuid}/"))[:100])
    call_command("verify_integrity")
