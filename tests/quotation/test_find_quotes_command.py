"""The command find_quotes: JSON Lines in and out, or the desk's stories."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests import stories

MANAGE = Path(__file__).parents[2] / "manage.py"
KEYS = [
    *("start", "end", "text", "type", "speaker", "speaker_start", "speaker_end", "speaker_name"),
    *("cue", "cue_start", "cue_end", "occasion"),
]


def run(lines: bytes, *arguments: str) -> tuple[list[dict], str, int]:
    """Run the command as a process of its own, with a database that is not there."""
    environment = {**os.environ, "DEMO": "1", "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    done = subprocess.run(
        [sys.executable, MANAGE, "find_quotes", *arguments],
        input=lines,
        capture_output=True,
        env=environment,
        check=False,
    )
    return (
        [json.loads(line) for line in done.stdout.decode().splitlines()],
        done.stderr.decode(),
        done.returncode,
    )


def test_each_line_is_answered_without_a_database_and_a_bad_one_is_named():
    good = {"id": "a", "text": "“We won,” Ann Smith said at a rally."}
    lines = b"\n".join(
        [
            json.dumps(good).encode(),
            b"nonsense",
            b"",
            b"[1]",
            b'{"id": 3}',
            b'{"text": "x"}',
            b"\xff",
            b'{"id": 7, "text": "None."}',
        ]
    )
    answers, errors, code = run(lines)
    assert [answer["id"] for answer in answers] == ["a", 7]
    [quote] = answers[0]["quotes"]
    assert list(quote) == KEYS
    assert (quote["start"], quote["end"], quote["text"]) == (0, 9, "“We won,”")
    assert (quote["speaker"], quote["speaker_start"], quote["speaker_end"]) == ("Ann Smith", 10, 19)
    assert (quote["cue"], quote["occasion"], quote["type"]) == ("said", "at a rally", "direct")
    assert code != 0
    for number in (2, 4, 5, 6, 7):
        assert f"Line {number}:" in errors
    assert "Traceback" not in errors


def test_only_good_lines_end_well_and_offsets_count_code_points():
    text = "👩‍🌾 “We won,” Ann Smith said."
    answers, errors, code = run(json.dumps({"id": 1, "text": text}).encode())
    [quote] = answers[0]["quotes"]
    assert text[quote["start"] : quote["end"]] == "“We won,”"
    assert (errors, code) == ("", 0)


@pytest.mark.django_db
def test_stories_are_read_by_id_or_all_of_them(reporter):
    first, second = stories.write(by=reporter), stories.write(by=reporter)
    out = io.StringIO()
    call_command("find_quotes", first.pk, stdout=out)
    [answer] = map(json.loads, out.getvalue().splitlines())
    assert answer["id"] == first.pk
    assert [quote["text"] for quote in answer["quotes"] if quote["type"] == "direct"] == [
        "“We have waited long enough,”"
    ]
    out = io.StringIO()
    call_command("find_quotes", "--all", stdout=out)
    assert [json.loads(line)["id"] for line in out.getvalue().splitlines()] == [first.pk, second.pk]


@pytest.mark.django_db
def test_a_story_is_read_in_its_own_language_unless_told_otherwise(reporter):
    body = "<p>„Nuk mundemi më shumë“, tha kryeministri Albin Kurti.</p>"
    story = stories.write(by=reporter, language="sq", body=body, quotes=())
    speakers = []
    for told in ({}, {"language": "en"}):
        out = io.StringIO()
        call_command("find_quotes", story.pk, stdout=out, **told)
        speakers += [quote["speaker_name"] for quote in json.loads(out.getvalue())["quotes"]]
    assert speakers == ["Albin Kurti", None]


@pytest.mark.django_db
def test_a_story_that_is_not_there_is_named():
    with pytest.raises(CommandError, match="no story with id 987"):
        call_command("find_quotes", 987)
