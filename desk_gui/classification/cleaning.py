"""What of a ticket's text counts: masks markup, addresses, quoted replies and signatures.

Masked parts become spaces, so every position stays what it was in the original text.
Every expression here is linear in the length of the text: no nested or overlapping repeats.
"""

from __future__ import annotations

import re

# What is read at all, before cleaning; far above any ticket a person writes.
READ_CHARACTERS = 100_000
# A sign-off or quotation counts as one only after this many words of the person's own.
OWN_WORDS = 4

_MARKUP = re.compile(
    r"<(?:script|style)\b[^<]*"
    r"|<[/!?a-z][^<>]*>"
    r"|&(?:[a-z]{2,8}|#[0-9]{1,6});"
    r"|\b(?:https?|file|ftp)://[^\s<>]{1,2000}"
    r"|@[\w.-]{1,255}",
    re.IGNORECASE,
)
_QUOTED_LINES = re.compile(r"(?:^[ \t]{0,20}>[^\n]*\n?)+", re.MULTILINE)
_CUT = re.compile(
    r"^[ \t]{0,20}(?=\S)(?:"
    r"--[ \t]{0,3}$"
    r"|_{10,200}[ \t]{0,3}$"
    r"|-{2,40}[^\n-]{0,20}(?:original|urspr|forward|weitergeleitet|origine|reenviad|encaminhad)"
    r"|(?:on|am|le|el|em)[ \t][^\n]{4,160}(?:wrote|schrieb|écrit|escribió|escreveu)[^\n]{0,60}:"
    r"|(?:from|von|de)[ \t]?:[^\n]{1,200}\n[ \t]{0,20}"
    r"(?:sent|date|to|gesendet|datum|an|envoyé|envoye|à|enviado|fecha|para|data)[ \t]?:"
    r"|(?:(?:best|kind|warm|many)[ ](?:regards|wishes|thanks)|regards|cheers|sincerely|"
    r"yours[ ](?:sincerely|faithfully|truly)|many[ ]thanks|thanks?|thank[ ]you|"
    r"mit[ ](?:freundlichen|besten|lieben)[ ]gr(?:ü|ue)(?:ß|ss)en|(?:viele|beste|liebe)[ ]"
    r"gr(?:ü|ue)(?:ß|ss)e|vielen[ ]dank|danke|mfg|"
    r"cordialement|bien[ ](?:cordialement|à[ ]vous)|merci(?:[ ]d.avance)?|salutations|"
    r"(?:un[ ]|cordiales[ ])?saludos?|atentamente|(?:muchas[ ])?gracias|"
    r"atenciosamente|cumprimentos|(?:muito[ ])?obrigad[oa])[ \t]{0,3}[,.!]?[ \t]{0,3}$"
    r")",
    re.IGNORECASE | re.MULTILINE,
)
_WORD = re.compile(r"\w{2,}")


def cleaned(text: str) -> str:
    """Return the text with everything that does not count turned into spaces, at the same places.

    Only the first READ_CHARACTERS characters are read.
    """
    shown = without_markup(text)
    own = _QUOTED_LINES.sub(_blank, shown) if ">" in shown else shown
    if _end_of_opening(own) is None:
        own = shown
    return _without_tail(own)


def without_markup(text: str) -> str:
    """Return the text with tags, entities and addresses turned into spaces, at the same places."""
    return _MARKUP.sub(_blank, text[:READ_CHARACTERS])


def _blank(found: re.Match[str]) -> str:
    return " " * (found.end() - found.start())


def _end_of_opening(text: str) -> int | None:
    """Return where the first OWN_WORDS words end, or None when there are fewer."""
    for count, word in enumerate(_WORD.finditer(text), start=1):
        if count == OWN_WORDS:
            return word.end()
    return None


def _without_tail(text: str) -> str:
    opening = _end_of_opening(text)
    if opening is None:
        return text
    tail = _CUT.search(text, opening)
    return text[: tail.start()] if tail else text
