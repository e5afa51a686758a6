"""Loaded once by the process that commands are forked from: every command, in English."""

import os

from tests.faults.forked import load

os.environ["OVERENS_LANGUAGE"] = "en"
load()
