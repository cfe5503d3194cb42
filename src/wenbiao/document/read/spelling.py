"""The names that elements have in Word files, both in the usual and in the “strict” spelling."""

from __future__ import annotations

WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
MATH = (
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
)
DRAWING = (
    "http://schemas.openxmlformats.org/drawingml/2006/main",
    "http://purl.oclc.org/ooxml/drawingml/main",
)
VML = ("urn:schemas-microsoft-com:vml",)
CHART = (
    "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "http://purl.oclc.org/ooxml/drawingml/chart",
)
DIAGRAM = (
    "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "http://purl.oclc.org/ooxml/drawingml/diagram",
)
WORD_2010 = ("http://schemas.microsoft.com/office/word/2010/wordml",)
WORD_2012 = ("http://schemas.microsoft.com/office/word/2012/wordml",)
COMPATIBILITY = ("http://schemas.openxmlformats.org/markup-compatibility/2006",)
SPACE = "http://www.w3.org/XML/1998/namespace}space"

WORDS = (  # what Word's own elements are called that matter to a reader
    *("p", "r", "t", "tbl", "tr", "tc", "br", "cr", "tab", "ptab", "noBreakHyphen", "sym", "altChunk"),
    *("pPr", "rPr", "trPr", "tcPr", "sdtPr", "sectPr", "tblPr"),
    *(
        "pStyle",
        "rStyle",
        "tblStyle",
        "outlineLvl",
        "numPr",
        "numId",
        "ilvl",
        "vMerge",
        "hMerge",
        "cellDel",
        "hidden",
    ),
    *(
        "vanish",
        "color",
        "sz",
        "w",
        "fitText",
        "rFonts",
        "shd",
        "highlight",
        "strike",
        "dstrike",
        "vertAlign",
        "position",
        "spacing",
        "trHeight",
    ),
    *("del", "moveFrom", "delText", "delInstrText"),
    *("rPrChange", "pPrChange", "tblPrChange", "tblPrExChange", "trPrChange", "tcPrChange", "sectPrChange"),
    *("fldChar", "fldSimple", "instrText", "pgNum", "bdo"),
    *("dayShort", "dayLong", "monthShort", "monthLong", "yearShort", "yearLong"),
    *("sdt", "sdtContent", "sdtEndPr", "tag", "alias", "docPart", "showingPlcHdr", "dataBinding"),
    *("headerReference", "footerReference", "footnoteReference", "endnoteReference"),
    *("drawing", "pict", "object", "control", "contentPart"),
)
FADES = ("alpha", "tint", "shade", "hueMod", "sat", "satOff", "satMod", "lum", "lumOff", "lumMod")
FOREIGN = (  # elements of others: where, what they are called there, what they are called here
    *((namespace, "t", "t") for namespace in (*MATH, *DRAWING)),
    *((namespace, "r", "r") for namespace in MATH),
    *((namespace, "oMath", "formula") for namespace in MATH),
    *((namespace, "blip", "picture") for namespace in DRAWING),
    *((namespace, "imagedata", "picture") for namespace in VML),
    *((namespace, "fill", "fill") for namespace in VML),
    *((namespace, "textpath", "textpath") for namespace in VML),
    *((namespace, "chart", "chart") for namespace in CHART),
    *((namespace, "relIds", "chart") for namespace in DIAGRAM),
    *((WORD_2010[0], name, name) for name in ("textFill", "solidFill", "contentPart")),
    *((WORD_2010[0], name, "fillColor") for name in ("schemeClr", "srgbClr")),
    *((WORD_2010[0], name, "fade") for name in FADES),
    *((namespace, "dataBinding", "dataBinding") for namespace in WORD_2012),
    *((namespace, "collapsed", "collapsed") for namespace in WORD_2012),
    *(
        (namespace, name, name)
        for namespace in COMPATIBILITY
        for name in ("AlternateContent", "Choice", "Fallback")
    ),
)
DRAWN = "http://schemas.openxmlformats.org/drawingml/2006/"
DRAWN_2010 = "http://schemas.microsoft.com/office/word/2010/wordprocessing"
AROUND = frozenset(  # where elements may stand around words without saying that they are not shown
    (
        *(*WORD, *MATH, *DRAWING, *VML, *CHART, *DIAGRAM, *COMPATIBILITY),
        *(f"{DRAWN}{name}" for name in ("wordprocessingDrawing", "picture", "lockedCanvas")),
        *(f"{DRAWN_2010}{name}" for name in ("Shape", "Group", "Canvas", "Ink", "Drawing")),
        *("urn:schemas-microsoft-com:office:office", "urn:schemas-microsoft-com:office:word"),
    )
)
NAMES = {f"{namespace}}}{word}": word for namespace in WORD for word in WORDS} | {
    f"{namespace}}}{name}": word for namespace, name, word in FOREIGN
}


def value_of(attributes: dict[str, str], name: str = "val") -> str:
    """An attribute of Word's; "" where it is absent."""
    for namespace in WORD:
        value = attributes.get(f"{namespace}}}{name}")
        if value is not None:
            return value
    return ""


def says_yes(attributes: dict[str, str]) -> bool:
    """Whether a property that is there is switched on: <w:vanish/> is, <w:vanish w:val="0"/> is not."""
    return value_of(attributes) not in ("0", "false", "off", "none")
