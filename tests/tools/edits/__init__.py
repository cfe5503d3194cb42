"""What people do to a generated document in Word, and what must be reported of it.

Each edit works on the desk and returns the changes that a reader would name: (kind, path, place, before, after).
The words come from the document as it was; nothing is asked of the code under test.
"""

from tests.tools.edits import beside, fixed, long, shown, tables, words
from tests.tools.edits.telling import EDITS, LONG, LONG_TEXT, Told

__all__ = ["EDITS", "LONG", "LONG_TEXT", "Told", "beside", "fixed", "long", "shown", "tables", "words"]
