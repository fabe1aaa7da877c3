"""The screens of the Records console, generic over the record types."""
