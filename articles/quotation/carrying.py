"""Decides who said each quotation: the best of what its own sentence offers and of what is carried on from around it."""

from dataclasses import dataclass

from articles.quotation import evidence, speakers, subjects
from articles.quotation.attribution import Attribution
from articles.quotation.mentions import kind_of
from articles.quotation.sentences import DASHES, Sentence, Token
from articles.quotation.words import SPEECH, Language

_FARTHEST = 8


@dataclass(slots=True)
class Decision:
    """The attribution taken, its weight, and everything that was weighed."""

    attribution: Attribution | None
    weight: float
    possibilities: list[Attribution]
    clues: list[list[str]]


class Story:
    """The sentences of a text with who says each quotation in them, decided once from first to last."""

    def __init__(self, sentences: list[Sentence], text: str, language: Language) -> None:
        self._sentences = sentences
        self._text = text
        self._language = language
        self._reports: dict[int, Attribution | None] = {}
        self._own: dict[int, list[Attribution]] = {}
        self._decided: list[list[Decision]] = []
        self.decisions: dict[int, Decision] = {}
        for number in range(len(sentences)):
            self._decide(number)

    def _decide(self, number: int) -> None:
        sentence = self._sentences[number]
        decided: list[Decision] = []
        self._decided.append(decided)
        for at, token in enumerate(sentence.tokens):
            if token.kind != "quote":
                continue
            offers = [*self._offers(token, sentence, at), *self._carried(number, at, decided)]
            situation = self._situation(number, at)
            clues = [self._clues(offer, situation) for offer in offers]
            sums = [evidence.weigh(each) for each in clues]
            best = max(range(len(offers)), key=sums.__getitem__, default=None)
            decision = Decision(
                offers[best] if best is not None else None,
                sums[best] if best is not None else 0.0,
                offers,
                clues,
            )
            decided.append(decision)
            self.decisions[token.start] = decision

    def _offers(self, token: Token, sentence: Sentence, at: int) -> list[Attribution]:
        if token.start not in self._own:
            self._own[token.start] = speakers.possibilities(sentence, at, self._language)
        return self._own[token.start]

    def _situation(self, number: int, at: int) -> str:
        """Where the quotation stands: alone, opening its sentence, or inside it; ending with a comma or not."""
        sentence = self._sentences[number]
        passage = sentence.tokens[at].passage
        last = self._text[passage.inner_end - 1] if passage else ""
        following = sentence.tokens[at + 1].text if at + 1 < len(sentence.tokens) else ""
        ending = (
            "comma"
            if last in ",—–-" or following == ","
            else "question"
            if last in "?!…"
            else "stop"
            if last == "."
            else "none"
        )
        place = "alone" if sentence.is_only_quotation else "opens" if at == 0 else "inside"
        return f"{place} {ending}"

    def _clues(self, offer: Attribution, situation: str) -> list[str]:
        way = offer.way
        kind = kind_of(offer.sentence.tokens, offer.speaker)
        clues = [way, f"{way} / {situation}", f"{way} / {kind}", f"by {kind}"]
        clues += [f"{way} / {clue}" for clue in offer.clues]
        return clues

    def _carried(self, number: int, at: int, decided: list[Decision]) -> list[Attribution]:
        """What the neighbourhood offers: the speaker before, the report before or behind, the next quotation's speaker."""
        sentence = self._sentences[number]
        found: list[Attribution] = []
        if decided and decided[-1].attribution:
            found.append(_again(decided[-1].attribution, "neighbour", ["of " + decided[-1].attribution.way]))
        for later in range(at + 1, len(sentence.tokens)):
            if sentence.tokens[later].kind == "quote":
                offer = self._best_behind(self._offers(sentence.tokens[later], sentence, later))
                if offer:
                    found.append(_again(offer, "next in sentence", []))
                break
        found += self._from_before(number)
        found += self._from_behind(number)
        return found

    def _from_before(self, number: int) -> list[Attribution]:
        found: list[Attribution] = []
        here = self._sentences[number].paragraph
        paragraphs = 0
        paragraph = here
        for earlier in range(number - 1, max(-1, number - 1 - _FARTHEST), -1):
            sentence = self._sentences[earlier]
            if sentence.paragraph != paragraph:
                paragraph = sentence.paragraph
                paragraphs += 1
            near = (
                "next to it" if earlier == number - 1 else "farther",
                "same paragraph" if not paragraphs else f"{min(paragraphs, 3)} paragraphs back",
            )
            ends_in_colon = sentence.tokens[-1].text == ":"
            quoted = [d.attribution for d in self._decided[earlier] if d.attribution]
            clues = [" ".join(near), *(["colon"] if ends_in_colon else []), *near]
            if quoted:
                goes_on = any(t.passage is not None and t.passage.continues for t in sentence.tokens)
                found.append(
                    _again(
                        quoted[-1],
                        "spoke before",
                        [*clues, "of " + quoted[-1].way, *(["mark left open"] if goes_on else [])],
                    )
                )
                report = self._report(earlier)
                if report and report.speaker != quoted[-1].speaker:
                    found.append(_again(report, "reported beside", clues))
                break
            report = self._report(earlier)
            if report:
                speech = report.way == "source" or (
                    report.cue and report.sentence.tokens[report.cue[0]].flags & SPEECH
                )
                found.append(_again(report, "reported before", [*clues, "speech" if speech else "no speech"]))
                if earlier == number - 1 and ends_in_colon:
                    leading = subjects.leading(sentence.tokens, len(sentence.tokens))
                    if leading and leading != report.speaker:
                        found.append(Attribution(sentence, report.cue, leading, "subject before", clues))
            elif earlier == number - 1 or paragraphs:
                leading = subjects.leading(sentence.tokens, len(sentence.tokens))
                if leading and len(found) < 3:
                    found.append(Attribution(sentence, None, leading, "subject before", clues))
            if len(found) >= 4:
                break
        return found

    def _from_behind(self, number: int) -> list[Attribution]:
        found: list[Attribution] = []
        here = self._sentences[number].paragraph
        for later in range(number + 1, min(number + 4, len(self._sentences))):
            sentence = self._sentences[later]
            near = "next to it" if later == number + 1 else "farther"
            if sentence.paragraph != here:
                signature = self._signature(sentence)
                if signature and later == number + 1:
                    found.append(signature)
                break
            quotes = [(at, t) for at, t in enumerate(sentence.tokens) if t.kind == "quote"]
            if quotes:
                offer = self._best_behind(self._offers(quotes[0][1], sentence, quotes[0][0]))
                if offer:
                    found.append(_again(offer, "speaks next", [near, "of " + offer.way]))
                    break
            elif later == number + 1:
                report = self._report(later)
                if report:
                    found.append(
                        _again(
                            report,
                            "reported next",
                            [
                                "first" if report.speaker[0] == 0 else "later",
                                "short" if len(sentence.tokens) < 9 else "long",
                            ],
                        )
                    )
        return found

    def _signature(self, sentence: Sentence) -> Attribution | None:
        """— Michelle Marks, Philadelphia: on a line of its own under the quotation."""
        tokens = sentence.tokens
        if len(tokens) > 2 and tokens[0].text in DASHES and tokens[1].is_capitalised and len(tokens) < 30:
            end = next((n for n in range(1, len(tokens)) if tokens[n].kind != "word"), len(tokens))
            return Attribution(sentence, None, (1, end), "signature below")
        return None

    def _best_behind(self, offers: list[Attribution]) -> Attribution | None:
        return next((offer for offer in offers if offer.way in ("behind", "inverted", "source behind")), None)

    def _report(self, number: int) -> Attribution | None:
        """The main verb of saying in a sentence without quotations."""
        if number not in self._reports:
            sentence = self._sentences[number]
            found = speakers.reports(sentence, self._language)
            said = [
                a for a in found if a.way == "source" or (a.cue and sentence.tokens[a.cue[0]].flags & SPEECH)
            ]
            self._reports[number] = next(iter(said or found), None)
        return self._reports[number]


def _again(attribution: Attribution, way: str, clues: list[str]) -> Attribution:
    return Attribution(attribution.sentence, attribution.cue, attribution.speaker, way, clues)
