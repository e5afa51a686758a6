"""`overens scheduler`: keep the clock."""

from __future__ import annotations

import click

from service.cli.office import office
from service.cli.running.sweep import arm_crash
from service.cli.words import say
from service.kernel.crash import POINTS
from service.scheduler.runner import Runner


@click.command("scheduler", help=say("Håll klockan: gör varv på varv tills den stoppas (SIGTERM).",
                                     "Keep the clock: pass after pass until stopped (SIGTERM)."))
@click.option("--crash-points", is_flag=True, help=say("Lista punkterna där en övning kan döda processen.",
                                                       "List the points where a rehearsal may kill the process."))
def command(crash_points: bool) -> int:
    """Run the scheduler until it is told to stop."""
    if crash_points:
        for name, meaning in POINTS.items():
            click.echo(f"{name:<30} {meaning}")
        return 0
    with office() as open_office:
        open_office.settings.need_secret()
        arm_crash(open_office.settings)
        return Runner(open_office.database, open_office.settings).run()
