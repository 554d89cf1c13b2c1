"""What the words of a noun phrase say of a speaker: name, role, organization, party."""

from collections.abc import Sequence

from spacy.tokens import Token

from groundtruce.model.claims import Speaker
from groundtruce.read.cues import is_document_noun
from groundtruce.read.parties import PartyNames
from groundtruce.read.phrases import is_word


def describe_speaker(
    tokens: Sequence[Token], names: PartyNames, *, known: frozenset[tuple[str, ...]] = frozenset()
) -> Speaker:
    """The speaker that a source's words describe: a person with an office, or a body that speaks as one.

    `known` holds the full names, word by word, of persons whom the text names elsewhere.
    """
    if names.is_collective(_join(_core(tokens))):
        return _describe_body(tokens, names)
    name = _find_known_name(tokens, known) or _find_name(tokens)
    if names.is_collective(_join(name)):
        name = []
    role = _find_role(tokens, name)
    if not name and not role:
        return _describe_body(tokens, names)
    actor = names.find_actor(_join(name)) if name else None
    organization = _find_organization(tokens, role, name)
    parties = names.find_parties(_join([*_ahead_of(tokens, role, name), *role, *organization]))
    return Speaker(
        name=actor.name if actor else _join(name) or None,
        role=(actor.role if actor else None) or _join(role) or None,
        organization=(actor.organization if actor else None) or _join(organization) or None,
        party=actor.party if actor and actor.party else _only(parties),
    )


def is_collective(token: Token) -> bool:
    """Whether the noun names people who can speak as one: `the ministry`, `officials`, `the force`."""
    lemma = token.lemma_.lower()
    return token.ent_type_ in {"ORG", "NORP", "GPE"} or lemma in _BODIES or lemma in _ROLES


# ---------------------------------------------------------------------------------------------------------------------

_ROLE_WORDS = """
    president vice-president premier minister deputy mp lawmaker parliamentarian senator representative congressman
    congresswoman ambassador envoy mediator spokesman spokeswoman spokesperson speaker secretary chairman chairwoman
    chair chief head leader director commander general colonel major captain lieutenant officer official adviser
    advisor aide governor mayor prosecutor ombudsman ombudswoman analyst expert historian professor journalist
    reporter correspondent activist lawyer attorney judge manager strategist diplomat soldier witness resident
    commissioner coordinator chancellor king queen member serviceman peacekeeper observer
"""
_ROLES = frozenset(_ROLE_WORDS.split())
_BODY_WORDS = """
    ministry government army force military police side party mission command council committee commission group team
    office administration parliament assembly agency service department authority court union alliance bloc coalition
    movement organization organisation delegation embassy staff headquarters troop militia opposition public media
    newspaper outlet channel body
"""
_BODIES = frozenset(_BODY_WORDS.split())
_NAME_WORDS = 5
"""A full name has no more words than this."""
_OFFICE_LINKS = frozenset({"of", "for", "at", "in", "from", "with"})
_NOT_PERSONS = frozenset({"ORG", "GPE", "NORP", "LOC", "FAC", "DATE", "EVENT", "LAW", "TIME", "CARDINAL", "ORDINAL"})


def _find_known_name(tokens: Sequence[Token], known: frozenset[tuple[str, ...]]) -> list[Token]:
    texts = tuple(token.text for token in tokens)
    for start in range(len(texts)):
        for end in range(min(start + _NAME_WORDS, len(texts)), start + 1, -1):
            if texts[start:end] in known:
                return list(tokens[start:end])
    return []


def _find_name(tokens: Sequence[Token]) -> list[Token]:
    """The person's name: what the model took for one, else the capitals behind an office ("deputy Ilse Varn")."""
    head = next((token for token in tokens if token.head not in tokens), None)
    marked = [token for token in tokens if token.ent_type_ == "PERSON" and token.pos_ == "PROPN"]
    named = _first_run(marked)
    core = _core(tokens)
    if named and (named[-1] in core or _is_office_holder(tokens, named)) and not (head and _is_body(head)):
        return _without_office(named)
    candidates = _capitals_after_role(tokens) or _capitals_before_role(tokens)
    return candidates if len(candidates) > 1 else []


def _is_body(head: Token) -> bool:
    return head.lemma_.lower() in _BODIES or is_document_noun(head)


def _is_office_holder(tokens: Sequence[Token], named: list[Token]) -> bool:
    """Whether an office or a comma leads to the name: `an MP of the assembly, X`."""
    return any(token.lemma_.lower() in _ROLES for token in tokens if token.i < named[0].i)


def _without_office(named: list[Token]) -> list[Token]:
    start = next((n + 1 for n in range(len(named) - 1, -1, -1) if named[n].lower_.rstrip(".") in _ROLES), 0)
    return named[start:] or named


def _first_run(tokens: list[Token]) -> list[Token]:
    run: list[Token] = []
    for token in tokens:
        if run and token.i != run[-1].i + 1:
            break
        run.append(token)
    return run


def _capitals_after_role(tokens: Sequence[Token]) -> list[Token]:
    """The proper nouns at the end of the phrase or before its first comma, if an office stands before them."""
    core = _core(tokens)
    start = len(core)
    while start and core[start - 1].pos_ == "PROPN" and core[start - 1].ent_type_ not in _NOT_PERSONS:
        start -= 1
    run = core[start:]
    role_at = next((n for n in range(len(run) - 1, -1, -1) if run[n].lemma_.lower() in _ROLES), None)
    if role_at is not None:
        return run[role_at + 1 :]
    return run if start and core[start - 1].lemma_.lower() in _ROLES else []


def _capitals_before_role(tokens: Sequence[Token]) -> list[Token]:
    """`Ilse Varn, a deputy of …`: proper nouns with an office behind their comma."""
    core = _core(tokens)
    behind = list(tokens[len(core) : len(core) + 6])
    named = bool(core) and all(token.pos_ == "PROPN" for token in core) and not _is_body(core[-1])
    office = bool(behind) and behind[0].text == "," and any(token.lemma_.lower() in _ROLES for token in behind)
    return core if named and office else []


def _find_role(tokens: Sequence[Token], name: Sequence[Token]) -> list[Token]:
    """The office: the first role word with the words that belong to its title, without a country's."""
    near = tokens if name else _core(tokens)
    heads = [
        token
        for token in near
        if token.lemma_.lower() in _ROLES and token not in name and token.dep_ != "pobj" and not _names_body(token)
    ]
    if not heads:
        return []
    end = heads[0]
    while end.i + 1 < len(end.doc) and end.doc[end.i + 1] in tokens and end.doc[end.i + 1].lemma_.lower() in _ROLES:
        end = end.doc[end.i + 1]
    start = heads[0]
    while start.i and start.nbor(-1) in tokens and _belongs_to_title(start.nbor(-1)) and start.nbor(-1) not in name:
        start = start.nbor(-1)
    return list(end.doc[start.i : end.i + 1])


def _names_body(token: Token) -> bool:
    """Whether it is part of a body's name: `Observer Mission`, `General Staff`."""
    return token.dep_ == "compound" and token.head.lemma_.lower() in _BODIES


def _belongs_to_title(token: Token) -> bool:
    return token.dep_ in {"compound", "amod", "nmod"} and token.ent_type_ in {"", "ORG", "PERSON"} and token.is_alpha


def _find_organization(tokens: Sequence[Token], role: Sequence[Token], name: Sequence[Token]) -> list[Token]:
    """What the office belongs to: the words behind `of`, up to the name, a comma or a verb."""
    if not role or role[-1].i + 2 >= len(role[-1].doc) or role[-1].nbor().lower_ not in _OFFICE_LINKS:
        return []
    found: list[Token] = []
    for token in role[-1].doc[role[-1].i + 2 :]:
        if token not in tokens or token in name or not is_word(token) or token.pos_ in {"VERB", "AUX"}:
            break
        found.append(token)
    return found[1:] if found and found[0].pos_ == "DET" else found


def _ahead_of(tokens: Sequence[Token], role: Sequence[Token], name: Sequence[Token]) -> list[Token]:
    """The words before the office and the name: `Ardan` in `Ardan Defence Minister X`."""
    first = min(token.i for token in (*role, *name))
    return [token for token in tokens if token.i < first]


def _describe_body(tokens: Sequence[Token], names: PartyNames) -> Speaker:
    core = _core(tokens)
    actor = names.find_actor(_join(core))
    if actor is not None and actor.role is not None:
        return Speaker(name=actor.name, role=actor.role, organization=actor.organization, party=actor.party)
    party = _only(names.find_parties(_join(core)))
    if any(is_document_noun(token) for token in core):
        return Speaker(party=party)
    named = core[1:] if core and core[0].pos_ == "DET" else core
    proper = any(token.pos_ == "PROPN" and token.ent_type_ != "GPE" for token in core)
    body = bool(named) and (proper or named[-1].lemma_.lower() in _BODIES) and not names.is_collective(_join(named))
    return Speaker(organization=_join(named) if body else None, party=party)


def _core(tokens: Sequence[Token]) -> list[Token]:
    """The phrase up to its first preposition other than `of`, its first comma, or a clause that hangs on it."""
    core: list[Token] = []
    for token in tokens:
        if (
            token.text in {",", ";", "(", "–", "—"}
            or token.pos_ in {"VERB", "AUX", "SCONJ"}
            or token.tag_ in {"WP", "WDT"}
        ):
            break
        if token.pos_ == "ADP" and token.lower_ != "of":
            break
        core.append(token)
    return core


def _join(tokens: Sequence[Token]) -> str:
    return "".join(token.text_with_ws for token in tokens).strip()


def _only(parties: tuple[str, ...]) -> str | None:
    return parties[0] if len(parties) == 1 else None
