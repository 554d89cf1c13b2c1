"""Tests of groundtruce.model.ids."""

import hashlib
import json

from hypothesis import given
from hypothesis import strategies as st

from groundtruce.model.ids import digest, encode_canonically, identify

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=10,
)


def test_canonical_json_sorts_keys_and_leaves_no_space() -> None:
    """Worked example: one way to write a value."""
    assert (
        encode_canonically({"b": [1, 2.5, None], "a": "Köhnə Tağlar"})
        == '{"a":"Köhnə Tağlar","b":[1,2.5,null]}'.encode()
    )


@given(JSON_VALUES)
def test_canonical_json_reads_back_and_is_stable(value: object) -> None:
    """Reading it back and writing it again gives the same bytes."""
    written = encode_canonically(value)
    assert encode_canonically(json.loads(written)) == written


def test_identifiers_come_from_content() -> None:
    """The same parts give the same identifier, other parts another, and the kind can be seen."""
    assert identify("event", "a", [[0, 4]]) == identify("event", "a", [[0, 4]])
    assert identify("event", "a", [[0, 4]]) != identify("event", "a", [[0, 5]])
    assert identify("event", "a").startswith("event-")


def test_digest_is_sha256() -> None:
    """The digest is the one that any other tool computes."""
    assert digest(b"ceasefire") == hashlib.sha256(b"ceasefire").hexdigest()
