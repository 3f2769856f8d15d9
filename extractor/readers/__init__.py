"""One module per format; each offers SUFFIXES, NAME, recognises(head) and read(data, name)."""
