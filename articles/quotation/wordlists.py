"""The small words that decide whether two wordings say the same: negations, fillers, and what everybody says.

By language code, as `wording.key_of` writes them: Serbian and Macedonian stand in Latin letters, German ß as ss.
"""


def listed(text: str) -> frozenset[str]:
    """Return the words of a list."""
    return frozenset(text.split())


NEGATIONS = {
    "en": listed(
        "not no never none nobody nothing nowhere neither nor cannot without hardly barely scarcely seldom rarely unable fail fails failed"
        " failing lack lacks lacked lacking refuse refuses refused refusing deny denies denied denying ain't"
        " dont doesnt didnt isnt arent wasnt werent couldnt wouldnt shouldnt hasnt havent hadnt cant wont"
    ),
    "sq": listed(
        "nuk s mos as asnjë askush asgjë asnjëherë kurrë kurrfarë asnjeri pa jo joso dot aspak"
        " refuzoj refuzon refuzojmë refuzoi refuzuan dështon dështoi mohon mohoi"
    ),
    "sr": listed(
        "ne nije nisam nisi nismo niste nisu nema nemam nemaš nemamo nemate nemaju neću nećeš neće nećemo nećete nikad nikada niko nitko"
        " ništa nijedan nijedna nijedno nigde nigdje nikako bez ni niti jedva nemoj nemojte nipošto"
        " nikoga nikome ničega nijednu nijednog nemojmo odbijam odbija odbijamo odbijaju odbio odbila odbili poričem poriče poričemo"
    ),
    "mk": listed(
        "ne nema nemam nemame nemaat nikogaš nikoj ništo niti nitu bez ni nieden niedna edvaj nikade nemoj nemojte"
    ),
    "de": listed(
        "nicht nichts nie niemals niemand niemanden niemandem kein keine keinen keinem keiner keines ohne kaum weder nirgends nein keinesfalls"
        " keineswegs unmöglich selten nirgendwo weigere weigert weigern weigerte verweigert verweigern verweigerte scheitert scheiterte gescheitert"
    ),
}

# Where a clause goes on with one of these, what stands before it is turned round.
NEGATIONS_BEHIND = {"de": listed("nicht nie niemals")}

# Between a "not" and what it is said of; and the last of them, after which that begins.
THINKING = {
    "en": listed(
        "think thinks thought believe believes believed ask asks asked asking say says saying said claim claims claimed suggest suggests suggesting mean means expect"
        " expects expecting want wants wanted wish plan plans planning intend intends intending intention reason evidence proof sign chance"
        " case true accept accepts agree agrees admit guarantee certain sure convinced going able ready willing prepared trying try allowed"
        " supposed yet really ever now be been being have has had do does did is are was were it them us you him her anyone me i we they he"
        " she there any that to"
    ),
    "de": listed(
        "ich wir er sie es glaube glaubt glauben denke denkt denken meine meint meinen sage sagt sagen behaupte behaupten so zu"
    ),
    "sr": listed(
        "mislim misli mislimo misle verujem veruje verujemo vjerujem vjerujemo kažem kaže kažemo tvrdim tvrdimo želim želi želimo hoćemo treba"
        " mogu može možemo planiramo nameravamo namjeravamo smatram smatramo očekujem očekujemo je bi da"
    ),
    "mk": listed(
        "mislam misli mislime veruvam veruvame velam velime sakam sakame treba može možeme planirame smetam smetame da"
    ),
    "sq": listed("besoj besojmë mendoj mendojmë them themi dua duam do mund duhet planifikojmë presim"),
}
THINKING_ENDS = {
    "en": listed("that to think thinks thought believe believes believed"),
    "de": listed("dass"),
    "sr": listed("da mislim misli mislimo verujem veruje verujemo vjerujem vjerujemo"),
    "mk": listed("deka da mislam mislime veruvam veruvame"),
    "sq": listed("se që të besoj besojmë mendoj mendojmë"),
}


# With these a reporter may say, outside the quotation marks, that somebody is not for what stands between them.
DENIALS = {
    "en": listed(
        "against reject rejects rejected rejecting rule rules ruled ruling oppose opposes opposed opposing dismiss dismisses dismissed"
        " dismissing doubt doubts doubted condemn condemns condemned warn warns warned impossible"
    ),
    "sq": listed("kundër refuzon refuzoi hedh hodhi mohon mohoi përjashton përjashtoi dënon dënoi"),
    "sr": listed(
        "protiv odbija odbio odbila odbacuje odbacio odbacila isključuje isključio poriče demantuje demantovao osuđuje osudio"
    ),
    "mk": listed("protiv odbiva odbi otfrla otfrli isklučuva iskluči negira demantira osuduva osudi"),
    "de": listed(
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
        sides = [listed(side) for side in line.split("|")]
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
    "en": listed("uh uhm um umm er erm ah eh hm hmm mm mhm"),
    "sq": listed("ëë ëm hm ee"),
    "sr": listed("ovaj hm ee em"),
    "mk": listed("ovaj hm ee"),
    "de": listed("äh ähm hm öh mhm"),
}

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
COMMON = listed(
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
