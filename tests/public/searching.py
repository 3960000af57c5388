"""How tests ask the readers' search."""

import re

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from articles import search_index
from articles.models import Story
from tests.public import site
from tests.stories import bring_to, write


def ask(reader: Client, question: str, **given: str) -> HttpResponse:
    return reader.get("/search/", {"q": question, **given})


def headlines(response: HttpResponse) -> list[str]:
    found = re.findall(r'<h3 class="card-headline"><a href="[^"]*">(.*?)</a></h3>', site.text(response))
    return [re.sub("</?mark>", "", headline) for headline in found]


def live(headline: str, editor: User, **fields: object) -> Story:
    story = bring_to("live", write(headline, by=editor, **fields), by=editor)
    if engine := search_index.engine():
        engine.tell_all()
    return story
