"""The samples that end or are disputed, whatever day it is, as the commands show them."""

from __future__ import annotations

import pytest

from tests.cli.test_commands import answer
from tests.faults.processes import environment, run


@pytest.mark.parametrize(("stage", "asked", "told"), [
    ("notice-given", ("terminate", "list", "1", "--json"), {"state": "running", "party": "Läsrummet"}),
    ("repayment", ("repayment", "list", "1"), {"state": "agreed", "ground": "posts"}),
    ("dispute", ("dispute", "list", "1"), {"state": "in_dialogue", "about": "Planhyran i december"}),
])
def test_a_sample_of_each(sqlite_url: str, stage: str, asked: tuple[str, ...], told: dict[str, str]) -> None:
    settings = environment(sqlite_url)
    assert run(("demo", "--stage", stage), settings)[0] == 0
    [one] = answer(run(asked, settings))
    assert {name: one[name] for name in told} == told
