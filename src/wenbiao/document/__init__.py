"""The document engine: a Word file with tags is compiled once, rendered many times, and what comes back is read.

`template.compile` knows Word, docxtpl and Jinja; `render.render` knows only a compiled template, a form's
fields and the words of answers, so a server that renders loads none of the former; `read` opens documents that were
sent back, and says what was changed in them by hand.
"""
