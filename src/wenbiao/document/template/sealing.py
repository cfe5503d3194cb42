"""Room for the answers in a Word file: a custom XML part, related to the body as Word itself relates such parts."""

from __future__ import annotations

import posixpath

from wenbiao.document.envelope import NAMESPACE
from wenbiao.document.package import Member, keep
from wenbiao.document.template.opened import OFFICE, RELATED, Opened

FOLDER = "customXml"
PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
ITEM = "{57454E42-4941-4F00-8000-000000000001}"  # names the store to Word; any constant does
DATASTORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def room(members: tuple[Member, ...]) -> tuple[str, tuple[Member, ...]]:
    """(the part where answers go, the members that it needs: new ones, and others in the place of their namesakes).

    Raises NotAPackage where a part is no XML.
    """
    document = Opened(members)
    number = next(n for n in range(1, len(members) + 2) if f"{FOLDER}/item{n}.xml" not in document.members)
    part, properties = f"{FOLDER}/item{number}.xml", f"itemProps{number}.xml"
    document.list_type(f"{FOLDER}/{properties}", PROPERTIES)
    document.relate("answers", f"{OFFICE}/customXml", posixpath.relpath(part, document.folder or "."))
    changed = [member for member in document.saved() if document.members.get(member.name) is not member]
    store = (
        f'{HEAD}<ds:datastoreItem ds:itemID="{ITEM}" xmlns:ds="{DATASTORE}"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    related = (
        f'{HEAD}<Relationships xmlns="{RELATED}"><Relationship Id="rId1" '
        f'Type="{OFFICE}/customXmlProps" Target="{properties}"/></Relationships>'
    )
    beside = (
        keep(f"{FOLDER}/{properties}", store.encode()),
        keep(f"{FOLDER}/_rels/item{number}.xml.rels", related.encode()),
    )
    return part, (*changed, *beside)
