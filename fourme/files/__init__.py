"""Stored files: the storage, signed links, the record of downloads, the sweeps."""
