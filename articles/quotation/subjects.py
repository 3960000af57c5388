"""Finds who does the saying: the subject of a verb, however much stands between the two."""

from articles.quotation import phrases
from articles.quotation.phrases import Span, is_finite, is_verb_of_saying
from articles.quotation.sentences import COMMAS, DASHES, Token
from articles.quotation.words import (
    ADVERB,
    AUXILIARY,
    BASE,
    CONJUNCTION,
    CUE,
    DOCUMENT,
    ING,
    NAMING,
    NOT_NAME,
    PREPOSITION,
    RELATIVE,
    ROLE,
    SPEECH,
    SUBJECT,
    THIRD,
    THOUGHT,
    TIME,
    TITLE,
    VERB,
)

_TO_BE = frozenset("is are was were be been being isn't wasn't weren't 's 're got".split())
_BARRIERS = frozenset({";", ":", "•", "|", "?", "!"})
_OPENERS = frozenset("and but or so yet nor".split())
_DEEPEST = 3


def of_verb(tokens: list[Token], verb: int, floor: int = 0, depth: int = 0) -> Span | None:
    """Return the subject of the verb at a position; None where it has none, as in a passive."""
    at = verb - 1
    passive = False
    if at >= floor and tokens[at].lower == "having":
        return _of_sentence(tokens, verb, floor, depth)
    while at >= floor and (
        (tokens[at].flags & (AUXILIARY | ADVERB) and not tokens[at].flags & SUBJECT)
        or tokens[at].lower == "'s"
    ):
        passive = passive or (tokens[at].lower in _TO_BE and not tokens[verb].flags & (ING | BASE | THIRD))
        at -= 1
    if passive and tokens[verb].lower != "quoted" and not depth:
        return _agent(tokens, verb)
    if _is_participle(tokens[verb]) and verb + 1 < len(tokens) and tokens[verb + 1].lower == "by":
        return phrases.after(tokens, verb + 2)  # "an option seen by organizers as"
    at = _skip_time(tokens, at, floor)
    if at < floor:
        return None
    token = tokens[at]
    if token.kind == "quote":
        return _beyond_quotation(tokens, verb, at, floor)
    if token.flags & RELATIVE:
        return _antecedent(tokens, at, floor)
    if token.text in COMMAS:
        if tokens[verb].flags & ING:
            return _of_sentence(tokens, verb, floor, depth)
        inserted = phrases.after(tokens, verb + 1)  # "The plan, said Smith, “…”"
        if (
            inserted
            and inserted[1] < len(tokens)
            and tokens[inserted[1]].text == ","
            and tokens[inserted[0]].is_capitalised
        ):
            return inserted
        return _across_insertion(tokens, at, floor) or _of_earlier_verb(tokens, at, floor, depth)
    if token.lower == "to" or token.flags & (CONJUNCTION | PREPOSITION):
        if tokens[verb].flags & ING and depth < _DEEPEST:
            return _of_sentence(tokens, verb, floor, depth)
        return _of_earlier_verb(tokens, at, floor, depth)
    if token.kind == "mark":
        return None
    found = phrases.before(tokens, at + 1, floor)
    if found is None:
        return _of_earlier_verb(tokens, at, floor, depth)
    if tokens[verb].flags & ING and token.flags & DOCUMENT and not token.is_capitalised:
        return _of_earlier_verb(tokens, found[0] - 1, floor, depth) or found  # "issued a statement saying"
    return found


def leading(tokens: list[Token], end: int, start: int = 0) -> Span | None:
    """Return the subject of the main clause: the first phrase that a finite verb follows, past any opening clause."""
    at = start
    first: Span | None = None
    while at < end:
        token = tokens[at]
        if token.kind == "quote" or (at == start and token.lower in _OPENERS):
            at += 1
            continue
        if (
            _opens_with_participle(tokens, at, start)
            or token.flags & ING
            or (
                token.flags & (PREPOSITION | CONJUNCTION | VERB)
                and not token.flags & SUBJECT
                and not token.person
                and not (at + 1 < end and tokens[at + 1].kind == "number")  # "About 200 people came"
            )
        ):
            comma = next(
                (n for n in range(at, end) if tokens[n].text in COMMAS or tokens[n].kind == "quote"), end
            )
            if comma >= end:
                if token.flags & CONJUNCTION:
                    at += 1
                    continue
                return first
            at = comma + 1
            continue
        if (
            token.flags & CUE
            and (at == 0 or not token.is_capitalised)
            and not token.flags & ING
            and is_verb_of_saying(tokens, at)
        ):
            found = phrases.after(tokens, at + 1, end)  # “…,” said Smith
            if found:
                return found
        found = phrases.after(tokens, at, end)
        if found is None:
            at += 1
            continue
        if _verb_follows(tokens, found, end):
            return found
        if first is None and _may_be_subject(tokens, found):
            first = found
        at = max(found[1], at + 1)
    return first


def _opens_with_participle(tokens: list[Token], at: int, start: int) -> bool:
    """Does a clause such as "Facing new questions, …" begin here?"""
    token = tokens[at]
    return (
        (at == start or tokens[at - 1].text in COMMAS)
        and token.lower.endswith("ing")
        and len(token.lower) > 5
        and not token.person
        and not token.flags & NOT_NAME
        and at + 1 < len(tokens)
        and not is_finite(tokens, at + 1)
    )


def _verb_follows(tokens: list[Token], span: Span, end: int) -> bool:
    behind = span[1]
    while behind < end and tokens[behind].flags & ADVERB:
        behind += 1
    if behind >= end:
        return False
    if tokens[behind].text in COMMAS:
        following = tokens[behind + 1] if behind + 1 < end else None
        if following is None or following.flags & SUBJECT or tokens[span[0]].flags & ADVERB:
            return False
        return _may_be_subject(tokens, span) and phrases.looks_like_apposition(tokens, behind + 1, end)
    return is_finite(tokens, behind) or bool(tokens[behind].flags & (RELATIVE | CUE))


def _may_be_subject(tokens: list[Token], span: Span) -> bool:
    """Is this more than a place or a date ("In Ames, Iowa, on Sunday, …")?"""
    return any(
        t.kind == "word" and not t.flags & (NOT_NAME | TIME | PREPOSITION) for t in tokens[span[0] : span[1]]
    )


def _is_participle(token: Token) -> bool:
    return bool(token.flags & (NAMING | THOUGHT)) and not token.flags & (SPEECH | ING | BASE | THIRD)


def _agent(tokens: list[Token], verb: int) -> Span | None:
    """The doer of a passive: "was described by Trump as"."""
    for at in range(verb + 1, min(verb + 6, len(tokens) - 1)):
        if tokens[at].lower == "by":
            return phrases.after(tokens, at + 1)
    return None


def _skip_time(tokens: list[Token], at: int, floor: int) -> int:
    """Step left over "on Monday", "earlier this week" and the like between subject and verb."""
    if at - 1 > floor and tokens[at].kind == "number" and tokens[at - 1].flags & PREPOSITION:
        at -= 2  # "who in 2010 said"
    while at > floor and tokens[at].flags & TIME and not tokens[at].flags & SUBJECT:
        at -= 1
        while at > floor and (
            tokens[at].flags & ADVERB
            or tokens[at].lower in ("this", "last", "on", "that", "the", "late", "early", "të")
        ):
            at -= 1
    return at


def _antecedent(tokens: list[Token], relative: int, floor: int) -> Span:
    at = relative
    if at - 1 >= floor and tokens[at - 1].flags & PREPOSITION:
        at -= 1
    pieces = [at]
    if at - 1 >= floor and tokens[at - 1].text in COMMAS:
        across = _across_insertion(tokens, at - 1, floor)
        if across:
            return across[0], relative + 1
        pieces.append(at - 1)
    for end in pieces:
        found = phrases.before(tokens, end, floor)
        if found:
            return found[0], relative + 1
    return relative, relative + 1


def _across_insertion(tokens: list[Token], comma: int, floor: int) -> Span | None:
    """The phrase before one or several insertions: "Smith, 63, a voter in Lima, Ohio, said"."""
    begin = comma
    floor = max(floor, _behind_dateline(tokens))
    while begin > floor and tokens[begin - 1].kind != "quote" and tokens[begin - 1].text not in _BARRIERS:
        begin -= 1
    pieces = phrases.commas_between(tokens, begin, comma)
    number = len(pieces) - 1
    relative = next((n for n in range(pieces[-1][0], comma) if tokens[n].flags & RELATIVE), comma)
    if any(is_finite(tokens, n) for n in range(pieces[-1][0] + 1, relative)):
        return None  # "suggested this, called that and did the other": a list of verbs, not an insertion
    if number == 0:
        return phrases.before(tokens, pieces[0][1], pieces[0][0])
    first = next((p for p in pieces if p[1] > p[0] and not _is_adverbial(tokens, *p)), pieces[-1])
    whole = phrases.before(tokens, first[1], first[0])
    if (
        whole
        and first != pieces[-1]
        and _may_be_subject(tokens, whole)
        and all(t.flags & (ADVERB | CONJUNCTION) for t in tokens[first[0] : whole[0]])
    ):
        later = pieces[pieces.index(first) + 1 :]
        if not any(tokens[p[0]].flags & SUBJECT for p in later if p[1] > p[0]) and not _begins_name(
            tokens, *later[-1]
        ):
            return whole  # "Smith, during a visit to Columbus, Ohio, said"
    while number > 0 and phrases.looks_like_apposition(tokens, *pieces[number]):
        earlier = phrases.before(tokens, pieces[number - 1][1], pieces[number - 1][0])
        if earlier is None or _is_adverbial(tokens, *pieces[number - 1]):
            break
        number -= 1
        if not phrases.looks_like_apposition(tokens, *pieces[number]) or _begins_name(
            tokens, *pieces[number]
        ):
            break
    return phrases.before(tokens, pieces[number][1], pieces[number][0]) or phrases.before(
        tokens, pieces[0][1], pieces[0][0]
    )


def _behind_dateline(tokens: list[Token]) -> int:
    """Where the sentence begins after "LIMA, Ohio --", or 0 if it has no such beginning."""
    if not tokens or not (tokens[0].is_capitalised and tokens[0].text.isupper()):
        return 0
    return next((n + 1 for n, token in enumerate(tokens[:6]) if n and token.text in DASHES), 0)


def _begins_name(tokens: list[Token], start: int, end: int) -> bool:
    while end - start > 2 and tokens[start].flags & (TITLE | ROLE) and not tokens[start].person:
        start += 1
    return (
        end - start >= 2
        and tokens[start].person is not None
        and all(t.person is not None for t in tokens[start:end])
    )


def _is_adverbial(tokens: list[Token], start: int, end: int) -> bool:
    return (
        start < end
        and bool(tokens[start].flags & (PREPOSITION | CONJUNCTION))
        and not tokens[start].flags & SUBJECT
    )


def _of_earlier_verb(tokens: list[Token], at: int, floor: int, depth: int) -> Span | None:
    """The subject shared with the verb before: "met Trump and said", "declined to say"."""
    if depth >= _DEEPEST:
        return None
    for number in range(at, floor - 1, -1):
        if tokens[number].kind == "quote" or tokens[number].text in _BARRIERS:
            break
        if is_finite(tokens, number) and number > floor:
            return of_verb(tokens, number, floor, depth + 1)
    return leading(tokens, at, floor)


def _of_sentence(tokens: list[Token], verb: int, floor: int, depth: int) -> Span | None:
    """The subject of the sentence that a participle hangs on: "Trump rejected it, calling …"."""
    found = leading(tokens, verb, floor)
    if found or depth >= _DEEPEST:
        return found
    found = _of_earlier_verb(tokens, verb - 1, floor, depth)
    if found:
        return found
    for number in range(verb + 1, len(tokens) - 1):  # "Calling him “…,” Trump said"
        if tokens[number].text in COMMAS or tokens[number].kind == "quote":
            found = phrases.after(tokens, number + 1)
            if (
                found
                and found[1] < len(tokens)
                and (is_finite(tokens, found[1]) or tokens[found[1]].flags & ADVERB)
            ):
                return found
    return None


def _beyond_quotation(tokens: list[Token], verb: int, at: int, floor: int) -> Span | None:
    """“…,” said Smith: behind the verb; else a quotation of a few words is part of the phrase itself."""
    found = phrases.after(tokens, verb + 1)
    if found:
        return found
    return phrases.before(tokens, at, floor)
