"""Tags as a file and back, with every change shown before it is made."""

import csv
import io
import json
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from articles import tag_exchange, tag_merging
from articles.models import Tag, TagAlias, TagDecision, TagStatus, TagType
from articles.spreadsheets import as_meant, harmless
from articles.tag_exchange import NotReadable, plan, read, records
from tests.desk.conftest import Desk
from tests.stories import a_tag, bring_to, write


@pytest.fixture
def tags(db: None) -> dict[str, Tag]:
    made = {
        "Kosovo": a_tag(
            "Kosovo", type=TagType.PLACE, status=TagStatus.APPROVED, description="News, and more."
        ),
        "Prizren": a_tag("Prizren", is_sensitive=True, sensitive_note='Ask "legal"\nfirst'),
        "=1+1": a_tag("=1+1"),
    }
    TagAlias.objects.create(tag=made["Kosovo"], name="Kosova")
    TagAlias.objects.create(tag=made["Kosovo"], name="'-Kosovë")
    made["Prizren"].parents.add(made["Kosovo"])
    return made


@pytest.mark.parametrize("write_down", [tag_exchange.as_csv, tag_exchange.as_json])
def test_what_goes_out_and_comes_back_changes_nothing(write_down: object, tags: dict[str, Tag]) -> None:
    rows = read(write_down(records()))
    assert len(rows) == 3
    assert tag_exchange.news(rows) == []
    assert plan(rows) == []


def test_no_cell_is_a_formula(tags: dict[str, Tag]) -> None:
    cells = [cell for row in csv.reader(io.StringIO(tag_exchange.as_csv(records()))) for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
    for text in ("=1", "+1", "-1", "@a", "\t=1", "'=1", "''=1", "'quoted'", "", "a=1"):
        assert as_meant(harmless(text)) == text


def test_each_change_is_shown_and_then_made_as_the_desk_makes_it(
    tags: dict[str, Tag], editor: User, reporter: User
) -> None:
    story = bring_to("live", write(by=reporter, tags=["Kosovo"]), by=editor)
    text = json.dumps(
        [
            {
                "uuid": str(tags["Kosovo"].uuid),
                "name": "Republic of Kosovo",
                "status": "deprecated",
                "other_names": ["Косово", "kosova"],
            },
            {"name": "prizren", "type": "place", "is_sensitive": False},
            {"name": "Peja", "type": "place", "status": "approved", "parents": ["Kosovo"]},
        ]
    )
    rows = read(text)

    assert [(change.name, change.is_new, change.differences) for change in plan(rows)] == [
        (
            "Republic of Kosovo",
            False,
            [
                ("name", "Kosovo", "Republic of Kosovo"),
                ("status", "approved", "deprecated"),
                ("other name", "", "Косово"),
            ],
        ),
        (
            "prizren",
            False,
            [("name", "Prizren", "prizren"), ("type", "topic", "place"), ("is_sensitive", "yes", "no")],
        ),
        ("Peja", True, [("type", "", "place"), ("status", "", "approved"), ("parents", "", "Kosovo")]),
    ]
    assert not TagDecision.objects.exists()

    tag_exchange.carry_out(read(text), by=editor)

    kosovo = Tag.objects.get(pk=tags["Kosovo"].pk)
    assert (kosovo.name, kosovo.status, kosovo.description) == (
        "Republic of Kosovo",
        "deprecated",
        "News, and more.",
    )
    assert {alias.name for alias in kosovo.aliases.all()} >= {"Kosova", "Косово", "Kosovo"}
    assert Tag.objects.get(name="Peja").parents.get() == kosovo
    assert {one.verb for one in TagDecision.objects.all()} == {"rename", "deprecate"}
    assert story.published.tags.get() == kosovo
    assert plan(read(text)) == []


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"name": "x" * 101}, "at most 100"),
        ({"name": "New", "type": "thing"}, "no type"),
        ({"name": "New", "status": "gone"}, "no status"),
        ({"name": "New", "uuid": "x"}, "no uuid"),
        ({"name": "New", "media_topic": "1"}, "no Media Topic"),
        ({"name": "New", "description": "x" * 401}, "longer than 400"),
        ({"name": "New", "other_names": ["Kosova"]}, "leads to the tag “Kosovo”"),
        ({"name": "New", "other_names": ["\u200b"]}, "can be seen"),
        ({"name": "New", "parents": ["Nowhere"]}, "no tag “Nowhere”"),
        ({"name": "Kosovo", "parents": ["Prizren"]}, "or part of it"),
        ({"name": "Kosovo", "parents": ["Kosovo"]}, "or part of it"),
    ],
)
def test_a_row_that_cannot_be_taken_over_keeps_the_file_out(
    row: dict, problem: str, tags: dict[str, Tag], editor: User
) -> None:
    rows = read(json.dumps([{"name": "Good"}, row]))
    assert problem in " ".join(plan(rows)[-1].problems)
    with pytest.raises(tag_exchange.DecisionNotPossible, match="Row 2"):
        tag_exchange.carry_out(rows, by=editor)
    assert not Tag.objects.filter(name="Good").exists()


def test_a_row_of_a_tag_that_was_merged_since_renames_nothing(tags: dict[str, Tag], editor: User) -> None:
    rows = read(tag_exchange.as_json(records()))
    tag_merging.merge(tags["Prizren"], tags["=1+1"], by=editor)
    (change,) = plan(tag_exchange.news(rows))[-1:]
    assert "merged into “=1+1”" in change.problems[0]


@pytest.mark.parametrize(
    "text",
    ["", "x", "[]", "{}", "[1]", "[" * 100_000, '[{"name": 1}]', '[{"name": "a", "parents": "b"}]', '[{"type": "place"}]',
     "name\n", "type\nplace\n", "name,type\na\n", "name,type\na,b,c\n", 'name\n"a\n', "name\n \n", '[{"name": "a", "is_sensitive": "no"}]'],
)  # fmt: skip
def test_what_is_no_table_of_tags_is_refused_in_words(text: str) -> None:
    with pytest.raises(NotReadable):
        read(text)


def test_the_page_shows_before_it_changes(
    desk: Desk, moderator: User, reporter: User, tags: dict[str, Tag]
) -> None:
    address, client = reverse("admin:articles_tag_import"), desk(moderator)
    file = SimpleUploadedFile("tags.csv", f"name,uuid,type\nPeja,{uuid4()},place\n".encode())
    page = client.post(address, {"do": "look", "file": file}).content.decode()
    assert "<ins>place</ins>" in page
    assert not Tag.objects.filter(name="Peja").exists()

    client.post(address, {"do": "import", "text": "name,type\r\nPeja,place\r\n"})
    assert Tag.objects.get(name="Peja").type == "place"

    for bad in (b"\xff\xfe", b"name\n", b""):
        answer = client.post(address, {"do": "look", "file": SimpleUploadedFile("t.csv", bad)})
        assert answer.status_code == 200
        assert "What would change" not in answer.content.decode()
    for page in (
        reverse("admin:articles_tag_care"),
        address,
        reverse("admin:articles_tag_export", args=["csv"]),
    ):
        assert client.get(page).status_code == 200
        assert desk(reporter).get(page).status_code == 403


def test_the_commands_write_look_and_take_in(
    tmp_path: Path, tags: dict[str, Tag], editor: User, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("export_tags", "--form", "json")
    file = tmp_path / "tags.json"
    file.write_text(capsys.readouterr().out.replace("News, and more.", "Only news."))
    call_command("import_tags", str(file), "--dry-run")
    assert "description: 'News, and more.' → 'Only news.'" in capsys.readouterr().out
    with pytest.raises(CommandError, match="--by"):
        call_command("import_tags", str(file))
    call_command("import_tags", str(file), "--by", "editor")
    assert Tag.objects.get(name="Kosovo").description == "Only news."
