"""Whether an event that a sentence tells happened, or is denied, planned, or only supposed."""

from spacy.tokens import Token

from groundtruce.model.claims import Attribution, Realis
from groundtruce.read.events.lexicon import BODIES, DEATH_NOUNS, DENYING, KILLING_NOUNS, NOBODY, UNREAL_GOVERNORS
from groundtruce.read.events.told import Told


def judge_realis(event: Told, attribution: Attribution | None) -> Realis:
    """What the clause and the attribution that it stands in say: it happened, was denied, is planned, or depends on something."""
    verb = event.clause
    if _is_denied(event) or (attribution is not None and attribution.stance == "denies"):
        return "denied"
    if _is_presupposed(event):
        return "happened"
    if (
        _in_condition(event.trigger)
        or _helpers(verb) & _CONDITIONAL
        or (attribution and attribution.stance == "questions")
    ):
        return "conditional"
    if _is_planned(verb) or (attribution and attribution.stance == "demands"):
        return "planned"
    return "happened"


# ---------------------------------------------------------------------------------------------------------------

_CONDITIONAL = frozenset({"would", "could", "might", "may"})
_INTENDED = frozenset({"will", "shall", "must", "should", "'ll", "’ll"})
_INTENDING = frozenset(
    {
        "plan",
        "intend",
        "want",
        "agree",
        "threaten",
        "call",
        "urge",
        "order",
        "demand",
        "expect",
        "oblige",
        "require",
        "undertake",
        "hope",
        "ask",
        "schedule",
        "be",
        "go",
        "have",
        "prepare",
        "refuse",
        "attempt",
        "try",
        "seek",
        "fail",
        "aim",
        "decide",
    }
)
_TRIED = frozenset({"attempt", "plot", "conspiracy", "plan"})
_OBLIGING = frozenset({"oblige", "require", "stipulate"})


def _is_presupposed(event: Told) -> bool:
    """Whether a killing is named as one that was, whatever its clause plans: "will try them for the murder of the judge"."""
    noun = event.trigger
    if noun.lemma_.lower() not in KILLING_NOUNS | DEATH_NOUNS | BODIES or noun.pos_ == "VERB":
        return False
    behind = noun.dep_ == "pobj" and noun.head.head.pos_ == "NOUN"
    governor = noun.head.head if behind else noun.head
    return governor.lemma_.lower() not in UNREAL_GOVERNORS | _INTENDING | _TRIED


def _is_denied(event: Told) -> bool:
    if event.type != "casualties" and (
        _has_negation(event.clause) or _has_negation(event.trigger) or _is_done_by_nobody(event.trigger)
    ):
        return True
    return any(token.lemma_ in DENYING for token in (event.clause, *event.clause.ancestors) if token != event.trigger)


def _has_negation(head: Token) -> bool:
    """Whether a verb is negated, or it or its subject speaks of none."""
    words = [head, *(child for child in head.children if child.dep_ in ("nsubj", "nsubjpass"))]
    negated = any(child.dep_ == "neg" for child in head.children)
    return negated or any(child.lower_ in ("no", "neither", "nor") for word in words for child in word.lefts)


def _is_done_by_nobody(verb: Token) -> bool:
    """Whether nobody does it, or it is done to nobody: "none of our soldiers fired", "abducted nobody"."""
    parts = [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass", "dobj")]
    return verb.pos_ == "VERB" and any(
        part.lower_ in NOBODY or (part.dep_ == "dobj" and any(child.lower_ == "no" for child in part.lefts))
        for part in parts
    )


def _in_condition(trigger: Token) -> bool:
    """Whether the clause, or one that it stands in, begins with "if" or hangs on one that does."""
    around = [token for token in (trigger, *trigger.ancestors) if token.pos_ in ("VERB", "AUX", "NOUN")]
    conditions = [child for token in around for child in token.children if child.dep_ == "advcl"]
    return any(
        child.dep_ == "mark" and child.lower_ in ("if", "unless", "whether")
        for clause in (*around, *conditions)
        for child in clause.children
    )


def _helpers(verb: Token) -> set[str]:
    return {child.lower_ for child in verb.children if child.dep_ == "aux"}


def _is_planned(verb: Token) -> bool:
    """Whether a verb speaks of what is to happen."""
    return bool(_helpers(verb) & _INTENDED) or _is_intended(verb)


def _is_intended(verb: Token) -> bool:
    """An infinitive of purpose or under a verb of intending ("agreed to withdraw"), or what goes along with one."""
    beside = verb.dep_ in ("advcl", "conj") and verb.head.pos_ == "VERB"
    if (
        beside
        and verb.tag_ in ("VB", "VBP", "VBZ", "VBG")
        and (_is_planned(verb.head) or verb.head.lemma_ in _OBLIGING)
    ):
        return True
    if verb.tag_ != "VB" or not any(child.lower_ == "to" for child in verb.children if child.dep_ == "aux"):
        return False
    return verb.dep_ in ("advcl", "acl") or verb.head.lemma_ in _INTENDING
