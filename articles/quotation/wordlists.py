"""The small words that decide whether two wordings say the same: negations, numbers, fillers, and what everybody says.

By language code, as `wording.key_of` writes them: Serbian and Macedonian stand in Latin letters, German ß as ss.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEGATIONS = {
    "en": _words(
        "not no never none nobody nothing nowhere neither nor cannot without hardly barely scarcely seldom rarely unable fail fails failed"
        " failing lack lacks lacked lacking refuse refuses refused refusing deny denies denied denying ain't"
        " dont doesnt didnt isnt arent wasnt werent couldnt wouldnt shouldnt hasnt havent hadnt cant wont"
    ),
    "sq": _words(
        "nuk s mos as asnjë askush asgjë asnjëherë kurrë kurrfarë asnjeri pa jo joso dot aspak"
        " refuzoj refuzon refuzojmë refuzoi refuzuan dështon dështoi mohon mohoi"
    ),
    "sr": _words(
        "ne nije nisam nisi nismo niste nisu nema nemam nemaš nemamo nemate nemaju neću nećeš neće nećemo nećete nikad nikada niko nitko"
        " ništa nijedan nijedna nijedno nigde nigdje nikako bez ni niti jedva nemoj nemojte nipošto"
        " nikoga nikome ničega nijednu nijednog nemojmo odbijam odbija odbijamo odbijaju odbio odbila odbili poričem poriče poričemo"
    ),
    "mk": _words(
        "ne nema nemam nemame nemaat nikogaš nikoj ništo niti nitu bez ni nieden niedna edvaj nikade nemoj nemojte"
    ),
    "de": _words(
        "nicht nichts nie niemals niemand niemanden niemandem kein keine keinen keinem keiner keines ohne kaum weder nirgends nein keinesfalls"
        " keineswegs unmöglich selten nirgendwo weigere weigert weigern weigerte verweigert verweigern verweigerte scheitert scheiterte gescheitert"
    ),
}

# Where a clause goes on with one of these, what stands before it is turned round.
NEGATIONS_BEHIND = {"de": _words("nicht nie niemals")}

# Between a "not" and what it is said of; and the last of them, after which that begins.
THINKING = {
    "en": _words(
        "think thinks thought believe believes believed ask asks asked asking say says saying said claim claims claimed suggest suggests suggesting mean means expect"
        " expects expecting want wants wanted wish plan plans planning intend intends intending intention reason evidence proof sign chance"
        " case true accept accepts agree agrees admit guarantee certain sure convinced going able ready willing prepared trying try allowed"
        " supposed yet really ever now be been being have has had do does did is are was were it them us you him her anyone me i we they he"
        " she there any that to"
    ),
    "de": _words(
        "ich wir er sie es glaube glaubt glauben denke denkt denken meine meint meinen sage sagt sagen behaupte behaupten so zu"
    ),
    "sr": _words(
        "mislim misli mislimo misle verujem veruje verujemo vjerujem vjerujemo kažem kaže kažemo tvrdim tvrdimo želim želi želimo hoćemo treba"
        " mogu može možemo planiramo nameravamo namjeravamo smatram smatramo očekujem očekujemo je bi da"
    ),
    "mk": _words(
        "mislam misli mislime veruvam veruvame velam velime sakam sakame treba može možeme planirame smetam smetame da"
    ),
    "sq": _words("besoj besojmë mendoj mendojmë them themi dua duam do mund duhet planifikojmë presim"),
}
THINKING_ENDS = {
    "en": _words("that to think thinks thought believe believes believed"),
    "de": _words("dass"),
    "sr": _words("da mislim misli mislimo verujem veruje verujemo vjerujem vjerujemo"),
    "mk": _words("deka da mislam mislime veruvam veruvame"),
    "sq": _words("se që të besoj besojmë mendoj mendojmë"),
}


# With these a reporter may say, outside the quotation marks, that somebody is not for what stands between them.
DENIALS = {
    "en": _words(
        "against reject rejects rejected rejecting rule rules ruled ruling oppose opposes opposed opposing dismiss dismisses dismissed"
        " dismissing doubt doubts doubted condemn condemns condemned warn warns warned impossible"
    ),
    "sq": _words("kundër refuzon refuzoi hedh hodhi mohon mohoi përjashton përjashtoi dënon dënoi"),
    "sr": _words(
        "protiv odbija odbio odbila odbacuje odbacio odbacila isključuje isključio poriče demantuje demantovao osuđuje osudio"
    ),
    "mk": _words("protiv odbiva odbi otfrla otfrli isklučuva iskluči negira demantira osuduva osudi"),
    "de": _words(
        "gegen lehnt lehnte ab schliesst schloss bestreitet bestritt dementiert verurteilt verurteilte warnt"
    ),
}

NEGATING_PREFIXES = {
    "en": ("un", "in", "im", "il", "ir", "dis", "non", "mis"),
    "sq": ("pa", "jo", "mos", "ç", "sh"),
    "sr": ("ne", "bez"),
    "mk": ("ne", "bez"),
    "de": ("un", "nicht", "in"),
}


def _opposites(*lines: str) -> dict[str, frozenset[str]]:
    """Read lines of words that say the contrary of those behind the stroke."""
    found: dict[str, frozenset[str]] = {}
    for line in lines:
        sides = [_words(side) for side in line.split("|")]
        for words, others in (sides, sides[::-1]):
            for word in words:
                found[word] = found.get(word, frozenset()) | others
    return found


OPPOSITES = {
    "en": _opposites(
        "more | less fewer",
        "most | least fewest",
        "many much | few little",
        "all every everyone everybody | some",
        "increase increases increased increasing raise raises raised raising rise rises rose risen rising grow grows grew grown growing growth"
        " | decrease decreases decreased decreasing reduce reduces reduced reducing reduction cut cuts cutting lower lowers lowered lowering"
        " fall falls fell fallen falling drop drops dropped dropping decline declines declined declining shrink shrinks shrank shrinking",
        "up | down",
        "above over | below under",
        "high higher highest | low lower lowest",
        "before | after",
        "earlier | later",
        "win wins won winning | lose loses lost losing",
        "victory | defeat",
        "success | failure",
        "succeed succeeds succeeded | fail fails failed",
        "gain gains gained | loss losses lost",
        "support supports supported supporting back backs backed backing | oppose opposes opposed opposing",
        "for | against",
        "accept accepts accepted accepting | reject rejects rejected rejecting",
        "strong stronger strongest | weak weaker weakest",
        "strengthen strengthens strengthened strengthening | weaken weakens weakened weakening",
        "improve improves improved improving | worsen worsens worsened worsening",
        "better | worse",
        "best | worst",
        "good | bad",
        "right | wrong",
        "true | false",
        "start starts started starting begin begins began begun beginning continue continues continued continuing"
        " | stop stops stopped stopping end ends ended ending",
        "open opens opened opening | close closes closed closing",
        "stay stays stayed staying remain remains remained remaining join joins joined joining | leave leaves left leaving quit",
        "allow allows allowed allowing permit permits permitted | ban bans banned forbid forbids forbidden prohibit prohibited prevent block",
        "guilty | innocent",
        "friend friends ally allies | enemy enemies foe foes",
        "peace | war",
        "peaceful | violent",
        "1th | last",  # first is read as a number
        "safe safer | dangerous",
        "buy buys bought buying | sell sells sold selling",
        "include includes included including | exclude excludes excluded excluding",
        "inside | outside",
        "defend defends defended defending protect protects protected | attack attacks attacked attacking",
        "hope hopes | fear fears",
        "optimistic | pessimistic",
        "easy easier | hard harder difficult",
        "maximum | minimum",
        "always | sometimes rarely",
    ),
    "de": _opposites(
        "mehr | weniger",
        "viel viele vielen | wenig wenige wenigen",
        "steigt steigen stieg stiegen gestiegen wächst wachsen | sinkt sinken sank gesunken fällt fallen fiel gefallen schrumpft",
        "erhöhen erhöht erhöhte | senken senkt senkte verringern verringert kürzen kürzt",
        "für | gegen",
        "vor | nach",
        "höher höhere | niedriger niedrigere",
        "stärker stark | schwächer schwach",
        "besser | schlechter",
        "gut | schlecht",
        "richtig | falsch",
        "gewinnen gewinnt gewonnen | verlieren verliert verloren",
        "sieg | niederlage",
        "krieg | frieden",
        "freund freunde | feind feinde",
        "erlaubt erlauben | verboten verbieten",
        "bleiben bleibt | gehen geht verlassen verlässt",
        "unterstützen unterstützt | ablehnen bekämpfen",
    ),
    "sq": _opposites(
        "shumë | pak",
        "rrit rritet rriten rritja rritje | ul ulet ulen ulja ulje bie bien rënie rënia",
        "për | kundër",
        "para | pas",
        "mirë | keq",
        "fortë | dobët",
        "lart | poshtë",
        "luftë lufta | paqe paqja",
        "fitore fitorja | humbje humbja",
        "mik miq | armik armiq",
        "drejtë | gabuar",
        "qëndrojmë qëndron qëndrojnë | largohemi largohet largohen",
    ),
    "sr": _opposites(
        "više | manje",
        "mnogo | malo",
        "veći veća veće | manji manja manje",
        "raste rastu porast povećanje povećati povećava povećavamo | pada padaju pad smanjenje smanjiti smanjuje smanjujemo",
        "za | protiv",
        "pre prije | posle poslije nakon",
        "bolje bolji bolja | gore gori gora lošiji lošije",
        "jači jača jače | slabiji slabija slabije",
        "dobro | loše",
        "istina | laž",
        "rat rata ratu | mir mira miru",
        "pobeda pobede pobjeda pobjede | poraz poraza",
        "ostajemo ostaje ostaju | odlazimo odlazi odlaze napuštamo napušta",
        "podržava podržavam podržavamo podržavaju | protivi protivim protivimo protive",
        "uvek uvijek | ponekad",
    ),
}

# How much is made of it. What shares a force says nearly the same; the words of the second list may stand for one of the first.
FORCES = {
    "en": {
        **dict.fromkeys(("will", "shall", "would", "won't", "wouldn't"), frozenset({"will"})),
        **dict.fromkeys(("can", "can't", "cannot", "cant"), frozenset({"can"})),
        **dict.fromkeys(("could", "couldn't"), frozenset({"can", "may"})),
        **dict.fromkeys(("may", "might"), frozenset({"may"})),
        **dict.fromkeys(("must", "mustn't"), frozenset({"must"})),
        **dict.fromkeys(("should", "shouldn't", "ought"), frozenset({"should"})),
    },
    "de": {
        **dict.fromkeys(("kann", "können", "könnte", "könnten"), frozenset({"can"})),
        **dict.fromkeys(("muss", "müssen", "musste", "mussten"), frozenset({"must"})),
        **dict.fromkeys(("soll", "sollen", "sollte", "sollten"), frozenset({"should"})),
    },
    "sq": {"mund": frozenset({"can"}), "duhet": frozenset({"must"})},
    "sr": {
        **dict.fromkeys(("mogu", "može", "možemo", "možete"), frozenset({"can"})),
        **dict.fromkeys(("moram", "mora", "moramo", "moraju"), frozenset({"must"})),
        **dict.fromkeys(("treba", "trebalo"), frozenset({"should"})),
    },
}
SAME_FORCES = {
    "en": {
        **dict.fromkeys(("able", "unable"), frozenset({"can"})),
        **dict.fromkeys(("perhaps", "maybe", "possibly"), frozenset({"may"})),
        **dict.fromkeys(("have", "has", "had", "need", "needs"), frozenset({"must"})),
        "going": frozenset({"will"}),
    }
}

FILLERS = {
    "en": _words("uh uhm um umm er erm ah eh hm hmm mm mhm"),
    "sq": _words("ëë ëm hm ee"),
    "sr": _words("ovaj hm ee em"),
    "mk": _words("ovaj hm ee"),
    "de": _words("äh ähm hm öh mhm"),
}


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
    "en": _words("and"),
    "sq": _words("e"),
    "sr": _words("i"),
    "mk": _words("i"),
    "de": _words("und"),
}
NUMBER_ARTICLES = {"en": _words("a")}

# A half by itself or before a million; and one that is none without a number and "and" before it: dva i po.
HALVES = {
    "en": _words("half"),
    "sq": _words("gjysmë"),
    "sr": _words("pola"),
    "mk": _words("pol"),
    "de": _words("halb halbe halben halbes"),
}
HALVES_BEHIND = {"sr": _words("po pol")}
DOZENS = {
    "en": _words("dozen"),
    "sq": _words("duzinë"),
    "sr": _words("tuce tuceta"),
    "mk": _words("duzina"),
    "de": _words("dutzend"),
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
DECIMAL_POINTS = {"en": _words("point"), "de": _words("komma"), "sr": _words("zapeta zarez")}
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
MONTHS = _words(
    "January February March April May June July August September October November December Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec"
)

# What anybody says: two people who say one of these have not said the same thing.
STOCK_PHRASES = tuple(
    line.strip()
    for line in """
        thank you very much
        ladies and gentlemen
        at the end of the day
        at this point in time
        at this moment in time
        in my humble opinion
        with all due respect
        as i have said many times before
        let me be very clear
        let me be absolutely clear
        make no mistake about it
        the fact of the matter is
        we take these allegations very seriously
        we take this matter very seriously
        we take these matters extremely seriously
        our thoughts and prayers are with the victims and their families
        our thoughts are with the families of the victims
        our hearts go out to the victims and their families
        we are cautiously optimistic
        we are monitoring the situation closely
        we will continue to monitor the situation
        we are closely following the situation
        we are aware of the reports
        we do not comment on ongoing investigations
        we cannot comment on individual cases
        no further comment at this time
        it would be inappropriate to comment further at this stage
        it is too early to speculate
        i do not want to speculate
        the investigation is still ongoing
        we look forward to working with you
        i look forward to working with all of you
        it is a great honour to be here
        it is a great honor and a privilege to be here with you today
        it was a pleasure to meet with
        i would like to take this opportunity to thank
        i want to thank everyone who has supported us
        i am very proud of our team
        i could not be more proud of this team
        we are in this together
        we will get through this together
        nothing is off the table
        all options are on the table
        we are working around the clock
        we are doing everything in our power
        we will leave no stone unturned
        enough is enough
        actions speak louder than words
        only time will tell
        it is what it is
        the rest is history
        we have to take it one game at a time
        we gave it everything we had
        this is a step in the right direction
        there is still a lot of work to do
        the ball is in their court
        we remain fully committed to
        we strongly condemn this cowardly attack
        we condemn this attack in the strongest possible terms
        faleminderit shumë të gjithëve
        hvala vam puno na pitanju
        vielen herzlichen dank an alle
    """.strip().splitlines()
)

# Words too common to tell one quotation from another, all languages together: what a quotation is looked for by may be in any of them.
COMMON = _words(
    """
    a about above actually after again against all almost already also always am an and another any anybody anyone anything are aren't around
    as ask asked at away back bad be because become been before began being believe best better between big both but by call came can can't
    cannot certainly come comes coming comment could couldn't course day days definitely did didn't different do does doesn't doing don't done
    down during each either else end enough even ever every everybody everyone everything exactly fact far feel feels felt few find fine
    first for forward from full further gave get gets getting give given glad go goes going gone gonna good got great had hadn't happen happened
    happens happy hard has hasn't have haven't having he he'd he'll he's hear heard help her here here's hers him himself his honoured honored hope
    how however i i'd i'll i'm i've idea if important in indeed into is isn't it it'll it's its itself just keep kind knew know known last later
    least left less let let's like little long look looking looks lot lots love made make makes making man many matter may maybe me mean
    means men might mine moment more morning most move much must my myself need needed needs never new next nice night no nobody none nor not
    nothing now of off often oh ok okay old on once one one's only onto or other others our ours ourselves out over own part people perhaps
    person place please pleased pleasure point possible put question quite rather ready real really right said same saw say saying says see
    seem seems seen sense several shall she she'd she'll she's should shouldn't since situation so some somebody someone something sometimes
    soon sorry speak still stop such sure take taken taking talk talking tell than thank thanks that that's the their theirs them themselves
    then there there's these they they'd they'll they're they've thing things think thinking this those though thought through time times to
    today together told tomorrow tonight too took toward towards tried truly try trying two under until up upon us use used very want wanted
    wants was wasn't way ways we we'd we'll we're we've week well went were weren't what what's when where whether which while who who's whole
    whom whose why will wish with within without woman women won't word words work working world would wouldn't yeah year years yes yesterday
    yet you you'd you'll you're you've young your yours yourself

    aber alle allem allen aller alles als also am an auch auf aus bei bin bis bist da damit dann das dass dein dem den denn der des dich die dies
    diese diesem diesen dieser doch dort du durch ein eine einem einen einer eines er es euch für gegen gibt habe haben hat hatte hier ich ihm
    ihn ihr ihre im immer ist ja jetzt kann kein keine können mehr mein mich mir mit muss müssen nach nicht nichts noch nun nur ob oder ohne
    schon sehr sein seine sich sie sind so über um und uns unser unter viel vom von vor war waren warum was weil wenn wer werden wie wieder wir
    wird wo zu zum zur

    a ai aj ajo ata ato bëhet ç çdo dhe do duhet duke e edhe është i jam janë jemi jo kam kanë ka kemi kjo ky më me mund na ne nga në një nuk
    për po që s sa se si të tek tha the tij tyre u unë ua vetëm

    ali baš bez bi bih bila bili bilo bio biti će ću da dakle do dok ga gde gdje i ih ili im iz ja je jedan jedna jer još kad kada kako kao kod
    koja koje koji ko li mi mu moj može mogu na nam nas ne nego neka nema ni nije nisu o od on ona oni ono ovaj ova ovo pa po pod pre prije pri
    s sa sad sada sam samo se si smo ste su sve šta što ta taj tako te ti to toga tu u uz va vam vas već veoma vi vrlo za zato

    bide bea beše deka dali edna ima ja jas kaj kako koga koja koi ke kje mnogu naš nie no ova ovie od pred se sega site toa toj tie treba vo zaradi
    """
)
