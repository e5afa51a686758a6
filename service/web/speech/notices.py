"""What each kind of mail is called in Swedish and in English."""

from __future__ import annotations

from service.notices.names import NAMES
from service.web.speech.word import Word

NOTICE = {code: Word(*words) for code, words in NAMES.items()}
