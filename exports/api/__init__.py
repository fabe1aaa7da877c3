"""The Export API: start an export, ask how far it is, list, cancel."""
