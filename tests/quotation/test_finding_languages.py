"""Albanian, Serbian in both scripts, German: their marks and their verbs of saying."""

import pytest

from articles.quotation import find_quotes

SAMPLES = [
    # German.
    ("de", "„Wir bleiben dabei“, sagte Bundeskanzler Olaf Scholz.", "Olaf Scholz", "sagte"),
    (
        "de",
        "»Wir bleiben dabei«, betonte Annalena Baerbock in einem Interview.",
        "Annalena Baerbock",
        "betonte",
    ),
    ("de", "Olaf Scholz besuchte Berlin. „Wir bleiben dabei“, sagte er.", "Olaf Scholz", "sagte"),
    ("de", "Annalena Baerbock erklärte: „Wir bleiben dabei.“", "Annalena Baerbock", "erklärte"),
    ("de", "„Wir bleiben dabei“, so Olaf Scholz.", "Olaf Scholz", "so"),
    ("de", "Laut Annalena Baerbock ist die Lage „sehr ernst“.", "Annalena Baerbock", "Laut"),
    # Albanian.
    ("sq", "“Jemi gati për dialog”, tha Vjosa Osmani në Prishtinë.", "Vjosa Osmani", "tha"),
    ("sq", "„Jemi gati për dialog“, deklaroi kryeministri Albin Kurti.", "Albin Kurti", "deklaroi"),
    ("sq", "«Jemi gati për dialog», shtoi Albin Kurti.", "Albin Kurti", "shtoi"),
    ("sq", "Presidentja Vjosa Osmani foli sot. “Jemi gati”, ka thënë ajo.", "Vjosa Osmani", "thënë"),
    ("sq", "“Jemi gati”, tha Albin Kurti të hënën.", "Albin Kurti", "tha"),
    ("sq", "“Jemi gati”, tha të hënën Albin Kurti.", "Albin Kurti", "tha"),
    ("sq", "Albin Kurti të martën tha se “jemi gati për dialog”.", "Albin Kurti", "tha"),
    ("sq", "Albin Kurti tha: “Jemi gati për dialog.”", "Albin Kurti", "tha"),
    ("sq", "Sipas Albin Kurtit, plani është “i papranueshëm”.", "Albin Kurtit", "Sipas"),
    # Serbian, Latin script.
    ("sr", "„Nećemo odustati“, rekla je Radmila Šekerinska.", "Radmila Šekerinska", "rekla"),
    ("sr", "„Nećemo odustati“, kazao je predsednik Srbije Aleksandar Vučić.", "Aleksandar Vučić", "kazao"),
    ("sr", "”Nećemo odustati”, istakao je Aleksandar Vučić.", "Aleksandar Vučić", "istakao"),
    ("sr", "Ana Brnabić je rekla: „Nećemo odustati.“", "Ana Brnabić", "rekla"),
    ("sr", "Premijerka Ana Brnabić je stigla. „Nećemo odustati“, dodala je ona.", "Ana Brnabić", "dodala"),
    # Serbian, Cyrillic script.
    ("sr", "„Нећемо одустати“, рекла је Радмила Шекеринска.", "Радмила Шекеринска", "рекла"),
    (
        "sr-Cyrl",
        "„Нећемо одустати“, казао је председник Србије Александар Вучић.",
        "Александар Вучић",
        "казао",
    ),
    ("sr", "Александар Вучић је рекао: „Нећемо одустати.“", "Александар Вучић", "рекао"),
    ("sr", "Премијерка Ана Брнабић је стигла. „Нећемо одустати“, додала је она.", "Ана Брнабић", "додала"),
]


@pytest.mark.parametrize(("language", "text", "name", "cue"), SAMPLES)
def test_speaker_and_cue_are_found_in_each_language(language: str, text: str, name: str, cue: str):
    quotes = [quote for quote in find_quotes(text, language) if quote.type != "indirect"]
    assert [(quote.speaker_name, quote.cue) for quote in quotes] == [(name, cue)]


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("de", "Olaf Scholz sagte, dass die Lage ernst sei.", "die Lage ernst sei"),
        ("sq", "Albin Kurti ka thënë se Kosova është e sigurt.", "Kosova është e sigurt"),
        ("sr", "Ana Brnabić izjavila je da je situacija teška.", "je situacija teška"),
        ("sr", "Ана Брнабић изјавила је да је ситуација тешка.", "је ситуација тешка"),
    ],
)
def test_indirect_speech_is_found_in_each_language(language: str, text: str, words: str):
    [quote] = find_quotes(text, language)
    assert (quote.type, quote.text) == ("indirect", words)


@pytest.mark.parametrize(
    ("language", "text", "occasion"),
    [
        (
            "de",
            "„Gut“, sagte Olaf Scholz bei einer Pressekonferenz in Berlin.",
            "bei einer Pressekonferenz in Berlin",
        ),
        ("sq", "“Mirë”, tha Albin Kurti në një konferencë për media.", "në një konferencë për media"),
        (
            "sr",
            "„Dobro“, rekla je Ana Brnabić na konferenciji za novinare.",
            "na konferenciji za novinare",
        ),
        (
            "sr",
            "„Добро“, рекла је Ана Брнабић на конференцији за новинаре.",
            "на конференцији за новинаре",
        ),
    ],
)
def test_the_occasion_is_found_in_each_language(language: str, text: str, occasion: str):
    [quote] = find_quotes(text, language)
    assert quote.occasion == occasion


def test_an_unknown_language_is_read_as_english():
    [quote] = find_quotes("“We won,” Ann Smith said.", "xx")
    assert quote.speaker_name == "Ann Smith"
    assert find_quotes("“We won,” Ann Smith said.", "../../etc") != []
