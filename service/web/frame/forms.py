"""Forms: one pydantic model per use case, what was typed kept as it stands, errors by field in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import NoneType, UnionType
from typing import Annotated, Any, ClassVar, Generic, Literal, TypeVar, Union, get_args, get_origin

from flask import request
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from werkzeug.datastructures import MultiDict

from service.kernel.errors import Refusal, Wrong
from service.kernel.text.personal import holds_personal_number
from service.web.frame.text import many_lines, one_line
from service.web.speech.language import language, say
from service.web.speech.mistakes import sentence
from service.web.speech.refusals import told

M = TypeVar("M", bound=BaseModel)
MANY = (tuple, list, frozenset, set)
# More than any field takes: what is longer is refused by its bounds, and not cut unseen.
LONGEST_LINE = 20_000
# The field of the tick that says of others: no, that is not a personal number.
NOT_PERSONAL = "not_personal"


def _single(value: object) -> object:
    return one_line(value, LONGEST_LINE) if isinstance(value, str) else value


# Stands after the bounds of a field, so that these are still the text's own.
ONE_LINE = BeforeValidator(_single)
Line = Annotated[str, ONE_LINE]


class Asked(BaseModel):
    """The parent of what a form asks for.

    `numbers` says what a personal number in its texts leads to: a warning, which can be answered; a refusal by the domain, which
    cannot; or nothing, since nothing of it is kept.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", str_strip_whitespace=True)
    numbers: ClassVar[Literal["warned", "refused", "not kept"]] = "warned"


@dataclass
class Form(Generic[M]):
    """One form as filled in: what was typed, what is wrong by field, and the value once nothing is.

    `status` is what the page answers with. An error under the empty name is about the whole. `personal` names the fields that seem to
    hold a personal number, each with whether it is said to be none.
    """

    model: type[M]
    typed: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    value: M | None = None
    status: int = 200
    personal: dict[str, bool] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Say whether everything could be read and nothing was refused."""
        return self.value is not None and not self.errors

    @property
    def given(self) -> M:
        """Return the value of a form that could be read."""
        assert self.value is not None
        return self.value

    def text(self, name: str) -> str:
        """Return what stands in a field."""
        found = self.typed.get(name)
        return "" if found is None else str(found)

    def has(self, name: str, choice: str) -> bool:
        """Say whether a choice is made in a field that takes several, or is the one made."""
        found = self.typed.get(name)
        return choice in found if isinstance(found, (list, tuple)) else str(found or "") == choice

    def wrong(self, name: str, text: str, status: int = 422) -> None:
        """Note what is wrong with a field, or with the whole under an empty name."""
        self.errors.setdefault(name, text)
        self.status = status

    def refuse(self, refusal: Refusal) -> None:
        """Note why what was asked for cannot be done."""
        self.wrong(str(refusal.facts.get("field", "")), told(refusal), refusal.status)


def takes_many(annotation: Any) -> bool:
    """Say whether a field takes several values."""
    if get_origin(annotation) in (Union, UnionType):
        return any(takes_many(one) for one in get_args(annotation) if one is not NoneType)
    return (get_origin(annotation) or annotation) in MANY


def blank(model: type[M], **typed: Any) -> Form[M]:
    """Return a form to fill in, with what is known already."""
    return Form(model, {name: as_typed(value) for name, value in typed.items()})


def as_typed(value: Any) -> Any:
    """Return a value as it would be typed."""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, (list, tuple)):
        return [as_typed(one) for one in value]
    if hasattr(value, "isoformat"):
        text = value.isoformat()
        return text[:5] if len(text) == 8 and text[2] == ":" else text
    return value if value is None else str(value)


def read_form(model: type[M], data: MultiDict[str, str] | None = None) -> Form[M]:
    """Return what the request filled in."""
    given = request.form if data is None else data
    typed: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        if takes_many(info.annotation):
            typed[name] = [many_lines(one) for one in given.getlist(name)]
        elif name in given:
            typed[name] = many_lines(given[name])
    form = check(model, typed)
    _warn_of_personal_numbers(form, frozenset(given.getlist(NOT_PERSONAL)))
    return form


def has_free_text(model: type[BaseModel]) -> list[str]:
    """Return the fields of a form that take any text."""
    return [name for name, info in model.model_fields.items() if str in (info.annotation, *get_args(info.annotation))]


def _warn_of_personal_numbers(form: Form[Any], said: frozenset[str]) -> None:
    """Note the fields that seem to hold a personal number, unless it is said to be none."""
    if getattr(form.model, "numbers", "not kept") != "warned":
        return
    for name in has_free_text(form.model):
        told = form.typed.get(name)
        if any(holds_personal_number(str(one)) for one in (told if isinstance(told, list) else [told]) if one):
            form.personal[name] = name in said
            if name not in said:
                form.wrong(name, say("Det ser ut som ett personnummer. Ta bort det, eller kryssa för att det inte är ett.",
                                     "This looks like a personal number. Take it away, or tick that it is not one."))


def check(model: type[M], typed: Mapping[str, Any]) -> Form[M]:
    """Return the form with its value, or with what is wrong; an empty field is one not given."""
    form = Form(model, dict(typed))
    values = {name: value for name, value in typed.items() if value not in ("", [])}
    try:
        form.value = model.model_validate(values)
    except ValidationError as error:
        for one in error.errors(include_url=False):
            form.wrong(_place(one["loc"]), _why(one))
    return form


def _place(loc: Sequence[Any]) -> str:
    return str(loc[0]) if loc else ""


def _why(error: Any) -> str:
    raised = error.get("ctx", {}).get("error")
    if isinstance(raised, Wrong):
        return raised.sentence(language())
    sv, en = sentence(error["type"], error.get("ctx", {}))
    return say(sv, en)
