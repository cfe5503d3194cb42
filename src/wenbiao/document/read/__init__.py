"""Reading documents that come back: the inverse of rendering, for files that nobody has reason to trust.

`gate.opened` lets a file in, member by member; `manuscript.read` makes it words with their places and pointers;
`compare.changes` tells two of these apart. Nothing but the standard library looks at the file.
"""
