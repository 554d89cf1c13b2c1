"""Web pages: the main text in paragraphs, and what the page's head says of itself. Nothing is fetched.

The main text is trafilatura's (Barbaresi, ACL 2021), the date htmldate's (Barbaresi, JOSS 5:51, 2020).
"""

import re
from copy import deepcopy
from typing import Any

from groundtruce.collect.charsets import decode_text, mend_text, normalise_newlines
from groundtruce.collect.extracts import Extract, missing_extra, quiet
from groundtruce.errors import UnusableInput

MAX_PAGE_BYTES = 10_000_000
"""Larger pages are refused: finding the main text of one takes minutes."""


def read_page(content: bytes, *, name: str) -> Extract:
    """The main text of a web page, its paragraphs separated by blank lines, with its title, date, site and language.

    Raises `UnusableInput` for a page without text and one larger than `MAX_PAGE_BYTES`.
    """
    if len(content) > MAX_PAGE_BYTES:
        raise UnusableInput(name, f"is a web page larger than the {MAX_PAGE_BYTES / 1e6:g} MB that are read")
    try:
        import trafilatura  # noqa: PLC0415 - an extra, and slow to import
    except ImportError as error:
        raise missing_extra(name, "HTML") from error
    source, charset = _decode_page(content, name=name)
    with quiet("trafilatura", "htmldate", "readability", "justext", "courlan", "charset_normalizer"):
        tree = trafilatura.load_html(_complete(source))
        text = "" if tree is None else _find_text(tree)
        if not text:
            raise UnusableInput(name, "is a web page without a main text")
        metadata = trafilatura.extract_metadata(deepcopy(tree), date_config=dict(_DATE_SEARCH))
        published = _find_date(tree)
    return Extract(
        text=text,
        charset=charset,
        title=mend_text(metadata.title or "").strip(),
        published=published,
        publisher=mend_text(metadata.sitename or "").strip() or None,
        language=_find_language(tree),
    )


# ---------------------------------------------------------------------------------------------------------------

# What a page may declare; WHATWG's encoding standard reads Latin-1 as windows-1252. Other codecs of Python's are no
# charsets, and some take hours over a page made for it.
_DECLARED = re.compile(
    rb"""<(?:meta\b[^>]{0,200}?\bcharset\s*=|\?xml\b[^>]{0,200}?\bencoding\s*=)\s*["']?\s*"""
    rb"(utf-8|windows-\d{3,4}|iso-8859-\d{1,2}|koi8-[ru]|gb2312|gbk|gb18030|big5|euc-jp|euc-kr|shift_jis)\b",
    re.IGNORECASE,
)
_HEAD_BYTES = 4096
_LATIN = {"iso-8859-1": "windows-1252"}
# The original day, as the page's own markup gives it, at any time: the clock is not asked.
_DATE_SEARCH: dict[str, Any] = {
    "extensive_search": False,
    "original_date": True,
    "min_date": "1900-01-01",
    "max_date": "2999-12-31",
}
# Not the times of comments, of other articles or of the page's frame.
_OWN_TIME = (
    "//time[@datetime or @pubdate]"
    "[not(ancestor::nav or ancestor::aside or ancestor::footer"
    " or ancestor::*[contains(@class, 'comment') or contains(@class, 'related')])]"
)


def _decode_page(content: bytes, *, name: str) -> tuple[str, str]:
    """The page's source, by its byte-order mark, then UTF-8, then what it declares, then as any text."""
    try:
        return mend_text(normalise_newlines(content.decode("utf-8-sig"))), "utf-8"
    except UnicodeDecodeError:
        declared = _DECLARED.search(content[:_HEAD_BYTES])
    if declared is None or content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return decode_text(content, name=name)
    charset = declared[1].decode().lower()
    charset = _LATIN.get(charset, charset)
    return mend_text(normalise_newlines(content.decode(charset, "replace"))), charset


def _complete(source: str) -> str:
    """The page with a root, and without the XML declaration that a decoded text must not have."""
    source = re.sub(r"\A\s*<\?xml[^>]*>", "", source)
    return source if re.search(r"<(?:html|body)\b", source, re.IGNORECASE) else f"<html><body>{source}</body></html>"


def _find_text(tree: Any) -> str:
    import trafilatura  # noqa: PLC0415 - an extra, and slow to import
    from trafilatura.settings import use_config  # noqa: PLC0415 - the same

    # A statement may be one sentence long: without this, trafilatura takes a short text for a failure and falls
    # back to all words of the page in one line.
    config = use_config()
    config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = "1"
    found: Any = trafilatura.bare_extraction(deepcopy(tree), include_comments=False, config=config)
    lines = mend_text((found.text or "") if found else "").replace("\N{SOFT HYPHEN}", "").split("\n")
    return "\n\n".join(line.strip() for line in lines if line.strip())


def _find_date(tree: Any) -> str | None:
    """The publication day of the page's head, its address or its own `time`; dates in its words are not its own."""
    from htmldate import find_date  # noqa: PLC0415 - an extra, and slow to import

    page = tree.makeelement("html")
    page.extend(deepcopy(head) for head in tree.xpath("//head"))
    body = tree.makeelement("body")
    page.append(body)
    body.extend(deepcopy(script) for script in tree.xpath("//body//script[@type='application/ld+json']"))
    body.extend(deepcopy(time) for time in tree.xpath(_OWN_TIME)[:1])
    found: str | None = find_date(page, **_DATE_SEARCH)
    return found


def _find_language(tree: Any) -> str | None:
    declared = re.match(r"([a-z]{2})(?:[-_]|$)", (tree.get("lang") or "").strip().lower())
    return declared[1] if declared else None
