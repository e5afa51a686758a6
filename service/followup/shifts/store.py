"""Finding shifts and the lists they are told with."""

from __future__ import annotations

from service.followup.shifts.sums import figures

__all__ = ["figures"]
