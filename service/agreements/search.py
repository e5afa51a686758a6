"""Looking for words in the names of agreements and their parties."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, text, true, union_all

from service.agreements.tables import LONG, SHORT, AgreementRow
from service.kernel.text.sorting import search_words

WORDS = 10


def matches(asked: str) -> ColumnElement[bool]:
    """Return the condition that what an agreement is searched by has every word asked for, or part of it, in any order."""
    return and_(true(), *(AgreementRow.search.contains(word, autoescape=True) for word in search_words(asked)[:WORDS]))


def in_parts(query: Select[Any]) -> CompoundSelect[Any]:
    """Return a query for ids that asks for words so that it reads an index in place of every agreement (decision 0033)."""
    return union_all(*(query.where(text(part)) for part in (SHORT, LONG)))
