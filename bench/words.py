"""What people write, for the seeded databases: sentences of Zipf-like words in three languages, always the same.

The word of rank r stands in a sentence about 1/r times as often as the first one. The first ranks are words of the
trade; the long tail is made of syllables, because no list of true words would be long enough.
"""

from math import exp, log
from random import Random

SENTENCES = 50_000
VOCABULARY = 20_000
LENGTHS = (4, 24)  # words
WEIGHTS = {"english": 6, "french": 2, "german": 2}
COMMON = {
    "english": """the my is to I order and it you please for was not this that have when size can of thanks with
        package delivery refund arrived return still hello would received shipping wrong days on what tracking
        broken exchange color shirt shoes gift card paid twice help cancel address changed damaged zipper missing
        invoice discount code work store item pair sent week today tomorrow yesterday label money back soon very
        answer waiting larger smaller medium blue black jacket dress bag since before after birthday wedding""",
    "french": """le de je ma la et pas commande vous que pour est un mon une ne bonjour merci colis livraison taille
        avec remboursement retour reçu toujours arrivé numéro suivi échange erreur adresse carte cadeau payé
        cassé couleur chaussures robe veste manque facture code promo jours semaine demain hier aide annuler
        étiquette réponse attendre grande petite bleu noir depuis avant après anniversaire mariage fermeture""",
    "german": """ich die ist nicht das und mein der es bitte für habe Bestellung noch mit Sie eine Lieferung Paket hallo
        danke Rückgabe Größe Erstattung angekommen immer Sendung falsch Tage Adresse Umtausch Farbe Schuhe
        Kleid Jacke Gutschein bezahlt kaputt doppelt Hilfe stornieren geändert beschädigt fehlt Rechnung Rabatt
        Woche heute morgen gestern Etikett Geld zurück bald Antwort warten größer kleiner blau schwarz seit""",
}
SYLLABLES = """ba be bo ca co da de di do fa fe ga ge ha ka la le li lo ma me mi mo na ne no pa pe ra re ri ro sa
    se ta te va vi"""


def sentences():
    """All different, so that a message tells which one it is."""
    random = Random(1)
    vocabularies = {language: vocabulary(random, words.split()) for language, words in COMMON.items()}
    made = {}
    while len(made) < SENTENCES:
        (language,) = random.choices(list(WEIGHTS), list(WEIGHTS.values()))
        words = vocabularies[language]
        made[" ".join(words[rank(random)] for _ in range(random.randint(*LENGTHS)))] = True
    return list(made)


def vocabulary(random, words):
    syllables = SYLLABLES.split()
    tail = (
        "".join(random.choices(syllables, k=random.randint(2, 5))) for _ in range(VOCABULARY - len(words))
    )
    return words + list(tail)


def rank(random):
    """From 0; the chance of each falls as 1 / (rank + 1)."""
    return int(exp(random.random() * log(VOCABULARY))) - 1
