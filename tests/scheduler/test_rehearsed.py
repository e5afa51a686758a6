"""What a rehearsal can be told to do besides the clock: a successor begun instead of an extension, an original that waits."""

from __future__ import annotations

from datetime import date

import pytest

from service.kernel.clock import local_day
from service.scheduler.rehearsal import read_events
from service.scheduler.simulate import Play, placeholder_contacts, simulate
from service.settings import load
from tests.builders import terms

DECIDED = """
[[event]]
at = 2025-10-20
do = "decide"
party = "public"
value = "extend"
[[event]]
at = 2025-10-21
do = "decide"
party = "civil"
value = "extend"
[[event]]
at = 2025-10-22
"""


@pytest.mark.parametrize(("done", "chased", "told"), [
    ('do = "succeed"', "extension_unsigned", "successor_unsigned"),
    ('do = "hand_in"\nparty = "civil"', "original_waits", "amendment_lapsed"),
])
def test_what_is_begun_and_not_signed_is_chased_in_a_simulation(done: str, chased: str, told: str) -> None:
    plan = terms()
    seen = simulate(Play(terms=plan, contacts=placeholder_contacts(plan), signed_on=date(2025, 1, 20),
                         events=read_events(DECIDED + done), until=date(2026, 1, 5)), load({}))
    days = {name: sorted({local_day(one.at) for one in seen if one.name == name}) for name in (chased, told)}
    assert (len(days[chased]) > 3, days[told]) == (True, [date(2026, 1, 2)])
