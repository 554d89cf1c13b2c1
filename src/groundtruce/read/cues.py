"""The lexicon of cues: the words by which English prose says that somebody says something, each with its stance."""

from typing import Literal, NamedTuple

from spacy.tokens import Token

from groundtruce.model.claims import Stance

Complement = Literal["clause", "infinitive", "object"]


class CueVerb(NamedTuple):
    """A verb that reports: its stance, and the complements that can be its content beside a finite clause."""

    lemma: str
    stance: Stance
    speech: bool
    """Whether it can introduce quoted words; not so verbs of thought and of showing."""
    infinitive: bool
    """Whether an infinitive is its content ("vowed to leave")."""
    object: bool
    """Whether a noun phrase is its content ("denied the accusation")."""


def find_cue_verb(token: Token, *, any_tag: bool = False) -> CueVerb | None:
    """The reporting verb that `token` is a form of.

    With `any_tag` a word that the tagger took for a noun counts too: "claims" between commas, say.
    """
    if not any_tag and token.pos_ != "VERB":
        return None
    return _VERBS_BY_FORM.get(token.lower_)


def find_cue_noun(token: Token) -> Stance | None:
    """The stance of a noun that names an act of speech ("the claim that …"); none for any other word."""
    return _NOUNS.get(token.lemma_.lower()) if token.pos_ == "NOUN" else None


def is_document_noun(token: Token) -> bool:
    """Whether the word names a text or a map that can say something."""
    return token.lemma_.lower() in _DOCUMENTS


def is_refusal(token: Token) -> bool:
    """Whether the verb says that somebody would not speak, if a verb of speaking follows: "declined to comment"."""
    return token.lemma_.lower() in _REFUSALS


# ---------------------------------------------------------------------------------------------------------------------

_SPEECH = """
    say tell state add note claim assert allege maintain contend insist stress emphasize emphasise underline underscore
    explain declare announce report write tweet post reply respond answer recall recount continue conclude confirm
    acknowledge admit concede warn caution argue remark observe comment mention point reiterate repeat testify specify
    clarify inform complain lament boast joke proclaim affirm assure predict suggest hint disclose reveal relate
    describe quip exclaim elaborate speak agree promise pledge vow threaten swear quote cite
"""
_DENIAL = "deny reject refute dispute dismiss rebut disavow"
_DEMAND = "demand urge request order call appeal insist propose recommend advise beg plead implore instruct ask"
_QUESTION = "ask wonder question inquire query doubt"
_THOUGHT = """
    think believe hope fear expect suspect consider assume understand feel know learn find show indicate imply
    demonstrate see estimate guess imagine realize realise judge hold
"""
_INFINITIVE = """
    promise pledge vow threaten swear agree offer demand urge request order call appeal beg plead implore instruct
    ask expect advise tell
"""
_OBJECT = """
    deny reject refute dispute dismiss condemn denounce criticize criticise accuse blame announce confirm demand
    acknowledge report allege question describe praise
"""
_OPINION = "condemn denounce criticize criticise accuse blame praise welcome"
_REFUSALS = frozenset({"decline", "refuse"})

_IRREGULAR = {
    "say": "said",
    "tell": "told",
    "write": "wrote written",
    "think": "thought",
    "find": "found",
    "show": "shown",
    "see": "saw seen",
    "know": "knew known",
    "understand": "understood",
    "feel": "felt",
    "hold": "held",
    "swear": "swore sworn",
    "speak": "spoke spoken",
    "foresee": "foresaw foreseen",
    "learn": "learnt",
}
_DOUBLED = frozenset({"quip", "beg", "rebut", "admit"})

_ASSERTION_NOUNS = """
    claim statement report allegation assertion announcement comment remark accusation warning argument declaration
    suggestion contention belief view opinion fear hope confirmation admission assurance promise pledge threat
    conclusion finding
"""
_NOUNS: dict[str, Stance] = {
    **dict.fromkeys(
        _ASSERTION_NOUNS.split(),
        "asserts",
    ),
    **dict.fromkeys(["denial", "rejection"], "denies"),
    **dict.fromkeys(["demand", "call", "request", "appeal", "order"], "demands"),
    **dict.fromkeys(["question", "doubt"], "questions"),
}
_DOCUMENT_NOUNS = """
    agreement statement report map document declaration accord treaty text protocol resolution communique communiqué
    letter decree bulletin release survey study poll data record article post memorandum order
"""
_DOCUMENTS = frozenset(_DOCUMENT_NOUNS.split())


def _inflect(lemma: str) -> set[str]:
    stem = lemma[:-1] if lemma.endswith("e") else lemma + (lemma[-1] if lemma in _DOUBLED else "")
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        third, past = lemma[:-1] + "ies", lemma[:-1] + "ied"
    else:
        third, past = lemma + ("es" if lemma.endswith(("s", "sh", "ch")) else "s"), stem + "ed"
    irregular = set(_IRREGULAR.get(lemma, past).split())
    return {lemma, third, stem + "ing", *irregular} | ({past} if lemma in {"show", "learn"} else set())


def _build_lexicon() -> dict[str, CueVerb]:
    stances: dict[str, Stance] = {
        **dict.fromkeys(_THOUGHT.split(), "asserts"),
        **dict.fromkeys(_OPINION.split(), "asserts"),
        **dict.fromkeys(_DEMAND.split(), "demands"),
        **dict.fromkeys(_QUESTION.split(), "questions"),
        **dict.fromkeys(_SPEECH.split(), "asserts"),
        **dict.fromkeys(_DENIAL.split(), "denies"),
    }
    silent = {*_THOUGHT.split(), *_OPINION.split()} - {*_SPEECH.split()}
    infinitive, objects = {*_INFINITIVE.split()}, {*_OBJECT.split()}
    return {
        form: CueVerb(lemma, stance, lemma not in silent, lemma in infinitive, lemma in objects)
        for lemma, stance in stances.items()
        for form in _inflect(lemma)
    }


_VERBS_BY_FORM = _build_lexicon()
