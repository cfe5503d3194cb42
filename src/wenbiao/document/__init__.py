"""The document engine: a Word file with tags is compiled once, and rendered many times.

`template.compile` knows Word, docxtpl and Jinja; `render.render` knows only a compiled template, a form's
fields and the words of answers, so a server that renders loads none of the former.
"""
