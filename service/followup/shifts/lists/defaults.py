"""Words that lists may begin with, as municipalities use them; which of them are taken is chosen."""

from service.followup.shifts.model import Kind

# Names are the agreement's own words, in Swedish like its text.
OFFERED: dict[Kind, tuple[str, ...]] = {
    Kind.PLACE: (),
    Kind.EVENT: (
        "Samtal", "Trygghetssamtal", "Hänvisning till stödtjänst", "Följt någon hem", "Konflikt lugnad", "Bråk", "Berusad ungdom",
        "Droger", "Första hjälpen", "Ambulans tillkallad", "Polis tillkallad", "Orosanmälan", "Skadegörelse",
    ),
    Kind.GROUP: (
        "Barn under 13", "Unga 13–17", "Unga vuxna 18–25", "Vuxna 26–64", "Äldre 65+", "Vårdnadshavare",
    ),
}
# What is ticked from the beginning.
USUAL = frozenset({
    "Samtal", "Hänvisning till stödtjänst", "Konflikt lugnad", "Första hjälpen", "Polis tillkallad", "Orosanmälan",
    "Unga 13–17", "Unga vuxna 18–25", "Vuxna 26–64",
})
