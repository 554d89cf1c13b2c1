"""Reported silence: passages that say that somebody said nothing, whose silence it is, and about what."""

from spacy.tokens import Doc, Token

from groundtruce.model.cases import Case
from groundtruce.model.claims import Attribution, Silence
from groundtruce.model.documents import Span
from groundtruce.model.ids import identify
from groundtruce.read.cast import Cast
from groundtruce.read.cues import is_document_noun
from groundtruce.read.parties import PartyNames, index_parties
from groundtruce.read.phrases import Indices, expand_phrase, inherit_subject, is_negated, is_word, trim_edges
from groundtruce.read.portraits import is_collective


def find_silences(
    doc: Doc, *, document: str, case: Case | None, attributions: tuple[Attribution, ...]
) -> tuple[Silence, ...]:
    """The reported silences of a parsed text, in its order.

    Three shapes: no statement from somebody; somebody does not say, or declines to; somebody remains silent. That no
    progress was made, or that somebody refused to leave, is no silence. `document` is the document by its SHA-256.
    """
    names = index_parties(case)
    cast = Cast(doc, attributions, names)
    found: list[Silence] = []
    for token in doc:
        silence = _read_token(token, document=document, names=names, cast=cast)
        if silence is not None and not (found and found[-1].span[0][1] > silence.span[0][0]):
            found.append(silence)
    return tuple(found)


# ---------------------------------------------------------------------------------------------------------------------

_STATEMENTS = frozenset(
    [
        *["statement", "comment", "response", "reaction", "reply", "answer", "announcement", "explanation"],
        *["confirmation", "clarification", "word", "remark", "acknowledgement", "acknowledgment", "denial"],
    ]
)
_SPEAKING = frozenset(
    [
        *["comment", "say", "respond", "reply", "answer", "react", "elaborate", "specify", "identify", "name"],
        *["disclose", "reveal", "confirm", "mention", "explain", "clarify", "acknowledge", "speak", "discuss"],
        *["address", "provide", "give", "release", "publish", "issue", "make", "offer"],
    ]
)
_VAGUE = frozenset(["provide", "give", "release", "publish", "issue", "make", "offer", "have"])
"""Verbs that speak only with an object that is speech: "gave no explanation"."""
_INFORMATION = _STATEMENTS | {"detail", "information", "figure", "reason", "name", "identity", "evidence", "number"}
_NEEDS_TOPIC = frozenset(["react", "respond", "reply", "answer", "address"])
"""Verbs for which what they take tells speech from deeds: "did not respond to questions", not "to the shelling"."""
_NEEDS_KNOWN = frozenset(["identify", "name"])
"""Verbs that speak of somebody already there: "did not identify the gunman", not "did not identify a need"."""
_QUERIES = frozenset(["request", "question", "query", "call", "message", "email", "inquiry", "enquiry", "allegation"])
_REFUSING = frozenset(["decline", "refuse"])
_STAYING = frozenset(["remain", "stay", "keep", "be"])
_QUIET = frozenset(["silent", "quiet", "mum", "tight-lipped", "tightlipped"])
_QUIET_NOUNS = frozenset(["silence", "quiet"])
_TOPIC_PREPOSITIONS = frozenset(["on", "about", "regarding", "concerning", "over"])
_WHOSE_PREPOSITIONS = frozenset(["from", "by"])
_NOBODY = frozenset(["i", "we", "you", "this", "that", "there", "which", "what", "nothing"])


def _read_token(token: Token, *, document: str, names: PartyNames, cast: Cast) -> Silence | None:
    clause, holder = _find_clause(token)
    if clause is None or holder is None or not _can_speak(holder):
        return None
    words = _clause_words(clause)
    if not words:
        return None
    span: Span = ((token.doc[words[0]].idx, token.doc[words[-1]].idx + len(token.doc[words[-1]])),)
    return Silence(
        id=identify("silence", document, span),
        span=span,
        parties=_find_parties(holder, names, cast),
        about=_find_topic(token, words),
    )


def _can_speak(holder: Token) -> bool:
    if holder.pos_ == "PRON":
        return holder.lower_ not in _NOBODY
    return holder.pos_ == "PROPN" or is_collective(holder) or is_document_noun(holder)


def _find_clause(token: Token) -> tuple[Token | None, Token | None]:
    """The verb of the clause that reports a silence at `token`, and the head word of whose silence it is."""
    lemma = token.lemma_.lower()
    if token.pos_ == "NOUN" and lemma in _STATEMENTS:
        return _read_missing_statement(token)
    if token.pos_ != "VERB" and lemma not in _STAYING:
        return None, None
    if lemma in _SPEAKING and (_is_denied(token) or _is_yet_to(token)) and _is_about_speech(token):
        verb = _climb_yet(token)
        return verb, inherit_subject(verb)
    if lemma in _REFUSING:
        speech = next((c for c in token.children if c.dep_ == "xcomp" and c.lemma_.lower() in _SPEAKING), None)
        return (token, inherit_subject(token)) if speech is not None and _is_about_speech(speech) else (None, None)
    if lemma in _STAYING and any(_is_quiet(child) for child in token.children) and not is_negated(token):
        return token, inherit_subject(token)
    return None, None


def _read_missing_statement(noun: Token) -> tuple[Token | None, Token | None]:
    """`There were no statements from X`, `X made no statement`, `no statement was issued by X`, `no comment from X`."""
    verb = noun.head if noun.head.pos_ in {"VERB", "AUX"} else None
    bare = any(child.lower_ == "no" and child.dep_ == "det" for child in noun.children)
    denied = verb is not None and noun.dep_ == "dobj" and _is_denied(verb)
    if not (bare or denied):
        return None, None
    giver = _find_giver(noun) or (_find_giver(verb) if verb is not None else None)
    if giver is None and verb is not None and noun.dep_ == "dobj" and verb.lemma_.lower() in _VAGUE:
        giver = inherit_subject(verb)
    return verb or noun, giver


def _find_giver(token: Token) -> Token | None:
    for child in token.children:
        if child.dep_ in {"prep", "agent"} and child.lower_ in _WHOSE_PREPOSITIONS:
            return next((owner for owner in child.children if owner.dep_ == "pobj"), None)
    return None


def _is_about_speech(verb: Token) -> bool:
    lemma = verb.lemma_.lower()
    objects = [child for child in verb.children if child.dep_ == "dobj"]
    if lemma in _VAGUE:
        return any(child.lemma_.lower() in _INFORMATION for child in objects)
    if lemma in _NEEDS_TOPIC:
        taken = [o for p in verb.children if p.dep_ == "prep" and p.lower_ == "to" for o in p.children] + objects
        return not taken or any(child.lemma_.lower() in _QUERIES for child in taken)
    if lemma in _NEEDS_KNOWN:
        return not any(det.lower_ in {"a", "an", "any"} for child in objects for det in child.children)
    return True


def _is_denied(verb: Token) -> bool:
    """By a negation of the verb, or by its subject: `neither side has commented`."""
    subject = inherit_subject(verb)
    return is_negated(verb) or (subject is not None and _has_negative_subject(subject))


def _has_negative_subject(subject: Token) -> bool:
    return any(word.lower_ in {"neither", "no"} for word in (subject, *subject.children))


def _is_yet_to(verb: Token) -> bool:
    """`has yet to comment`."""
    return verb.dep_ == "xcomp" and any(child.lower_ == "yet" for child in (*verb.children, *verb.head.children))


def _climb_yet(verb: Token) -> Token:
    return verb.head if _is_yet_to(verb) else verb


def _is_quiet(child: Token) -> bool:
    if child.dep_ in {"acomp", "oprd", "attr"} and child.lower_ in _QUIET:
        return True
    return child.dep_ == "dobj" and child.lower_ in _QUIET_NOUNS


def _clause_words(verb: Token) -> Indices:
    """From the clause's subject to the end of what hangs on its verb, without other clauses joined to it."""
    start = min([verb.left_edge.i if verb.pos_ == "NOUN" else verb.i, *_subject_starts(verb)])
    joined = {
        token.i
        for child in verb.children
        if child.i > verb.i and child.dep_ in {"conj", "cc", "advcl", "parataxis", "ccomp", "punct"}
        for token in child.subtree
    } - {
        token.i
        for child in verb.children
        if child.dep_ == "ccomp" and _is_topic_clause(child)
        for token in child.subtree
    }
    end = verb.i
    members = {token.i for token in verb.subtree} - joined
    while end + 1 in members:
        end += 1
    return trim_edges(verb.doc, tuple(range(start, end + 1)))


def _is_topic_clause(clause: Token) -> bool:
    """`whether …`, `who …`: what the silence is about."""
    return any(token.lower_ in {"whether", "if"} or token.tag_ in {"WP", "WDT", "WRB"} for token in clause.subtree)


def _subject_starts(verb: Token) -> list[int]:
    kinds = {"nsubj", "nsubjpass", "expl", "aux", "auxpass", "neg"}
    return [child.left_edge.i for child in verb.children if child.dep_ in kinds and child.i < verb.i]


def _find_parties(holder: Token, names: PartyNames, cast: Cast) -> tuple[str, ...]:
    """The parties' identifiers that the words name; else the words, with a pronoun replaced by whom it means."""
    if holder.pos_ == "PRON":
        mention = cast.find_antecedent(holder)
        if mention is None:
            return (holder.text,)
        return (mention.speaker.party,) if mention.speaker.party else (mention.text,)
    phrase = [holder.doc[i] for i in expand_phrase(holder, barred=_tail(holder))]
    text = "".join(token.text_with_ws for token in phrase).strip()
    return names.find_parties(text) or tuple(filter(None, [cast.describe(phrase).party])) or (text,)


def _tail(holder: Token) -> set[int]:
    """Clauses and topics that hang on the noun but do not name it."""
    loose = [
        child for child in holder.children if child.dep_ in {"relcl", "acl"} or child.lower_ in _TOPIC_PREPOSITIONS
    ]
    return {token.i for child in loose for token in child.subtree}


def _find_topic(token: Token, words: Indices) -> str:
    """The words that name what is not spoken of: an object, a clause, or what `on` or `about` leads to."""
    allowed = set(words)
    for candidate in _topic_heads(token):
        indices = tuple(i for i in expand_phrase(candidate, barred={token.i}) if i in allowed)
        if indices:
            return token.doc[indices[0] : indices[-1] + 1].text
    return ""


def _topic_heads(token: Token) -> list[Token]:
    speech = [token, *(child for child in token.children if child.dep_ in {"xcomp", "dobj", "acomp", "attr", "oprd"})]
    if token.pos_ == "NOUN" and token.head.i != token.i:
        speech += [token.head]
    prepositions = [child for word in speech for child in word.children if child.lower_ in _TOPIC_PREPOSITIONS]
    topics = [
        child for preposition in prepositions for child in preposition.children if child.dep_ in {"pobj", "pcomp"}
    ]
    named = [
        child for word in speech for child in word.children if child.dep_ in {"dobj", "ccomp"} and child.i > token.i
    ]
    return [*topics, *(child for child in named if child.lemma_.lower() not in _STATEMENTS and is_word(child))]
