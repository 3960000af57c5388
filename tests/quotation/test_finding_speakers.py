"""Who said it: every construction in which a speaker stands before, after or around the words."""

import pytest

from articles.quotation import find_quotes

SPEAKERS = [
    # After the words, before them, in the middle.
    ("“We won the vote,” Ann Smith said.", "Ann Smith", "said"),
    ("Ann Smith said, “We won the vote.”", "Ann Smith", "said"),
    ("Ann Smith said: “We won the vote.”", "Ann Smith", "said"),
    ("“We,” Ann Smith said, “won the vote.”", "Ann Smith", "said"),
    # The other way round.
    ("“We won the vote,” said Ann Smith.", "Ann Smith", "said"),
    ("Said Ann Smith: “We won the vote.”", "Ann Smith", "Said"),
    ("“Did we win the vote?” asked Ann Smith.", "Ann Smith", "asked"),
    ("“Did we win the vote?” Ann Smith asked.", "Ann Smith", "asked"),
    # Appositions and relative clauses.
    ("Ann Smith, 63, a farmer from Lima, Ohio, said, “We won the vote.”", "Ann Smith", "said"),
    ("“We won the vote,” said Ann Smith, a farmer who lives in Lima.", "Ann Smith", "said"),
    ("“We won the vote,” Ann Smith, the mayor of Lima, said on Monday.", "Ann Smith", "said"),
    ("Ann Smith, who lost in May, told reporters it was “a dark day for us.”", "Ann Smith", "told"),
    ("Ann Smith, during a visit to Lima, Ohio, said it was “a dark day for us.”", "Ann Smith", "said"),
    ("Rep. Ann Smith (R-Ky.) said it was “a dark day for us.”", "Ann Smith", "said"),
    ("A spokesman for the mayor, Bob Jones, said it was “a dark day for us.”", "Bob Jones", "said"),
    # Sources.
    ("According to Ann Smith, it was “a dark day for us.”", "Ann Smith", "According to"),
    ("“It was a dark day,” according to Ann Smith.", "Ann Smith", "according to"),
    ("It was “a dark day,” according to an account by Ann Smith.", "Ann Smith", "according to"),
    # A verb that is in no list.
    ("“This is fantastic!” beamed Ann Smith of Lima, Ohio.", "Ann Smith", "beamed"),
    # Two verbs, a participle, an infinitive, a passive.
    ("Ann Smith met Bob Jones and called him “a very good man.”", "Ann Smith", "called"),
    ("Ann Smith rejected the plan, calling it “a very bad idea.”", "Ann Smith", "calling"),
    ("Ann Smith declined to say it was “a very bad idea.”", "Ann Smith", "declined"),
    ("Ann Smith declined to say whether she was “out of the race.”", "Ann Smith", "declined"),
    # A dateline, a relative clause or a party and state between; "that" before a name.
    ("LIMA -- Ann Smith, opening the hall on Monday, said it was “a good idea.”", "Ann Smith", "said"),
    ("Ann Smith, a farmer who saw the fire, recalled, “It was out of nowhere.”", "Ann Smith", "recalled"),
    ("Sen. Ann Smith (D-Mo.), who met Jones, said Lee pushed Jones to be “stronger.”", "Ann Smith", "said"),
    ("Ann Smith came, holding signs and chanting “Give us the land.”", "Ann Smith", "chanting"),
    (
        "The court then ruled that Bob Jones's statement about “very many shots” was false.",
        "Bob Jones",
        "statement",
    ),
    ("The plan was described by Ann Smith as “a very bad idea.”", "Ann Smith", "described"),
    ("Bob Jones was called “the best mayor ever” by Ann Smith.", "Ann Smith", "called"),
    ("It is a plan seen by Ann Smith as “a very bad idea.”", "Ann Smith", "seen"),
    ("The debate was so loud that Ann Smith was moved to say, “We won the vote.”", "Ann Smith", "say"),
    ("Ann Smith was joined by Bob Jones and told the crowd, “We won the vote.”", "Ann Smith", "told"),
    ("Ann Smith issued a statement calling it “a very bad idea.”", "Ann Smith", "calling"),
    # What opens a sentence is not its subject.
    ("Facing new doubts, Ann Smith rejected it, calling it “a very bad idea.”", "Ann Smith", "calling"),
    ("And Ann Smith rejected the plan, calling it “a very bad idea.”", "Ann Smith", "calling"),
    ("After it was over, explained Ann Smith, “the farmers went home for good.”", "Ann Smith", "explained"),
    # A verb inside a relative clause, and a verb that elsewhere is a noun.
    ("“We won,” Ann Smith, who was asked to speak last, told Fox News.", "Ann Smith", "told"),
    # Names that look like adverbs and verbs.
    ("Ann Kelly answered calmly, with a smile: “We won the vote.”", "Ann Kelly", "answered"),
    ("“We won the vote,” Kelly answered. Ann Kelly is mayor.", "Ann Kelly", "answered"),
    # Labels, colons and dashes.
    ("Ann Smith: “We won the vote.”", "Ann Smith", ":"),
    ("“We won the vote.” — Ann Smith", "Ann Smith", "—"),
    ("“We won the vote.”\n\n— Ann Smith, farmer", "Ann Smith", None),
    # At the end of a sentence that quotes in its middle.
    ("A “dark and terrible day” is near, Ann Smith said.", "Ann Smith", "said"),
    (
        "A “dark and terrible day” is near as all wait for “the great flood,” Ann Smith said.",
        "Ann Smith",
        "said",
    ),
]


@pytest.mark.parametrize(("text", "name", "cue"), SPEAKERS)
def test_the_speaker_is_found_in_every_construction(text: str, name: str, cue: str | None):
    quotes = [quote for quote in find_quotes(text) if quote.type != "indirect"]
    assert quotes
    assert {quote.speaker_name for quote in quotes} == {name}
    assert {quote.cue for quote in quotes} == {cue}


CARRIED = [
    "“We won,” Ann Smith said. “We will win again.”",
    "Ann Smith thanked the voters. “We won,” she said. “We will win again.”",
    "Ann Smith said the vote was over.\n\n“We will move on now.”",
    "Ann Smith told the crowd to go home.\n\n“We won,” she said.\n\n“We will win again.”",
    "Ann Smith answered at once:\n\n“We will win again.”",
    "“It is over. We won.” Ann Smith said no more.",
]


@pytest.mark.parametrize("text", CARRIED)
def test_words_without_a_verb_of_their_own_belong_to_whoever_speaks_around_them(text: str):
    quotes = [quote for quote in find_quotes(text) if quote.type != "indirect"]
    assert quotes
    assert {quote.speaker_name for quote in quotes} == {"Ann Smith"}


def test_two_people_in_turn_are_told_apart():
    text = "“We won!” Ann Smith shouted; “We lost!” Bob Jones yelled. “No,” she said."
    assert [quote.speaker_name for quote in find_quotes(text)] == ["Ann Smith", "Bob Jones", "Ann Smith"]


def test_two_people_at_once_are_nobody_in_particular():
    [quote] = find_quotes("Both Ann Smith and Bob Jones said “we have no comment.”")
    assert quote.speaker_name is None
    assert quote.speaker == "Both Ann Smith and Bob Jones"


def test_a_transcript_is_read_line_by_line():
    text = (
        "Chris Wallace met Mike Pence on Sunday.\n\nWALLACE: Do you like “the plan”?\n\n"
        "PENCE: I do not, Chris.\n\nWALLACE: Why?"
    )
    turns = [(quote.text, quote.speaker, quote.speaker_name) for quote in find_quotes(text)]
    assert turns == [
        ("Do you like “the plan”?", "WALLACE", "Chris Wallace"),
        ("I do not, Chris.", "PENCE", "Mike Pence"),
        ("Why?", "WALLACE", "Chris Wallace"),
    ]


def test_a_list_with_colons_is_no_transcript():
    text = "Date: Monday\nPlace: Lima\nPrice: 5 dollars\nNote: bring a coat"
    assert find_quotes(text) == []


ROLES = [
    ("Senator Ann Smith said it was “a dark day for us.”", "Senator"),
    (
        "NATO Deputy Secretary General Ann Smith said it was “a dark day for us.”",
        "NATO Deputy Secretary General",
    ),
    ("Dr. Ann Smith said it was “a dark day for us.”", "Dr."),
    ("Mrs. Ann Smith said it was “a dark day for us.”", None),
]


@pytest.mark.parametrize(("text", "role"), ROLES)
def test_roles_and_titles_are_kept_apart_from_the_name(text: str, role: str | None):
    [quote] = find_quotes(text)
    assert (quote.speaker_name, quote.speaker_role) == ("Ann Smith", role)


def test_a_name_in_brackets_is_read_as_the_name():
    [quote] = find_quotes("President [Bob] Jones said it was “a dark day for us.”")
    assert quote.speaker_name == "Bob Jones"


NOT_SAID = [
    "Her novel “Night Train” won a prize.",
    "She starred in “Night Train” in 1999.",
    "The film “Gone With the Wind” was shown again.",
    "The so-called “fiscal cliff” is near, economists fear.",
    "The “fiscal cliff” is near.",
    "John “Jack” Miller was tired.",
    "The group, known as “the Four,” met on Monday.",
]


@pytest.mark.parametrize("text", NOT_SAID)
def test_titles_nicknames_and_scare_quotes_are_not_speech(text: str):
    assert [quote for quote in find_quotes(text) if quote.type != "indirect"] == []


INDIRECT = [
    ("Ann Smith said that the vote was over.", "the vote was over"),
    ("The vote was over, Ann Smith said.", "The vote was over"),
    ("According to Ann Smith, the vote was over.", "the vote was over"),
    ("Ann Smith said in an interview that the vote was over.", "the vote was over"),
    ("Ann Smith told reporters that the vote was over.", "the vote was over"),
]


@pytest.mark.parametrize(("text", "words"), INDIRECT)
def test_indirect_speech_is_found_and_marked_so(text: str, words: str):
    [quote] = find_quotes(text)
    assert (quote.type, quote.text, quote.speaker_name) == ("indirect", words, "Ann Smith")


OCCASIONS = [
    ("“We won,” Ann Smith said in a social media post.", "in a social media post"),
    (
        "“We won,” Ann Smith said at a joint press conference with President Jones.",
        "at a joint press conference with President Jones",
    ),
    (
        "“We won,” Ann Smith remarked during a discussion with journalists in Lima on March 11.",
        "during a discussion with journalists in Lima on March 11",
    ),
    ("In a statement on Monday, Ann Smith said: “We won.”", "In a statement on Monday"),
    ("“We won,” Ann Smith, the mayor, told the BBC in an interview.", "in an interview"),
    ("“We won,” Ann Smith said, adding that she was tired.", None),
    ("“We won,” Ann Smith said.", None),
]


@pytest.mark.parametrize(("text", "occasion"), OCCASIONS)
def test_the_occasion_is_told_where_the_sentence_tells_it(text: str, occasion: str | None):
    quote = find_quotes(text)[0]
    assert quote.occasion == occasion


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“We won the vote,” Ann Smith said.", "direct"),
        ("Ann Smith said they “won the vote” at last.", "mixed"),
        ("Ann Smith said they “won the vote.”", "mixed"),
    ],
)
def test_a_whole_sentence_is_direct_and_a_part_of_one_is_mixed(text: str, kind: str):
    assert find_quotes(text)[0].type == kind


def test_a_noun_right_behind_the_words_can_be_their_verb():
    [quote] = find_quotes("“The kingdom stands by its word,” the ministers state in the paper.")
    assert (quote.speaker, quote.cue) == ("the ministers", "state")
