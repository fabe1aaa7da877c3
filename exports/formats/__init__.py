"""The formats of export files, one module each."""
