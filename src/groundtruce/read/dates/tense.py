"""Whether the clause around a date speaks of what has been, of what is, or of what is to come."""

from typing import Literal

from spacy.tokens import Span, Token

Tense = Literal["past", "present", "future"]


def find_tense(span: Span) -> Tense | None:
    """The tense of the clause that a date belongs to; none where it belongs to a noun or to no verb."""
    for token in (span.root, *span.root.ancestors):
        if token.pos_ in ("VERB", "AUX"):
            return _tense_of(token)
    return None


def belongs_to_noun(span: Span) -> bool:
    """Whether the date tells one thing from another: "the 14 January deadline", "the agreement of 10 November"."""
    token = span.root
    while token.dep_ in (*_ATTACHMENTS, "poss", "npadvmod") and token.head is not token:
        token = token.head
        if token.pos_ in ("NOUN", "PROPN") and not span.start <= token.i < span.end:
            return True
    return False


def tells_when(span: Span) -> bool:
    """Whether the date belongs to a verb of the narrative, not to a noun or to a clause about a noun."""
    token = span.root
    while token.dep_ in _ATTACHMENTS and token.head is not token:
        token = token.head
        if token.pos_ in ("NOUN", "PROPN") and not span.start <= token.i < span.end:
            return False
    verb = token.head if token.pos_ not in ("VERB", "AUX") else token
    return verb.dep_ not in ("relcl", "acl") and find_tense(span) != "future"


# ---------------------------------------------------------------------------------------------------------------

_ATTACHMENTS = frozenset(["pobj", "prep", "compound", "nummod", "appos", "conj", "nmod"])
_PLANNING_VERBS = frozenset(
    [
        "plan",
        "intend",
        "expect",
        "schedule",
        "due",
        "set",
        "hope",
        "want",
        "agree",
        "prepare",
        "aim",
        "mean",
        "slate",
        "need",
        "wait",
        "promise",
        "pledge",
    ]
)


_MODALS = frozenset(["would", "may", "can", "might", "should"])
_SCHEDULING_VERBS = frozenset(["schedule", "plan", "slate", "postpone"])
"""What they govern is to come, in whichever tense they stand themselves."""


def _tense_of(verb: Token) -> Tense | None:
    if verb.lemma_ in _SCHEDULING_VERBS or _is_future(verb):
        return "future"
    helpers = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    if verb.tag_ == "VBD" or any(child.tag_ == "VBD" or child.lemma_ == "have" for child in helpers):
        return "past"
    return "present" if verb.tag_ in ("VBZ", "VBP") or any(child.tag_ in ("VBZ", "VBP") for child in helpers) else None


def _is_future(verb: Token) -> bool:
    helpers = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    if helpers & {"will", "shall", "'ll", "’ll", "must"} or (helpers & _MODALS and "have" not in helpers):
        return True
    if "to" in helpers and verb.dep_ in ("xcomp", "ccomp", "advcl", "acl"):
        return verb.head.lemma_ in _PLANNING_VERBS or (verb.head.lemma_ in ("be", "go") and verb.dep_ == "xcomp")
    return verb.dep_ == "conj" and verb.tag_ == "VB" and _is_future(verb.head)
