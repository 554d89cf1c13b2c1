"""The glossary and the model name the same nouns."""

import inspect
import pkgutil
import re
from importlib import import_module
from pathlib import Path

import groundtruce.model
from groundtruce.model.values import Value

GLOSSARY = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"


def test_every_noun_of_the_model_stands_in_the_glossary() -> None:
    """A class added to the model without a word in docs/glossary.md fails here, and so does one that is gone."""
    modules = [import_module(f"groundtruce.model.{m.name}") for m in pkgutil.iter_modules(groundtruce.model.__path__)]
    nouns = {
        name
        for module in modules
        for name, value in inspect.getmembers(module, inspect.isclass)
        if issubclass(value, Value) and value is not Value and value.__module__ == module.__name__
    }
    explained = set(re.findall(r"`([A-Z]\w+)`", GLOSSARY.read_text("utf-8")))
    assert nouns == explained
