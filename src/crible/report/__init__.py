"""How do people, and machines, read it? Records in; JSON lines, CSV rows, tables and one HTML file out.

Pure: no disk, no network, no law. `wire` writes what machines read, `table` what a terminal shows, `html` the
screening record; `sentences` turns a `Message` into English or French out of tables/messages.csv, and `legible`
makes text that others wrote safe to look at. Import these modules by name.
"""
