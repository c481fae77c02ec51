"""Every text of the window is said in Korean: what the source says, what forms make of schemas, and what was compiled."""

import ast
import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any, Literal, get_args, get_origin
from xml.etree import ElementTree

import pytest
from pydantic import BaseModel
from PySide6.QtCore import QTranslator

from driftdesk.core.cleaning.rules import KINDS
from driftdesk.core.drift.methods import catalogue
from driftdesk.core.paths import resources_dir
from driftdesk.core.settings import ServiceConfig
from driftdesk.core.streams.detectors import DETECTORS
from driftdesk.core.training.params import trainers

Text = tuple[str, str]
"""A context and a text in it."""
UI = Path(__file__).parents[3] / "driftdesk" / "ui"
FILES = sorted((resources_dir() / "translations").glob("*_ko.ts"))


UNSAID = {"{rule}"}
"""May be left out where it is stored English inside a stored sentence."""


def named(text: str) -> set[str]:
    """What is to be filled in."""
    return set(re.findall(r"{\w*}", text))


def said_in(path: Path) -> dict[Text, ElementTree.Element]:
    """By text its translation, as it stands in one file."""
    contexts = ElementTree.parse(path).getroot().iter("context")
    return {
        (context.findtext("name", ""), message.findtext("source", "")): translation
        for context in contexts
        for message in context.iter("message")
        if (translation := message.find("translation")) is not None
    }


def all_said() -> set[Text]:
    return {text for path in FILES for text in said_in(path)}


class Texts(ast.NodeVisitor):
    """The texts of one module, as lupdate finds them. ``strays`` are calls of ``tr`` of others than ``self``: they look for
    the translation under the class that the other happens to have."""

    def __init__(self) -> None:
        self.found: set[Text] = set()
        self.strays: list[int] = []
        self._classes: list[str] = []

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._classes.append(node.name)
        self.generic_visit(node)
        self._classes.pop()

    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        words = [a.value if isinstance(a, ast.Constant) else None for a in node.args]
        if name == "tr" and words and isinstance(words[0], str):
            if isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == "self":
                self.found.add((self._classes[-1], words[0]))
            else:
                self.strays.append(node.lineno)
        elif name in ("translate", "QT_TRANSLATE_NOOP") and len(words) >= 2:
            context, text = words[:2]
            if isinstance(context, str) and isinstance(text, str):
                self.found.add((context, text))
        elif name == "field_text" and words and isinstance(words[0], str) and words[0]:
            self.found.add(("Params", words[0]))


def texts_of(path: Path) -> Texts:
    texts = Texts()
    texts.visit(ast.parse(path.read_text("utf-8")))
    return texts


def forms() -> Iterator[type[BaseModel]]:
    """The schemas that the window makes forms of."""
    yield from KINDS.values()
    yield ServiceConfig
    yield from dict.fromkeys(info.params for info in DETECTORS.values())  # in one order in every process
    yield from (trainer.params for trainer in trainers())


def choices(kind: Any) -> list[str]:
    if get_origin(kind) is Literal:
        return [str(value) for value in get_args(kind)]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return [str(value.value) for value in kind]
    return [choice for inner in get_args(kind) for choice in choices(inner)]


def form_texts(form: type[BaseModel]) -> Iterator[str]:
    for name, info in form.model_fields.items():
        if name == "kind":
            continue
        yield info.title or name.replace("_", " ").capitalize()
        if info.description:
            yield info.description
        yield from (choice.replace("_", " ") for choice in choices(info.annotation))


def test_every_text_of_the_source_has_a_translation() -> None:
    wanted = {text for path in UI.rglob("*.py") for text in texts_of(path).found}
    assert sorted(wanted - all_said()) == []


def test_texts_are_translated_by_the_object_that_says_them() -> None:
    strays = [f"{path.name}:{line}" for path in UI.rglob("*.py") for line in texts_of(path).strays]
    assert strays == []


@pytest.mark.parametrize("form", list(forms()), ids=lambda form: form.__name__)
def test_every_text_of_a_form_has_a_translation(form: type[BaseModel]) -> None:
    assert sorted({("Params", text) for text in form_texts(form)} - all_said()) == []


def test_every_method_of_drift_has_a_translation() -> None:
    methods = [*catalogue.METHODS, *catalogue.TOGETHER, *catalogue.SETTLED]
    assert sorted({("Params", catalogue.title(name)) for name in methods} - all_said()) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_translation_is_finished_and_fills_in_the_same(path: Path) -> None:
    for (context, source), translation in said_in(path).items():
        said = translation.text or ""
        assert said.strip() and translation.get("type") is None, f"{context}: {source}"
        assert named(said) in (named(source), named(source) - UNSAID), f"{context}: {source}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_compiled_is_what_is_written(path: Path) -> None:
    compiled = QTranslator()
    assert compiled.load(str(path.with_suffix(".qm")))
    for (context, source), translation in said_in(path).items():
        assert compiled.translate(context, source) == translation.text, f"{context}: {source}"
