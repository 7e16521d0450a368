"""The words of people who answer, in English, French and German, folded as `wording.folded` folds them.

FILLERS surround an answer and say nothing themselves; NUMBERS and ORDINALS name a choice by its place; after NEGATIONS
a choice is not meant; QUESTIONS begin what is no answer. EVERYDAY words (words/*.txt) are never read as another word
with letters added or mistaken: “now” is no “no”.
"""

from collections.abc import Iterable
from pathlib import Path

FILLERS = frozenset(
    # English
    "a an the my our i id ill im ive we is its it thats that this was be am would will like want wanna choose chose pick"
    " take taking took select go going gonna get with for of have has had got do did prefer think thinking guess say said"
    " answer option choice number me let lets to us please pls plz plss thanks thank you thx ty cheers hi hello hey oh um"
    " uh hmm well so just ok okay maybe probably definitely lol haha here there and one ones right sorry id say def prob"
    # French
    " le la les l un une des du de d mon ma mes notre je j jai prends prend prendre choisis choisi veux voudrais souhaite"
    " prefere aime opte vais pour c ce cest est sera ca reponse choix numero num svp stp s il te vous plait merci bonjour"
    " salut coucou bonsoir alors donc moi plutot ai avec et euh ben bah oh bien"
    # German
    " der die das den dem ein eine einen einer eines mein meine meinen ich wir nehme nehm nimm wahle waehle will mochte"
    " moechte hatte haette gern gerne bitte danke ist es wars habe hab haben nummer nr antwort hallo hi moin dann also"
    " fur fuer wohl glaub glaube denke mal lieber und wird ware waere dir".split()
)

NUMBERS = {
    **dict.fromkeys("one un une eins".split(), 1),
    **dict.fromkeys("two deux zwei zwo".split(), 2),
    **dict.fromkeys("three trois drei".split(), 3),
    **dict.fromkeys("four quatre vier".split(), 4),
    **dict.fromkeys("five cinq funf fuenf".split(), 5),
    **dict.fromkeys("six sechs".split(), 6),
    **dict.fromkeys("seven sept sieben".split(), 7),
    **dict.fromkeys("eight huit acht".split(), 8),
    **dict.fromkeys("nine neuf neun".split(), 9),
    **dict.fromkeys("ten dix zehn".split(), 10),
    **dict.fromkeys("eleven onze elf".split(), 11),
    **dict.fromkeys("twelve douze zwolf zwoelf".split(), 12),
}
LAST = 0  # of however many choices
ORDINALS = {
    **dict.fromkeys("first premier premiere erste erster erstes ersten".split(), 1),
    **dict.fromkeys("second seconde deuxieme zweite zweiter zweites zweiten".split(), 2),
    **dict.fromkeys("third troisieme dritte dritter drittes dritten".split(), 3),
    **dict.fromkeys("fourth quatrieme vierte vierter viertes vierten".split(), 4),
    **dict.fromkeys("fifth cinquieme funfte fuenfte funften fuenften".split(), 5),
    **dict.fromkeys("sixth sixieme sechste sechster sechstes sechsten".split(), 6),
    **dict.fromkeys("last dernier derniere letzte letzter letztes letzten".split(), LAST),
}
MARKERS = "n|no|nr|num|numero|number|nummer|option|opt|choice|choix|answer|reponse|antwort"
ENDINGS_OF_ORDINALS = "st|nd|rd|th|er|ere|re|e|eme|ieme|nde|ter|te|tes|ten"

NEGATIONS = frozenset(
    "no not nor neither none never without except nope nah dont doesnt didnt isnt arent wasnt cant cannot wont wouldnt"
    " havent hasnt aint hate dislike"
    " pas non ni aucun aucune sans sauf jamais deteste nan"
    " nicht nein kein keine keinen keiner keines keinem weder noch ohne ausser nie niemals nee hasse".split()
)
# “No problem” says neither yes nor no.
IDIOMS = (
    "no problem,no prob,no worries,no idea,no clue,no doubt,no matter,no preference,no more,no one,non plus"
    ",pas de probleme,kein problem,keine ahnung,keine sorge".split(",")
)
QUESTIONS = frozenset(
    "what whats how which why when where who does is are"
    " combien pourquoi quand comment quel quelle quels quelles est quoi ou"
    " was wie warum wieso wann wo wer welche welcher welches wieviel gibt".split()
)
INFLECTIONS = ("s", "x", "n", "en", "es", "e", "er")


def stem(word: str) -> str:
    """Without the ending of a plural or a feminine, where three letters stay."""
    for ending in ("en", "es", "s", "x", "n", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


def _read(paths: Iterable[Path]) -> tuple[str, ...]:
    lines = (line for path in paths for line in path.read_text("utf-8").splitlines())
    return tuple(dict.fromkeys(word for line in lines if not line.startswith("#") for word in line.split()))


def inflects(word: str, base: str) -> bool:
    """Whether it is the other with the ending of a plural, as “dogs” is. Two letters have no plural: “non” is no “no”."""
    return len(base) > 2 and word.startswith(base) and word[len(base) :] in INFLECTIONS


EVERYDAY = _read(Path(__file__).with_name("words") / f"{language}.txt" for language in ("en", "fr", "de"))
_KNOWN = frozenset(EVERYDAY)


def is_everyday(word: str) -> bool:
    return word in _KNOWN or word.removesuffix("s") in _KNOWN
