"""Made-up words for made-up stories: always the same for the same seed, and never in need of escaping.

No Django here: a random generator in, text out.
"""

from random import Random

_WORDS = (
    "the a of to in and for with on from by at after before during under over between without against "
    "parliament government council ministry court border bridge budget treaty election harbour railway river "
    "hospital school museum factory market village city region union alliance company bank farm forest orchestra "
    "minister mayor judge teacher doctor engineer farmer student driver neighbour witness expert official citizen "
    "talks vote report plan law reform project agreement dispute decision delay repair strike festival harvest "
    "new old long quiet open public local early late careful costly modest joint final steady narrow broad clear "
    "said agreed rejected opened closed built promised asked warned found counted moved kept reached signed sent "
    "money water energy language history traffic housing music weather winter summer morning evening year month week "
    "first second third last many few several more less almost still already again soon together apart quickly"
).split()
_FIRST_NAMES = (
    "Adem Ana Arta Besa Blerim Dafina Daniel Elena Emil Fatos Goran Hana Ilir Irena Jana Jeton Katja Kaltrina Leka "
    "Luan Maja Marko Mira Nadia Nikola Oskar Petra Rina Sara Stefan Tara Teuta Valon Vera Viktor Zana"
).split()
_SYLLABLES = (
    "ba be bo da de do ga go ka ke ko la le lo ma me mo na ne no pa po ra re ro sa so ta te to va vo"
).split()


def text(rng: Random, words: int) -> str:
    """Return sentences of exactly so many words."""
    chosen = rng.choices(_WORDS, k=words)
    start = 0
    while start < words:
        end = min(start + rng.randint(8, 20), words)
        # What is left over would be a very short sentence.
        end = words if words - end < 4 else end
        chosen[start] = chosen[start].capitalize()
        chosen[end - 1] += "."
        start = end
    return " ".join(chosen)


def title(rng: Random, words: int) -> str:
    """Return the beginning of a headline, of exactly so many words."""
    return " ".join(rng.choices(_WORDS, k=words)).capitalize()


def name(number: int) -> str:
    """Return a person's name of two words, another one for every number."""
    first = _FIRST_NAMES[number % len(_FIRST_NAMES)]
    rest, syllables = number // len(_FIRST_NAMES) + len(_SYLLABLES), []
    while rest:
        rest, last = divmod(rest, len(_SYLLABLES))
        syllables.append(_SYLLABLES[last])
    return f"{first} {''.join(syllables).capitalize()}ni"


class Texts:
    """A stock of texts of each length, from which stories take theirs: writing each anew would take most of the time."""

    VARIANTS = 120

    def __init__(self, seed: int, lengths: set[int]) -> None:
        rng = Random(seed)
        self._by_length = {
            length: [text(rng, length) for _ in range(self.VARIANTS)] for length in sorted(lengths)
        }

    def of(self, length: int, rng: Random) -> str:
        """Return one of the texts of this length."""
        return self._by_length[length][int(rng.random() * self.VARIANTS)]
