"""The chain of entries."""

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundtruce.record.chain import BEFORE_THE_FIRST, Head, check_link, hash_entry, link_entries

MOMENT = "2031-03-13T09:00:00.000000Z"


def test_worked_example_of_a_hash() -> None:
    """The hash is the SHA-256 of the canonical JSON of the other fields, the body standing in it as it is stored."""
    (entry,) = link_entries([("case", "two-rivers", b'{"a":"\xc3\xa9"}')], after=None, recorded=MOMENT)
    written = (
        '{"body":{"a":"é"},"kind":"case","previous":"' + "0" * 64 + '","recorded":"2031-03-13T09:00:00.000000Z",'
        '"seq":1,"subject":"two-rivers"}'
    )
    assert entry.hash == hashlib.sha256(written.encode()).hexdigest()


def test_entries_carry_the_hash_of_the_one_before() -> None:
    """The first carries zeros, each further one its predecessor's hash, a later transaction the head's."""
    first, second = link_entries([("case", "a", b"{}"), ("incident", "b", b"{}")], after=None, recorded=MOMENT)
    assert first.previous == BEFORE_THE_FIRST
    assert second.previous == first.hash
    head = Head(seq=2, recorded=MOMENT, hash=second.hash)
    (third,) = link_entries([("incident", "b", b"{}")], after=head, recorded=MOMENT)
    assert (third.seq, third.previous) == (3, second.hash)
    check_link(third, after=head)


@given(field=st.sampled_from(["kind", "subject", "recorded", "previous", "seq", "body"]), added=st.text(min_size=1))
def test_any_changed_field_changes_the_hash(field: str, added: str) -> None:
    """No field can be changed without its hash telling."""
    (entry,) = link_entries([("case", "two-rivers", b"{}")], after=None, recorded=MOMENT)
    value: object = {"seq": 2, "body": b"{}" + added.encode()}.get(field, f"{getattr(entry, field)}{added}")
    assert hash_entry(replace(entry, **{field: value})) != entry.hash


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"seq": 3}, "missing"),
        ({"previous": "1" * 64}, "hash of the entry before"),
        ({"body": b'{"b":1}'}, "does not match its hash"),
        ({"recorded": "2031-03-13T08:59:59.999999Z"}, "recorded time"),
        ({"recorded": "2031-03-13T09:00:00Z"}, "recorded time"),
        ({"kind": "case"}, "begins with its case"),
    ],
)
def test_a_link_that_does_not_hold_says_why(change: dict[str, object], said: str) -> None:
    """Each way in which an entry may fail to follow another has its own words, even where its hash was made anew."""
    first, second = link_entries([("case", "a", b"{}"), ("incident", "b", b"{}")], after=None, recorded=MOMENT)
    changed = replace(second, **change)
    if "hash" not in said:
        changed = replace(changed, hash=hash_entry(changed))
    with pytest.raises(ValueError, match=said):
        check_link(changed, after=Head(seq=1, recorded=MOMENT, hash=first.hash))
