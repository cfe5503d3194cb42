"""The compiler of templates: a Word file with tags → a compiled template, or every finding about it.

Only this package knows docxtpl, lxml and Jinja, and nothing that renders imports it.
"""

from wenbiao.document.compiled import Template
from wenbiao.document.template.compiler import Inspection, compile, inspect

__all__ = ["Inspection", "Template", "compile", "inspect"]
