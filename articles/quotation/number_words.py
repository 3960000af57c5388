"""Numbers, and what is counted in them, as words: by language code, as `wording.key_of` writes them."""

from articles.quotation.wordlists import listed


def _count(*lines: str) -> dict[str, str]:
    """Read lines of number words, each beginning with the number its first word stands for; the others follow by ones or by tens."""
    numbers: dict[str, str] = {}
    for line in lines:
        first, step, *words = line.split()
        for place, spellings in enumerate(words):
            for word in spellings.split("/"):
                numbers[word] = (
                    str(int(first) + int(step) * place) if step != "x" else str(int(first) * 1000**place)
                )
    return numbers


def _ordinals(text: str, *, step: int = 1) -> dict[str, str]:
    return {word: f"{place * step}th" for place, word in enumerate(text.split(), start=1)}


NUMBERS = {
    "en": _count(
        "0 1 zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
        "20 10 twenty thirty forty/fourty fifty sixty seventy eighty ninety hundred",
        "1000 x thousand million/mn billion/bn trillion/tn",
    )
    | _ordinals(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth"
        " seventeenth eighteenth nineteenth"
    )
    | _ordinals(
        "tenth twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth hundredth",
        step=10,
    )
    | {
        "nought": "0",
        "dozens": "12s",
        "hundreds": "100s",
        "thousands": "1000s",
        "millions": "1000000s",
        "billions": "1000000000s",
    },
    "sq": _count(
        "0 1 zero një dy tre/tri katër pesë gjashtë shtatë tetë nëntë dhjetë",
        "20 10 njëzet tridhjetë dyzet pesëdhjetë gjashtëdhjetë shtatëdhjetë tetëdhjetë nëntëdhjetë njëqind/qind",
        "200 100 dyqind treqind katërqind pesëqind gjashtëqind shtatëqind tetëqind nëntëqind",
        "1000 x mijë/mijëra milion/milionë/milioni/milionësh/mln miliard/miliardë/miliardi/miliardësh/mld",
    ),
    "sr": _count(
        "0 1 nula jedan/jedna/jedno dva/dve/dvije tri četiri pet šest sedam osam devet deset jedanaest dvanaest trinaest četrnaest petnaest",
        "20 10 dvadeset trideset četrdeset pedeset šezdeset sedamdeset osamdeset devedeset sto/stotinu",
        "200 100 dvesta/dvesto/dvjesta/dvjesto trista/tristo četiristo/četirsto petsto",
        "700 100 sedamsto osamsto devetsto",
        "1000 x hiljadu/hiljada/hiljade/tisuću/tisuća milion/miliona/milioni/milijun/milijuna/mil/mln"
        " milijarda/milijardi/milijarde/milijardu/mlrd",
    ),
    "mk": _count(
        "0 1 nula eden/edna/edno dva/dve tri četiri pet šest sedum osum devet deset",
        "20 10 dvaeset trieset četirieset pedeset šeeset sedumdeset osumdeset devedeset sto",
        "200 100 dvesta trista četiristotini petstotini",
        "1000 x iljada/iljadi milion/milioni milijarda/milijardi",
    ),
    "de": _count(
        "0 1 null ein/eins/eine/einen/einem/einer zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn",
        "20 10 zwanzig dreissig vierzig fünfzig sechzig siebzig achtzig neunzig hundert",
        "16 1 sechzehn siebzehn achtzehn neunzehn",
        "1000 x tausend million/millionen/mio milliarde/milliarden/mrd billion/billionen",
    ),
}

# "and" within a number, and the article that says one: a hundred and twenty, njëzet e tre.
NUMBER_JOINERS = {
    "en": listed("and"),
    "sq": listed("e"),
    "sr": listed("i"),
    "mk": listed("i"),
    "de": listed("und"),
}
NUMBER_ARTICLES = {"en": listed("a")}

# A half by itself or before a million; and one that is none without a number and "and" before it: dva i po.
HALVES = {
    "en": listed("half"),
    "sq": listed("gjysmë"),
    "sr": listed("pola"),
    "mk": listed("pol"),
    "de": listed("halb halbe halben halbes"),
}
HALVES_BEHIND = {"sr": listed("po pol")}
DOZENS = {
    "en": listed("dozen"),
    "sq": listed("duzinë"),
    "sr": listed("tuce tuceta"),
    "mk": listed("duzina"),
    "de": listed("dutzend"),
}
# What two or more, and what one of them is a part of: two-thirds, one-third.
PARTS = {
    "en": {
        "halves": 2,
        "thirds": 3,
        "quarters": 4,
        "fourths": 4,
        "fifths": 5,
        "sixths": 6,
        "sevenths": 7,
        "eighths": 8,
        "ninths": 9,
        "tenths": 10,
        "hundredths": 100,
    },
    "sq": {"çerekë": 4, "çerek": 4},
    "sr": {"trećine": 3, "četvrtine": 4, "petine": 5, "petina": 5, "desetine": 10, "desetina": 10},
    "mk": {"tretini": 3, "četvrtini": 4, "petini": 5},
    "de": {"drittel": 3, "viertel": 4, "fünftel": 5, "sechstel": 6, "achtel": 8, "zehntel": 10},
}
PARTS_OF_ONE = {
    "en": {"half": 2, "quarter": 4} | {f"{part}th": part for part in (*range(3, 11), 100)},
    "sq": {"gjysmë": 2, "çerek": 4},
    "sr": {"trećina": 3, "trećinu": 3, "četvrtina": 4, "četvrtinu": 4, "petina": 5, "petinu": 5},
    "mk": {"tretina": 3, "četvrtina": 4, "petina": 5},
    "de": {"halbe": 2, "halbes": 2, "halben": 2, "drittel": 3, "viertel": 4, "fünftel": 5},
}
DECIMAL_POINTS = {"en": listed("point"), "de": listed("komma"), "sr": listed("zapeta zarez")}
# Between two figures a dash says this.
RANGE_WORDS = {"en": "to", "de": "bis", "sq": "deri", "sr": "do", "mk": "do"}
PERCENTS = {
    "en": frozenset({("percent",), ("pct",)}),
    "sq": frozenset({("përqind",), ("për", "100")}),
    "sr": frozenset({("odsto",), ("posto",), ("procenat",), ("procenta",), ("procenata",), ("od", "100")}),
    "mk": frozenset({("procenti",), ("otsto",), ("od", "100")}),
    "de": frozenset({("prozent",)}),
}
CURRENCIES = {
    "en": {
        **dict.fromkeys(("dollar", "dollars", "usd"), "dollar"),
        **dict.fromkeys(("euro", "euros", "eur"), "euro"),
        **dict.fromkeys(("pound", "pounds", "gbp"), "pound"),
    },
    "sq": {
        **dict.fromkeys(("dollar", "dollarë", "dollarësh"), "dollar"),
        **dict.fromkeys(("euro", "eurosh"), "euro"),
    },
    "sr": {
        **dict.fromkeys(("dolar", "dolara", "dolari"), "dollar"),
        **dict.fromkeys(("evro", "evra", "evri", "euro", "eura", "eur"), "euro"),
    },
    "mk": {**dict.fromkeys(("dolar", "dolari"), "dollar"), **dict.fromkeys(("evro", "evra"), "euro")},
    "de": {"dollar": "dollar", "euro": "euro", "pfund": "pound", "eur": "euro"},
}
# Beside one of these a 3rd is a 3.
MONTHS = listed(
    "January February March April May June July August September October November December Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec"
)
