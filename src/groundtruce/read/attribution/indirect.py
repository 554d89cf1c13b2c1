"""Indirect speech: reporting verbs and nouns with the clause they report, insertions, and `according to`."""

import re
from collections.abc import Iterator

from spacy.tokens import Span as Slice
from spacy.tokens import Token

from groundtruce.model.claims import Stance
from groundtruce.read.attribution.drafts import Draft, Layout
from groundtruce.read.cues import CueVerb, find_cue_noun, find_cue_verb, is_document_noun, is_refusal
from groundtruce.read.phrases import (
    Indices,
    cover_tokens,
    expand_phrase,
    find_subject,
    group_verb,
    inherit_subject,
    is_negated,
    is_word,
    trim_edges,
)


def find_indirect(layout: Layout) -> list[Draft]:
    """The reported clauses of the text, one draft for each cue, in the order of the cues."""
    return [
        draft for sentence in layout.doc.sents for token in sentence for draft in _read_token(layout, token, sentence)
    ]


def find_stance(verb: Token, cue: CueVerb) -> Stance:
    """A verb of speaking that is negated or refused declines to say; to ask somebody to act is to demand."""
    if cue.stance == "questions" and cue.infinitive and _find_infinitive(verb) is not None:
        return "demands"
    if cue.lemma == "call" and any(child.dep_ == "oprd" for child in verb.children):
        return "asserts"
    refused = verb.dep_ == "xcomp" and is_refusal(verb.head)
    return "declines to say" if cue.speech and cue.stance == "asserts" and (refused or is_negated(verb)) else cue.stance


# ---------------------------------------------------------------------------------------------------------------------

_DATELINE = re.compile(r"[A-Z][A-Z .'’-]{2,}(?:\([^)]*\)\s*)?(?:,[^–—]{1,40}?)?\s*(?:[–—]|-{1,2}(?=\s))\s*")
_FIRST_PERSON = frozenset({"i", "we", "me", "us"})
_NOBODY = frozenset({"nobody", "none", "nothing"})
_NOMINAL = frozenset({"DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM", "ADP", "PART", "CCONJ"})
_BREAKS = frozenset({",", "–", "—", "--"})
_OBJECT_PREPOSITIONS = {
    "call": {"for", "on", "upon"},
    "appeal": {"for", "to"},
    "warn": {"of", "against", "about"},
    "accuse": {"of"},
    "blame": {"for"},
    "complain": {"of", "about"},
    "insist": {"on"},
    "speak": {"of"},
}


def _read_token(layout: Layout, token: Token, sentence: Slice) -> Iterator[Draft]:
    if token.lower_ == "according" and token.i + 1 < sentence.end and layout.doc[token.i + 1].lower_ == "to":
        yield from _read_according(layout, token, sentence)
    elif find_cue_noun(token):
        yield from _read_noun(layout, token)
    cue = find_cue_verb(token, any_tag=True)
    if cue is None:
        return
    clause = _read_clause(layout, token, cue) if token.pos_ == "VERB" else None
    insertion = _read_insertion(layout, token, sentence, cue) if cue.speech else None
    # Where the cue closes the sentence, all of it is content, also what the parse leaves out.
    closes = clause is not None and clause.content[-1][1] <= token.idx
    draft = insertion or clause if closes else clause or insertion
    if draft is not None:
        yield draft


def _read_clause(layout: Layout, verb: Token, cue: CueVerb) -> Draft | None:
    """A verb with the finite clause, infinitive or object that it reports."""
    content = _find_content(layout, verb, cue)
    if not content or verb.dep_ == "amod":
        return None
    subject = _find_reporter(verb)
    if not _may_report(layout, verb, subject):
        return None
    source = _phrase(layout, verb, subject, barred={*content})
    return Draft(
        source=source,
        cue=_cue_tokens(verb),
        verb=verb.i,
        content=cover_tokens(layout.doc, content),
        stance=find_stance(verb, cue),
        direct=False,
    )


def _cue_tokens(verb: Token) -> Indices:
    """The verb group, with a refusal that governs it: `declined to say`."""
    refused = verb.dep_ == "xcomp" and is_refusal(verb.head) and verb.head.i < verb.i
    return tuple(range(group_verb(verb.head)[0], verb.i + 1)) if refused else group_verb(verb)


def _find_content(layout: Layout, verb: Token, cue: CueVerb) -> Indices:
    clauses = [clause for clause in _find_finite(verb, cue) if layout.same_level(clause, verb)]
    if clauses:
        return tuple(sorted({i for clause in clauses for i in _clause_tokens(layout, clause, verb)}))
    infinitive = _find_infinitive(verb)
    if cue.infinitive and infinitive is not None:
        asked = [child for child in verb.children if child.dep_ in {"dobj", "prep"} and verb.i < child.i < infinitive.i]
        return _phrase_tokens(layout, [*asked, infinitive], verb)
    gerund = next((c for c in verb.children if c.dep_ == "xcomp" and c.tag_ == "VBG" and c.i > verb.i), None)
    if cue.object and gerund is not None:
        return _phrase_tokens(layout, [gerund], verb)
    return _find_object(layout, verb, cue)


def _find_infinitive(verb: Token) -> Token | None:
    behind = (child for child in verb.children if child.dep_ in {"xcomp", "ccomp"} and child.i > verb.i)
    return next((child for child in behind if any(part.tag_ == "TO" for part in child.children)), None)


def _phrase_tokens(layout: Layout, heads: list[Token], verb: Token) -> Indices:
    """The phrases under several heads, without the narrator's remark at their end."""
    gloss = _find_final_gloss(heads[-1])
    barred = {verb.i} | ({token.i for token in gloss.subtree} if gloss is not None else set())
    tokens = {i for head in heads for i in expand_phrase(head, barred=barred)}
    return tuple(sorted(i for i in tokens if layout.same_level(i, verb)))


def _find_finite(verb: Token, cue: CueVerb) -> list[Token]:
    """The clauses that the verb reports: those behind it if there are any, else the one that it closes."""
    clauses = [child for child in verb.children if child.dep_ == "ccomp" and _is_clause(child)]
    behind = [clause for clause in clauses if clause.i > verb.i] or _find_heard(verb)
    if behind:
        return behind
    return clauses[-1:] if cue.speech and find_subject(verb) is not None else []


def _find_heard(verb: Token) -> list[Token]:
    """`told the leaders that …`: a clause that the parse hangs on those who hear it."""
    hearers = [child for child in verb.children if child.dep_ in {"dobj", "dative"}] if _listens(verb) else []
    return [
        child for hearer in hearers for child in hearer.children if child.dep_ in {"acl", "relcl"} and _is_marked(child)
    ]


def _is_clause(token: Token) -> bool:
    """Whether the token heads a clause with a subject or a conjunction; a bare participle does not."""
    return any(child.dep_ in {"nsubj", "nsubjpass", "expl", "csubj", "mark"} for child in token.children)


def _is_marked(clause: Token) -> bool:
    return any(child.dep_ == "mark" for child in clause.children)


def _find_object(layout: Layout, verb: Token, cue: CueVerb) -> Indices:
    """The noun phrases that say what is denied, called for, or whom is accused of what."""
    behind = [child for child in verb.children if child.i > verb.i]
    prepositions = _OBJECT_PREPOSITIONS.get(cue.lemma, set())
    parts = [child for child in behind if child.dep_ == "prep" and child.lower_ in prepositions]
    objects = [child for child in behind if child.dep_ == "dobj"]
    if cue.lemma == "call":
        parts += [child for child in behind if child.dep_ == "oprd"]
    if not (parts or (cue.object and objects)) or find_subject(verb) is None:
        return ()
    if cue.object:
        parts += [child for child in behind if child.dep_ == "prep" and child.lower_ in {"as", "for"} and objects]
    return _phrase_tokens(layout, sorted({*objects, *parts}, key=lambda head: head.i), verb)


def _clause_tokens(layout: Layout, clause: Token, verb: Token) -> Indices:
    """The clause's tokens on the cue's own level, without the cue, its source, and a further cue that hangs on it."""
    barred = {*group_verb(verb)}
    subject = find_subject(verb)
    if subject is not None:
        barred |= {token.i for token in subject.subtree}
    for child in clause.children:
        if _is_reporting_participle(child):
            barred |= {token.i for token in child.subtree}
    gloss = _find_final_gloss(clause)
    barred |= {token.i for token in gloss.subtree} if gloss is not None else set()
    tokens = (token.i for token in clause.subtree)
    return trim_edges(layout.doc, tuple(i for i in tokens if i not in barred and layout.same_level(i, verb)))


def _is_reporting_participle(token: Token) -> bool:
    """`…, claiming that …`: a cue of its own, which goes on with the speaker's words, not with the content."""
    if token.dep_ not in {"advcl", "acl"} or token.tag_ != "VBG" or find_cue_verb(token) is None:
        return False
    before = token.doc[token.left_edge.i - 1] if token.left_edge.i else None
    return before is not None and before.text in _BREAKS and any(child.dep_ == "ccomp" for child in token.children)


def _find_final_gloss(clause: Token) -> Token | None:
    """A clause with `, which` or `, who` that ends the content: the narrator's remark on its last words."""
    for token in clause.subtree:
        if token.dep_ == "relcl" and any(child.lower_ in {"which", "who"} for child in token.children):
            left, tail = token.left_edge.i, token.doc[token.right_edge.i + 1 : clause.right_edge.i + 1]
            if left and token.doc[left - 1].text == "," and not any(is_word(word) for word in tail):
                return token
    return None


def _find_reporter(verb: Token) -> Token | None:
    """Who the verb's source is. A reporting participle takes the subject of the cue whose content it follows."""
    own = find_subject(verb)
    if own is None and _is_reporting_participle(verb):
        head = verb.head
        while head.dep_ in {"conj", "relcl", "advcl"} and head.head.i != head.i:
            head = head.head
        outer = find_cue_verb(head.head) if head.dep_ == "ccomp" else None
        if outer is not None:
            return inherit_subject(head.head)
    if own is None and verb.dep_ == "acl" and find_cue_noun(verb.head) and verb.head.dep_ == "dobj":
        return _possessor(verb.head) or inherit_subject(verb.head.head)
    return _agent(verb) or inherit_subject(verb)


def _agent(verb: Token) -> Token | None:
    """Who it is by, in a passive: `was confirmed by X`."""
    by = next((child for child in verb.children if child.dep_ == "agent"), None)
    return next((child for child in by.children if child.dep_ == "pobj"), None) if by is not None else None


def _is_passive(verb: Token) -> bool:
    return any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children)


def _may_report(layout: Layout, verb: Token, subject: Token | None) -> bool:
    """Not in an imperative, not for nobody, nor where a speaker only reports what they themselves say or think."""
    if subject is None:
        return _is_passive(verb)
    if subject.lower_ in _NOBODY or (layout.region(verb) >= 0 and subject.lower_ in _FIRST_PERSON):
        return False
    return layout.same_level(subject, verb)


def _phrase(layout: Layout, verb: Token, subject: Token | None, *, barred: set[int]) -> Indices:
    """The source's words; none for the empty subject of `it was reported` and for what a passive speaks of."""
    if subject is None or (_is_passive(verb) and _agent(verb) is None):
        return _find_document(layout, verb)
    barred = barred | {token.i for token in verb.subtree if not subject.is_ancestor(verb)} - {
        token.i for token in subject.subtree
    }
    if subject.is_ancestor(verb):
        barred |= _tokens_from_relative(subject, verb)
    phrase = expand_phrase(subject, barred=barred | {verb.i})
    return trim_edges(layout.doc, tuple(i for i in phrase if layout.same_level(i, verb)))


def _tokens_from_relative(subject: Token, verb: Token) -> set[int]:
    """The clause in which the verb hangs on its own source: `the officer who said …`."""
    branch = verb
    while branch.head.i not in (subject.i, branch.i):
        branch = branch.head
    return {token.i for token in branch.subtree}


def _find_document(layout: Layout, verb: Token) -> Indices:
    """`In the statement it is noted that …`: the document is the source."""
    inside = (child for child in verb.children if child.dep_ == "prep" and child.lower_ == "in" and child.i < verb.i)
    nouns = (child for preposition in inside for child in preposition.children if is_document_noun(child))
    noun = next(nouns, None)
    return expand_phrase(noun) if noun is not None and layout.same_level(noun, verb) else ()


def _read_insertion(layout: Layout, verb: Token, sentence: Slice, cue: CueVerb) -> Draft | None:
    """`…, X claims, …` and `…, X said.`: a cue between commas, or behind the last one, in what it reports."""
    segment = _find_segment(layout, verb, sentence)
    source = _read_segment(verb, segment) if segment else ()
    if not segment or not source:
        return None
    used = {*segment, *source, *_find_dateline(layout, sentence)}
    rest = tuple(token.i for token in sentence if token.i not in used and layout.same_level(token, verb))
    if not _is_statement(layout, rest, segment) or _is_first_person(layout, source):
        return None
    return Draft(
        source=source,
        cue=group_verb(verb),
        verb=verb.i,
        content=cover_tokens(layout.doc, rest),
        stance=find_stance(verb, cue),
        direct=False,
        firm=rest[0] < segment[0] < rest[-1],
    )


def _find_dateline(layout: Layout, sentence: Slice) -> range:
    """`JUBA, June 14 –` before a report's first sentence."""
    match = _DATELINE.match(layout.text, sentence.start_char, sentence.end_char)
    return range(sentence.start, layout.token_at(match.end() - 1) + 1) if match else range(0)


def _is_statement(layout: Layout, rest: Indices, segment: Indices) -> bool:
    """Whether what stands around the insertion has a verb; where the insertion comes last, before it."""
    words = [layout.doc[i] for i in rest if is_word(layout.doc[i])]
    last = bool(words) and words[-1].i < segment[0]
    return any(word.pos_ in {"VERB", "AUX"} and (last or word.i > segment[0]) for word in words)


def _is_first_person(layout: Layout, source: Indices) -> bool:
    return layout.region(source[0]) >= 0 and layout.doc[source[0]].lower_ in _FIRST_PERSON


def _find_segment(layout: Layout, verb: Token, sentence: Slice) -> Indices | None:
    """The tokens between the comma before the verb and the comma, or the sentence's end, behind it."""
    start = verb.i
    while start > sentence.start and layout.doc[start - 1].text not in _BREAKS:
        start -= 1
    end = verb.i + 1
    while end < sentence.end and layout.doc[end].text not in _BREAKS and layout.doc[end].text not in ".!?":
        end += 1
    opens_with_as = start == sentence.start and layout.doc[start].lower_ == "as"
    has_content_before = opens_with_as or any(is_word(token) for token in layout.doc[sentence.start : start])
    same_level = all(layout.same_level(i, verb) for i in range(start, end))
    return tuple(range(start, end)) if has_content_before and same_level else None


def _read_segment(verb: Token, segment: Indices) -> Indices:
    """The source in an insertion: the nouns before the verb, or behind it (`said X`)."""
    doc, group = verb.doc, set(group_verb(verb))
    if any(child.dep_ in {"dobj", "xcomp", "oprd"} and child.i in segment for child in verb.children) and not _listens(
        verb
    ):
        return ()
    agent = _agent(verb)
    if agent is not None and agent.i in segment:
        return expand_phrase(agent)
    ahead = [doc[i] for i in segment if i < verb.i and i not in group and doc[i].pos_ != "ADV"]
    behind = [doc[i] for i in segment if i > verb.i and not doc[i].is_space]
    if ahead and ahead[0].lower_ == "as":
        ahead = ahead[1:]
    if any(token.pos_ not in _NOMINAL for token in ahead) or any(token.pos_ in {"VERB", "AUX"} for token in behind):
        return ()
    if ahead:
        certain = verb.pos_ == "VERB" or (not behind and ahead[-1].pos_ in {"PROPN", "PRON"})
        starts = ahead[0].pos_ not in {"ADP", "CCONJ", "PART"}
        return trim_edges(doc, tuple(t.i for t in ahead)) if certain and starts else ()
    subject = find_subject(verb)
    if subject is not None and verb.i < subject.i and subject.i in segment:
        return expand_phrase(subject, barred={verb.i})
    nominal = [token for token in behind if token.pos_ in {"PROPN", "NOUN"}]
    inverted = (
        verb.pos_ == "VERB" and verb.tag_ in {"VBD", "VBZ", "VBP"} and nominal and behind[0].pos_ in _NOMINAL - {"ADP"}
    )
    return trim_edges(doc, tuple(t.i for t in behind)) if inverted else ()


def _listens(verb: Token) -> bool:
    """Whether the verb's object is who hears it: `told reporters`."""
    return verb.lower_ in {"told", "tells", "tell", "telling", "assured", "informed", "warned"}


def _read_according(layout: Layout, token: Token, sentence: Slice) -> Iterator[Draft]:
    """`According to X, …`: the rest of the sentence is what X says."""
    to = layout.doc[token.i + 1]
    head = next((child for child in to.children if child.dep_ == "pobj"), None)
    if head is None:
        return
    source = tuple(i for i in expand_phrase(head, barred={token.i, to.i}) if layout.same_level(i, token))
    source = _reach_end(layout, source, sentence) if source and token.i > sentence.start else source
    used = {token.i, to.i, *source}
    rest = [word for word in sentence if word.i not in used and layout.same_level(word, token)]
    gloss = next((word for word in (_find_final_gloss(word) for word in rest if word.dep_ == "ROOT") if word), None)
    barred = {word.i for word in gloss.subtree} if gloss is not None else set()
    content = cover_tokens(layout.doc, [word.i for word in rest if word.i not in barred])
    if source and content:
        yield Draft(
            source=source, cue=(token.i, to.i), verb=token.i, content=content, stance="asserts", direct=False, firm=True
        )


def _reach_end(layout: Layout, source: Indices, sentence: Slice) -> Indices:
    """A source at the end of the sentence, with a name in apposition that the parse did not join to it."""
    tail = range(source[-1] + 1, sentence.end)
    if any(layout.doc[i].pos_ in {"VERB", "AUX", "CCONJ", "SCONJ"} or layout.doc[i].is_quote for i in tail):
        return source
    return trim_edges(layout.doc, (*source, *tail))


def _read_noun(layout: Layout, noun: Token) -> Iterator[Draft]:
    """`X's claim that …`: a noun of speech with its clause."""
    clause = next(
        (child for child in noun.children if child.dep_ in {"acl", "ccomp", "relcl"} and _is_that_clause(child)), None
    )
    owner = _possessor(noun)
    if clause is None or not layout.same_level(clause, noun):
        return
    if owner is None and noun.dep_ == "dobj":
        owner = find_subject(noun.head)
    if owner is not None and layout.region(noun) >= 0 and owner.lower_ in _FIRST_PERSON | {"my", "our"}:
        return
    content = tuple(token.i for token in clause.subtree if layout.same_level(token, noun))
    source = expand_phrase(owner, barred={noun.i, *content}) if owner is not None else ()
    source = tuple(i for i in source if layout.doc[i].tag_ != "POS")
    yield Draft(
        source=source,
        cue=(noun.i,),
        verb=noun.i,
        content=cover_tokens(layout.doc, content),
        stance=find_cue_noun(noun) or "asserts",
        direct=False,
    )


def _is_that_clause(clause: Token) -> bool:
    return any(child.dep_ == "mark" and child.lower_ == "that" for child in clause.children)


def _possessor(noun: Token) -> Token | None:
    for child in noun.children:
        if child.dep_ == "poss" or any(part.dep_ == "case" for part in child.children):
            return child
        if child.dep_ == "prep" and child.lower_ in {"by", "of", "from"}:
            return next((owner for owner in child.children if owner.dep_ == "pobj"), None)
    return None
