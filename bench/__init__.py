"""How fast and how good the newsroom is, in figures. Nothing here runs in a newsroom.

`python -m bench` (or `make bench`) measures pages, in a database and a folder of its own.
"""
