"""What editors make of a quotation in headlines, captions and posts, and what is said of it: no false alarm, no miss."""

import pytest

from articles.quotation.differences import Verdict
from articles.quotation.fidelity import TrueWords, check_text

# The words that were said; below them each text as an editor wrote it, with the verdict on its one quoted passage.
TABLE = """
en # We will not leave Kosovo until the last refugee has returned home, and that is a promise.
    “We will not leave Kosovo,” NATO chief says = exact
    ‘We will not leave Kosovo’: NATO = exact
    'We will not leave Kosovo until the last refugee has returned home' = exact
    WE WILL NOT LEAVE KOSOVO: "WE WILL NOT LEAVE KOSOVO" = exact
    “we will not leave Kosovo until the last refugee has returned home, and that is a promise” = exact
    “We will not leave Kosovo … and that is a promise” = marked cut
    “We will not leave Kosovo ... and that is a promise” = marked cut
    “We will not leave Kosovo [...] and that is a promise” = marked cut
    “We will not leave Kosovo. . . .” = exact
    “We will not leave Kosovo and that is a promise” = unmarked cut
    “We will not leave Kosovo until the refugee has returned home” = unmarked cut
    “We will not leave until the last refugee has returned home” = unmarked cut
    “We will leave Kosovo”: NATO chief = changed sense
    “We will … leave Kosovo” = changed sense
    “We will never leave Kosovo” = changed word
    “We won’t leave Kosovo” = changed word
    “We can not leave Kosovo until the last refugee has returned home” = changed sense
    “We may not leave Kosovo until the last refugee has returned home” = changed sense
    “We will not enter Kosovo until the last refugee has returned home” = changed word
    “We will not leave Kosovo until the first refugee has returned home” = changed sense
    “We will not leave Serbia until the last refugee has returned home” = changed word
    “They will not leave Kosovo until the last refugee has returned home” = changed word
    “We will not leave Kosovo until the last refugees have returned home” = changed word
    “We will not leave [Kosovo] until the last refugee has returned home” = exact
    “[NATO] will not leave Kosovo” = marked cut
    “We will not leave Kosovo after the last refugee has returned home” = changed word
    NATO will not “leave Kosovo until the last refugee has returned” = exact
    NATO to “leave Kosovo until the last refugee has returned” = changed sense
    “Kosovo will be free by next year” = not in the story
en # I don't think that they will attack us this year, but we can't rule it out.
    “I don’t think that they will attack us” = exact
    "I don't think that they will attack us this year" = exact
    “I do not think that they will attack us this year” = changed word
    “They will attack us this year”, says minister = changed sense
    “that they will attack us this year”, says minister = changed sense
    Minister doubts “they will attack us this year” = exact
    “I think that they will attack us this year” = changed sense
    “I don't think that they would attack us this year” = changed word
    “I don't think that they might attack us this year” = changed sense
    “we can't rule it out” = exact
    “we cannot rule it out” = changed word
    “we can rule it out” = changed sense
    “we won't rule it out” = changed sense
    “but we can't rule it out.” = exact
en # We are not going to pay more than five million dollars for this bridge.
    “We are not going to pay more than $5 million for this bridge” = exact
    “We are not going to pay more than 5 million dollars” = exact
    “We’re not going to pay more than five million dollars” = changed word
    “We are not going to pay more than $5 billion for this bridge” = changed number
    “We are not going to pay more than €5 million for this bridge” = changed number
    “We are not going to pay less than $5 million for this bridge” = changed sense
    “We are going to pay more than $5 million for this bridge” = changed sense
    Mayor: “pay more than five million dollars” = changed sense
    Mayor won't “pay more than five million dollars” = exact
    “pay more than $5m for this bridge”? No, says mayor = exact
    “not going to pay … for this bridge” = marked cut
en # Crime has increased by 12 per cent and it may rise again, the minister fears.
    “Crime has increased by 12%” = exact
    “Crime has increased by 12 percent” = exact
    “Crime has increased by twelve per cent and it may rise again” = exact
    “Crime has decreased by 12 per cent” = changed sense
    “Crime has fallen by 12 per cent” = changed sense
    “Crime has increased by 21 per cent” = changed number
    “Crime has increased by 12 points” = changed word
    “it will rise again” = changed sense
    “it might rise again” = changed word
    “it may rise” = exact
    “it may fall again” = changed sense
    “it may never rise again” = changed sense
    “Crime has risen by 12 per cent” = changed word
    “Crime … may rise again” = marked cut
    “Crime may rise again” = unmarked cut
en # The court failed to protect the witnesses, and nobody denied it.
    “The court failed to protect the witnesses” = exact
    “The court protected the witnesses” = changed sense
    “The court … protect the witnesses” = changed sense
    “nobody denied it” = exact
    “somebody denied it” = changed sense
    “nobody confirmed it” = not in the story
    “The courts failed to protect the witnesses” = changed word
    “The court failed to protect witnesses” = unmarked cut
    “The court failed to attack the witnesses” = changed sense
en # It is a lawful, useful and hopeful step, and we fully support the dialogue.
    “a lawful, useful and hopeful step” = exact
    “a lawful useful and hopeful step” = exact
    “a lawful — useful and hopeful — step” = exact
    “a unlawful, useful and hopeful step” = changed sense
    “a lawful, useless and hopeful step” = changed sense
    “a lawful, useful and hopeless step” = changed sense
    “we fully support the dialogue” = exact
    “we fully oppose the dialogue” = changed sense
    “we … support the dialogue” = marked cut
    “we support the dialogue” = unmarked cut
    “we fully support the dialog” = changed word
    “We fully support the [EU-led] dialogue” = exact
    “[W]e fully support the dialogue” = exact
    “we fully support [it]” = exact
    “It is a step” = unmarked cut
    “It is a … step” = marked cut
en # He told me, ‘I will come back’, and I’ve never seen him since—not once.
    “He told me, 'I will come back'” = exact
    “He told me ‘I will come back’” = exact
    “He told me, "I will come back", and I've never seen him since” = exact
    “I’ve never seen him since — not once” = exact
    “I've never seen him since - not once” = exact
    “I’ve never seen him since, not once” = exact
    “I’ve never seen him since” = exact
    “I’ve seen him since” = changed sense
    “I have never seen him since” = changed word
    “I’ve never seen them since” = changed word
    “I’ve hardly seen him since” = changed word
en # Naïve people think the co-operation of Fiancée and Façade is a first-class e-mail hoax.
    “Naive people think the cooperation of Fiancee and Facade” = exact
    “Naïve people think the co‑operation of Fiancée” = exact
    “a first class email hoax” = exact
    “a first\u00a0class e\u2011mail hoax” = exact
    “a \ufb01rst-class e-mail hoax” = exact
    “Naïve peo\u00adple think the co-operation” = exact
    “Naïve\u200b people think the co-operation” = exact
    “a 1st-class e-mail hoax” = exact
    “a third-class e-mail hoax” = changed number
    “a second-class e-mail hoax” = changed number
en # Two-thirds of the 1,500 soldiers, or about a thousand, must go home by March 11th.
    “2/3 of the 1,500 soldiers” = exact
    “two thirds of the 1500 soldiers” = exact
    “Two-thirds of the 1 500 soldiers” = exact
    “about 1,000 must go home by 11 March” = exact
    “about 1,000 must go home by the 11th of March” = changed word
    “about 1,000 must go home by Mar. 11” = exact
    “about 1,000 must go home by April 11” = changed word
    “about 1,000, must go home by March 11” = exact
    “one-third of the 1,500 soldiers” = changed number
    “Two of the 1,500 soldiers” = changed number
    “Two-thirds of the 15,000 soldiers” = changed number
    “Two-thirds of the soldiers” = unmarked cut
    “about a million must go home” = changed number
    “about a thousand should go home by March 11th” = changed sense
    “about a thousand can go home by March 11th” = changed sense
    “about a thousand go home by March 11th” = unmarked cut
    “about a thousand must go home by March 12th” = changed number
    “about a thousand must stay home by March 11th” = changed word
en # Um, we have, uh, no plan to leave the alliance. None.
    “We have no plan to leave the alliance” = exact
    “we have no plan to leave the alliance. None.” = exact
    “we have a plan to leave the alliance” = changed sense
    “leave the alliance”: minister’s plan = changed sense
    “a plan to leave the alliance” = changed sense
    “we have no plans to leave the alliance” = changed word
    “we have no plan to join the alliance” = changed sense
    “we have no reason to leave the alliance” = changed word
en # Nobody can deny that we will win, I have no doubt that peace will come, and we are not afraid to fight for our homes.
    “we will win”, says minister = exact
    “peace will come”, says minister = exact
    “fight for our homes”, says minister = exact
    “somebody can deny that we will win” = changed sense
    “I have doubt that peace will come” = changed sense
    “we are afraid to fight for our homes” = changed sense
    “we are not afraid to die for our homes” = changed word
en # I never said that we would leave, and nobody asked us to pay 1,200 euros for it.
    “we would leave”, says minister = changed sense
    “pay 1,200 euros for it”: minister = changed sense
    Minister never said “we would leave” = exact
    “I said that we would leave” = changed sense
    “nobody asked us to pay €1,200” = exact
    “nobody asked us to pay 1,300 euros” = changed number
en # Without a deal there is less hope, and all of us lose before winter.
    “Without a deal there is less hope” = exact
    “With a deal there is less hope” = changed sense
    “Without a deal there is more hope” = changed sense
    “all of us lose before winter” = exact
    “some of us lose before winter” = changed sense
    “all of us win before winter” = changed sense
    “all of us lose after winter” = changed sense
    “all of us lose” = exact
    “all of us lost before winter” = changed word
    “there is hope” = unmarked cut
de # Wir werden die Region nicht verlassen, und wir unterstützen diesen Krieg nicht.
    „Wir werden die Region nicht verlassen“, sagt der General = exact
    »Wir werden die Region nicht verlassen« = exact
    «Wir werden die Region nicht verlassen» = exact
    „Wir werden die Region verlassen“ = changed sense
    „Wir werden die Region … verlassen“ = changed sense
    „Wir werden die Region nie verlassen“ = changed word
    „Wir werden das Land nicht verlassen“ = not in the story
    „wir unterstützen diesen Krieg nicht“ = exact
    „wir unterstützen diesen Krieg“ = changed sense
    „wir unterstützen diesen Frieden nicht“ = changed sense
    General lehnt ab: „wir unterstützen diesen Krieg“ = exact
    „Wir können die Region nicht verlassen“ = changed sense
de # Ich glaube nicht, dass es mehr als dreißig Verletzte gibt, und es ist kein Zufall.
    „Ich glaube nicht, dass es mehr als 30 Verletzte gibt“ = exact
    „dass es mehr als dreißig Verletzte gibt“ = changed sense
    „es ist ein Zufall“ = changed sense
    „es ist kein Zufall“ = exact
    „Ich glaube, dass es mehr als dreißig Verletzte gibt“ = changed sense
    „Ich glaube nicht, dass es weniger als dreißig Verletzte gibt“ = changed sense
    „Ich glaube nicht, dass es mehr als 13 Verletzte gibt“ = changed number
    „Ich glaube nicht, daß es mehr als dreissig Verletzte gibt“ = exact
de # Wir müssen die Truppen um 40 Prozent erhöhen, das ist möglich.
    „Wir müssen die Truppen um vierzig Prozent erhöhen“ = exact
    „Wir müssen die Truppen um 40 % erhöhen“ = exact
    „Wir sollten die Truppen um 40 Prozent erhöhen“ = changed sense
    „Wir müssen die Truppen um 40 Prozent senken“ = changed sense
    „das ist unmöglich“ = changed sense
    „Wir müssen die Truppen … erhöhen“ = marked cut
    „Wir müssen die Truppen erhöhen“ = unmarked cut
sq # Ne nuk do të largohemi nga Kosova dhe mos u frikësoni, s’ka luftë.
    “Ne nuk do të largohemi nga Kosova”, tha Rutte = exact
    «Ne nuk do të largohemi nga Kosova» = exact
    „Ne nuk do të largohemi nga Kosova“ = exact
    “Ne do të largohemi nga Kosova” = changed sense
    “largohemi nga Kosova dhe” = changed sense
    “do të largohemi nga Kosova” = changed sense
    “Ne nuk do të qëndrojmë nga Kosova” = changed sense
    “mos u frikësoni, s'ka luftë” = exact
    “u frikësoni” = changed sense
    “s’ka paqe” = not in the story
    “ka luftë” = changed sense
    “Ne kurrë nuk do të largohemi nga Kosova” = changed sense
sq # Kemi më shumë se njëzet e pesë ushtarë, pa asnjë të plagosur.
    “Kemi më shumë se 25 ushtarë” = exact
    “Kemi më pak se 25 ushtarë” = changed sense
    “Kemi më shumë se 35 ushtarë” = changed number
    “Kemi më shumë se njëzet ushtarë” = changed number
    “me asnjë të plagosur” = changed sense
    “pa asnjë të plagosur” = exact
    “Kemi më shumë ushtarë” = unmarked cut
sr # Nećemo odustati od dijaloga i ne mislim da će oni napasti Kosovo.
    „Nećemo odustati od dijaloga“, kaže Vučić = exact
    „Нећемо одустати од дијалога“, каже Вучић = exact
    „НЕЋЕМО ОДУСТАТИ ОД ДИЈАЛОГА“ = exact
    „Hoćemo odustati od dijaloga“ = changed sense
    „odustati od dijaloga“ = changed sense
    „Oni će napasti Kosovo“ = changed word
    „da će oni napasti Kosovo“ = changed sense
    „će oni napasti Kosovo“ = changed sense
    „ће они напасти Косово“ = changed sense
    Poriče da „će oni napasti Kosovo“ = exact
    „mislim da će oni napasti Kosovo“ = changed sense
    „Nećemo odustati od razgovora“ = changed word
    „Nećemo odustati … i ne mislim da će oni napasti Kosovo“ = marked cut
sr # Није могуће без два и по милиона евра, морамо више.
    „Nije moguće bez dva i po miliona evra“ = exact
    „Није могуће без 2,5 милиона евра“ = exact
    „Moguće je bez dva i po miliona evra“ = changed sense
    „Није немогуће без 2,5 милиона евра“ = changed sense
    „Није могуће са два и по милиона евра“ = changed sense
    „Није могуће без 2,5 милијарде евра“ = changed number
    „морамо мање“ = not in the story
    „moramo više“ = exact
    „можемо више“ = not in the story
"""


def rows() -> list[tuple[str, str, str, str]]:
    """Read the table: the language, what was said, the text, the verdict."""
    found = []
    for line in TABLE.strip().splitlines():
        if " # " in line:
            language, said = line.split(" # ")
        else:
            text, verdict = line.strip().rsplit(" = ", 1)
            found.append((language, said, text, verdict))
    return found


@pytest.mark.parametrize(("language", "said", "text", "verdict"), rows(), ids=[row[2] for row in rows()])
def test_every_way_of_an_editor_is_judged(language: str, said: str, text: str, verdict: str) -> None:
    [(_, found)] = check_text(text, TrueWords([said], language=language))
    assert found.verdict == Verdict(verdict), found
