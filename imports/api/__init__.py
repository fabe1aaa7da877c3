"""The Import API: start an import, ask how far it is, list, cancel."""
