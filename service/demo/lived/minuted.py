"""What is written down of a sample's meetings: its own work, posts and goals, not another's."""

from __future__ import annotations

from service.agreements.terms import Terms
from service.demo.sample import MINUTES, OUTCOMES, TITLE

WORDS = (
    "{work}: det går som planerat, och fler kommer än vi räknade med.\nEkonomi: enligt budget.",
    "En medarbetare har slutat, rekrytering pågår. Under tiden hjälps alla åt, så att inget ställs in.\n"
    "Ekonomi: posten {post} ligger under plan.",
    "Vi gick igenom målet ”{goal}”. Det är tidigt att se resultat, men de som kommer är nöjda.\n"
    "Ekonomi: posten {post} nära taket, följs upp nästa gång.",
    "Parterna gick igenom målen och förutsättningarna för nästa år.\nEkonomi: ramen hålls.",
)
CAME_OF = (
    ("Tiderna blir desamma nästa termin.", "Lämna förslag på tider för nästa termin"),
    ("En ny medarbetare anställs inom posten {post}.", "Annonsera efter en ny medarbetare"),
    ("Nästa möte hålls på plats i verksamheten.", "Bjuda in till nästa möte på plats"),
    ("Parterna tar upp nästa år på sina egna möten.", "Skicka underlag om målen till båda parter"),
)


def minutes(terms: Terms, number: int) -> tuple[str, str, str]:
    """Return the text, the decision and the task of a meeting, the `number`th of its agreement."""
    if terms.title.startswith(TITLE):
        return MINUTES[number % len(MINUTES)], *OUTCOMES[number % len(OUTCOMES)]
    # Where each begins depends on its name, so that not all say the same at once.
    place = (number + len(terms.title)) % len(WORDS)
    facts = {"work": terms.title.partition(" – ")[0], "post": terms.economy.posts[0].name.lower(), "goal": terms.goals[0]}
    decision, task = CAME_OF[place]
    return WORDS[place].format(**facts), decision.format(**facts), task
