"""The reference story in the demo account (H15): a campaign that asks people to text PETS, the survey that answers
them, and who has taken part so far. `sandbox/surveying.py` brings it to life."""

from typing import NamedTuple

from automations.script import END, Choice, Question, Script

POOL, CODES = "Pet week", [f"PET-{n * 7919 % 65536:04X}" for n in range(1, 201)]
KEYWORDS = ["PETS", "PET SURVEY"]
NAME = "Pets survey"

SCRIPT = Script(
    questions=(
        Question(
            "pet", "pet", "Thanks, {first_name|friend}! What pet do you have?",
            (
                Choice("cat", "Cat", tag="cat person"),
                Choice("dog", "Dog", tag="dog person"),
                Choice("neither", "None of them", leads_to=END, recommendation="No worries! 5 % off your next "
                       "order all the same, with {coupon.pet-week}."),
            ),
            save_as="pet",
        ),
        Question(
            "size", "size", "How big is your {answers.pet}?",
            (
                Choice("small", "Small", recommendation="The Nest bed fits small ones best: "
                       "https://acme.example/nest . 15 % off with your code {coupon.pet-week}."),
                Choice("medium", "Medium"),
                Choice("large", "Large", recommendation="Large ones love the Ridge mat: "
                       "https://acme.example/ridge-mat . 15 % off with your code {coupon.pet-week}."),
            ),
            save_as="pet_size",
        ),
    ),
    recommendation="The Trail bed is made for your {answers.pet}: https://acme.example/trail-bed . 15 % off with "
    "your code {coupon.pet-week}.",
    reprompt="Sorry, we did not get that. Please answer with a number:\n{choices}",
    fallback="Thank you! Text {keyword} whenever you want to go on.",
)  # fmt: skip

CAMPAIGN = "Pet week"
INVITATION = (
    "Hi {first_name|there}, it is pet week! Text PETS for two quick questions and your personal coupon."
)
SEGMENT = "Cat people", {"all": [{"kind": "property", "name": "pet", "how": "is", "value": "Cat"}]}


class Story(NamedTuple):
    """How somebody took part: so many minutes ago they texted the keyword, and then these answers."""

    name: str
    phone: str
    minutes: int
    answers: tuple[str, ...] = ()
    gave_up: bool = False  # their time ran out
    on_the_wall: bool = False  # of phones


HOUR, DAY = 60, 24 * 60
STORIES = [
    Story("Hannah Brooks", "+15035550201", 6 * DAY + 30, ("Cat", "2")),
    Story("Leo Martins", "+15035550202", 6 * DAY + 5, ("2", "Large")),
    Story("Aisha Rahman", "+15035550203", 5 * DAY + 400, ("kitty", "1", "small")),
    Story("Tom Beckett", "+15035550204", 5 * DAY + 200, ("a doggo", "dog", "3")),
    Story("Yuki Mori", "+15035550205", 5 * DAY + 90, ("cat", "tiny", "Small")),
    Story("Grace Obi", "+15035550206", 4 * DAY + 600, ("I have a cat", "medium")),
    Story("Emil Larsen", "+15035550207", 4 * DAY + 300, ("hamster", "two hamsters")),
    Story("Sofia Rossi", "+15035550208", 4 * DAY + 100, ("kitten", "cat", "small")),
    Story("Ben Carter", "+15035550209", 3 * DAY + 500, ("dog",), gave_up=True),
    Story("Ivy Chen", "+15035550210", 3 * DAY + 200, ("kitty", "kitty cat", "2")),
    Story("Marco Diaz", "+15035550211", 2 * DAY + 700, (), gave_up=True),
    Story("Nora Klein", "+15035550212", 2 * DAY + 300, ("None of them",)),
    Story("Paul Nowak", "+15035550213", 2 * DAY + 60, ("Dog", "lareg")),
    Story("Ruth Adler", "+15035550214", DAY + 200, ("parrot", "budgie")),
    Story("Nadia Petrov", "+14155550162", 16, ("1",), on_the_wall=True),  # inside at this moment
]
