"""A transcript is read as a whole on the desk, with the passages marked that quotes come from."""

import time

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles import transcribing
from articles.admin.transcript_page import stretches
from articles.models import Story, Transcript
from tests.desk.conftest import Desk
from tests.stories import write

WORDS = ("We have waited long enough", "Nobody asked us", "The bridge is safe")
TEXT = (
    "1\n00:00:05,000 --> 00:00:09,000\nDEMA: Good morning. We have waited long enough. <i>All</i> of us.\n\n"
    "2\n00:01:10,000 --> 00:01:14,000\nDEMA: Nobody has asked us, & nobody will.\n"
)


def kept(by: User, text: str = TEXT) -> Transcript:
    said = "".join(f"<p>“{words},” she said.</p>" for words in WORDS)
    story: Story = write("The opening", by=by, body=said, quotes=WORDS)
    return transcribing.paste(story, text, by=by, title="At the opening <live>")


def page_of(transcript: Transcript) -> str:
    return reverse("admin:articles_quote_transcript", args=[transcript.pk])


def test_all_words_are_shown_with_the_passages_quotes_come_from(desk: Desk, reporter: User) -> None:
    transcript = kept(reporter)
    first, second, third = transcript.story.quotes.all()

    response = desk(reporter).get(page_of(transcript))
    page = response.content.decode()

    assert "At the opening &lt;live&gt;" in page
    assert "<mark>We have waited long enough</mark>" in page
    assert '<mark class="said-otherwise">Nobody has asked us</mark>' in page
    assert '<span class="quiet">&lt;i&gt;</span>All<span class="quiet">&lt;/i&gt;</span> of us.' in page
    assert f'href="#said-{first.pk}"' in page
    assert f'id="said-{first.pk}"' in page
    assert "with a difference: unmarked cut · 1:10" in page
    assert f'id="said-{second.pk}"' in page
    assert f"said-{third.pk}" not in page
    assert "not in this transcript" in page
    assert "no-store" in response["Cache-Control"]


def test_a_quotes_own_page_leads_to_its_passage(desk: Desk, reporter: User) -> None:
    transcript = kept(reporter)
    quote = transcript.story.quotes.first()
    transcribing.match(quote, transcript, by=reporter)

    page = desk(reporter).get(reverse("admin:articles_quote_change", args=[quote.pk])).content.decode()

    assert page.count(f'href="{page_of(transcript)}#said-{quote.pk}"') == 2


def test_only_the_desk_reads_it(desk: Desk, reporter: User, moderator: User, reader: Client) -> None:
    address = page_of(kept(reporter))

    assert desk(moderator).get(address).status_code == 200
    assert desk(reporter).post(address).status_code == 405
    assert reader.get(address).status_code == 302
    assert desk(reporter).get(address.replace("transcripts/", "transcripts/9")).status_code == 404


def test_no_character_is_lost_and_overlapping_passages_are_both_marked(reporter: User) -> None:
    transcript = kept(reporter, "DEMA: We have waited long enough nobody asked us the bridge is safe.")
    story = transcript.story
    last = story.quotes.last()
    last.text = "Enough nobody asked"
    last.save()

    found = stretches(transcript.text, transcribing.align(transcript))

    assert "".join(one.text for one in found) == transcript.text
    marked = [(one.text, len(one.quoted)) for one in found if one.quoted]
    assert ("enough", 2) in marked
    assert ("nobody asked", 2) in marked


def test_a_transcript_of_many_hours_is_shown_in_good_time(desk: Desk, reporter: User) -> None:
    line = "[00:{:02}:{:02}] DEMA: And so we went on, and on, and said it once more.\n"
    many = "".join(line.format(number // 60 % 60, number % 60) for number in range(3_000))
    transcript = kept(reporter, f"{TEXT}{many}")
    client = desk(reporter)
    client.get(page_of(transcript))

    began = time.thread_time()
    response = client.get(page_of(transcript))

    assert response.content.count(b"And so we went on") == 3_000
    assert time.thread_time() - began < 3
