"""What a file is, by its content first and its extension second, and whether it could do harm."""

from __future__ import annotations

import codecs
import unicodedata
from enum import StrEnum

from desk_gui.domain.attachment import extension, safe_name

HEAD = 4096
"""Bytes of a file's beginning that say what it is."""
SHORT = 3
"""A sign of so few bytes may also be the beginning of a text, such as “BMW”."""
UNKNOWN = "application/octet-stream"
PROGRAM = "application/x-executable"
WIDEST_LINE = 400
"""Characters after which a line of a preview is broken: an endless one takes seconds to lay out."""


class Preview(StrEnum):
    """How a file can be looked at inside the window."""

    PICTURE = "picture"
    TEXT = "text"
    NONE = "none"


_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"BM", "image/bmp"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"PK\x05\x06", "application/zip"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"BZh", "application/x-bzip2"),
    (0, b"\xfd7zXZ\x00", "application/x-xz"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (257, b"ustar", "application/x-tar"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (4, b"ftyp", "video/mp4"),
    (0, b"OggS", "application/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"MZ", PROGRAM),
    (0, b"\x7fELF", PROGRAM),
    (0, b"\xfe\xed\xfa", PROGRAM),
    (0, b"\xce\xfa\xed\xfe", PROGRAM),
    (0, b"\xcf\xfa\xed\xfe", PROGRAM),
    (0, b"\xca\xfe\xba\xbe", PROGRAM),
    (0, b"L\x00\x00\x00\x01\x14\x02\x00", "application/x-ms-shortcut"),
)
"""Where in a file, which bytes, and what they make it."""
_INSIDE_ZIP = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "docm": "application/vnd.ms-word.document.macroenabled.12",
    "xlsm": "application/vnd.ms-excel.sheet.macroenabled.12",
    "pptm": "application/vnd.ms-powerpoint.presentation.macroenabled.12",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "jar": "application/java-archive",
}
_INSIDE_OLE = {
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "msg": "application/vnd.ms-outlook",
    "msi": "application/x-msi",
}
_INSIDE = {"application/zip": _INSIDE_ZIP, "application/x-ole-storage": _INSIDE_OLE}
_TEXTS = {
    "csv": "text/csv",
    "json": "application/json",
    "xml": "application/xml",
    "md": "text/markdown",
    "eml": "message/rfc822",
    "ics": "text/calendar",
    "vcf": "text/vcard",
    "html": "text/html",
    "htm": "text/html",
    "svg": "image/svg+xml",
}
_MARKUP = (
    (b"<svg", "image/svg+xml"),
    (b"<!doctype svg", "image/svg+xml"),
    (b"<!doctype html", "text/html"),
    (b"<html", "text/html"),
    (b"<head", "text/html"),
    (b"<body", "text/html"),
    (b"<script", "text/html"),
    (b"<iframe", "text/html"),
)
"""What makes a text that begins with “<” more than a text."""
_READ_AS_TEXT = frozenset({*_TEXTS.values(), "text/plain", "text/x-script"})
_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"})
"""What is shown as a picture; never SVG, which is a program in disguise, nor TIFF."""

_WORDS = {
    "image/png": "PNG picture",
    "image/jpeg": "JPEG picture",
    "image/gif": "GIF picture",
    "image/webp": "WebP picture",
    "image/bmp": "BMP picture",
    "image/tiff": "TIFF picture",
    "image/svg+xml": "SVG drawing",
    "text/html": "web page",
    "text/plain": "text",
    "text/csv": "CSV table",
    "text/markdown": "text",
    "text/x-script": "script",
    "text/calendar": "calendar entry",
    "text/vcard": "business card",
    "message/rfc822": "e-mail",
    "application/json": "JSON text",
    "application/xml": "XML text",
    "application/pdf": "PDF document",
    "application/zip": "ZIP archive",
    "application/gzip": "compressed file",
    "application/x-bzip2": "compressed file",
    "application/x-xz": "compressed file",
    "application/x-7z-compressed": "7-Zip archive",
    "application/vnd.rar": "RAR archive",
    "application/x-tar": "TAR archive",
    "application/x-ole-storage": "Office file",
    "application/java-archive": "Java program",
    "application/msword": "Word document",
    "application/vnd.ms-excel": "Excel sheet",
    "application/vnd.ms-powerpoint": "PowerPoint slides",
    "application/vnd.ms-outlook": "Outlook message",
    "application/x-msi": "installer",
    "application/x-ms-shortcut": "shortcut",
    "application/ogg": "sound or film",
    "audio/mpeg": "sound",
    "video/mp4": "film",
    _INSIDE_ZIP["docx"]: "Word document",
    _INSIDE_ZIP["xlsx"]: "Excel sheet",
    _INSIDE_ZIP["pptx"]: "PowerPoint slides",
    _INSIDE_ZIP["docm"]: "Word document with macros",
    _INSIDE_ZIP["xlsm"]: "Excel sheet with macros",
    _INSIDE_ZIP["pptm"]: "PowerPoint slides with macros",
    _INSIDE_ZIP["odt"]: "text document",
    _INSIDE_ZIP["ods"]: "spreadsheet",
    _INSIDE_ZIP["odp"]: "slides",
    PROGRAM: "program",
    UNKNOWN: "file",
}

DANGEROUS: dict[str, str] = {
    "a program": (
        "exe com scr pif cpl dll sys ocx drv msc gadget app appimage run bin elf command tool"
        " jar class jnlp apk ipa xap"
    ),
    "an installer": (
        "msi msp mst msix msixbundle appx appxbundle application appref-ms deb rpm pkg mpkg snap"
        " flatpakref flatpak"
    ),
    "a script": (
        "bat cmd ps1 psm1 psd1 ps1xml psc1 vb vbs vbe js jse mjs ws wsf wsh wsc sct hta sh bash zsh"
        " csh fish py pyw pyz rb pl php lua ahk au3 scpt scptd applescript workflow action reg inf"
        " diagcab"
    ),
    "a shortcut, which starts whatever its maker wrote into it": (
        "lnk url desktop webloc scf library-ms search-ms searchconnector-ms settingcontent-ms"
        " theme themepack rdp website"
    ),
    "a document with macros, which are programs": (
        "docm dotm xlsm xltm xlsb xlam xla xll xlm pptm potm ppsm ppam sldm accdb accde mdb mde"
        " iqy slk odb one"
    ),
    "a disk image, whose content no longer counts as received": ("dmg iso img vhd vhdx udf toast"),
    "a web page, which can run scripts and imitate a sign-in": (
        "html htm xhtml shtml mht mhtml svg svgz chm xsl xslt"
    ),
}
"""What may do more than be looked at → its extensions; opening such a file asks first."""
_DANGEROUS_CONTENT = {
    PROGRAM: "a program",
    "text/x-script": "a script",
    "application/x-msi": "an installer",
    "application/x-ms-shortcut": "a shortcut, which starts whatever its maker wrote into it",
    "text/html": "a web page, which can run scripts and imitate a sign-in",
    "image/svg+xml": "a web page, which can run scripts and imitate a sign-in",
}
_BY_EXTENSION = {end: what for what, ends in DANGEROUS.items() for end in ends.split()}


def media_type(name: str, head: bytes) -> str:
    """The media type of a file by its first 4096 bytes; its extension only says which kind of it.

    A picture by its name that has no picture's content is none.
    """
    head = head[:HEAD]
    is_text = _encoding(head) is not None
    found = next(
        (
            kind
            for at, sign, kind in _SIGNATURES
            if head[at:].startswith(sign) and (len(sign) > SHORT or not is_text)
        ),
        None,
    )
    ending = extension(name)
    if found is not None:
        return _INSIDE.get(found, {}).get(ending, found)
    if not is_text:
        return UNKNOWN
    return _marked(head) or _TEXTS.get(ending, "text/plain")


def _marked(head: bytes) -> str | None:
    if head.startswith(b"#!"):
        return "text/x-script"
    small = head.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if not small.startswith(b"<"):
        return None
    return next((kind for mark, kind in _MARKUP if mark in small), None)


def media_words(media: str) -> str:
    """A media type as people call it."""
    return _WORDS.get(media, "file")


def preview_of(media: str) -> Preview:
    """How a file of this type is looked at; web pages and drawings are only ever read as text."""
    if media in _PICTURES:
        return Preview.PICTURE
    return Preview.TEXT if media in _READ_AS_TEXT else Preview.NONE


def why_dangerous(name: str, media: str) -> str | None:
    """What makes opening a file dangerous, to follow “it is”; None for what is merely looked at."""
    return _BY_EXTENSION.get(extension(safe_name(name))) or _DANGEROUS_CONTENT.get(media)


def readable(content: bytes, *, whole: bool) -> str | None:
    """The text in some bytes, its encoding guessed; None where they are no text.

    With `whole` False the bytes may end in the middle of a character.
    """
    encoding = _encoding(content)
    if encoding is None:
        return None
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    return decoder.decode(content, final=whole)


_BEGINNINGS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def _encoding(content: bytes) -> str | None:
    for mark, encoding in _BEGINNINGS:
        if content.startswith(mark):
            return encoding
    if b"\x00" in content:
        return _wide(content)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(content)
    except UnicodeDecodeError:
        return "cp1252" if _is_mostly_printable(content) else None
    return "utf-8" if _is_mostly_printable(content) else None


def _wide(content: bytes) -> str | None:
    """UTF-16 without a mark: of Western text every other byte is zero."""
    even, odd = content[0::2].count(0), content[1::2].count(0)
    most = len(content) // 2
    if odd > 0.7 * most and even < 0.1 * most:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * most and odd < 0.1 * most else None


_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r\x0c\x1b")


def _is_mostly_printable(content: bytes) -> bool:
    strange = len(content) - len(content.translate(None, _CONTROLS))
    return strange <= 0.01 * len(content)


_KEPT = frozenset("\n\t\u200c\u200d")
"""Besides the breaks, what joins letters in many languages."""


def harmless_text(text: str) -> str:
    """A text that can be shown as it is: no sign steers the screen, no line is endless.

    What would be invisible or turn the direction of writing is shown as �; lines break after 400
    characters.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    hidden = {ord(sign): "�" for sign in set(plain) - _KEPT if _is_hidden(sign)}
    return "\n".join(part for line in plain.translate(hidden).split("\n") for part in _pieces(line))


def _is_hidden(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def _pieces(line: str) -> list[str]:
    starts = range(0, len(line), WIDEST_LINE)
    return [line[start : start + WIDEST_LINE] for start in starts] or [""]
