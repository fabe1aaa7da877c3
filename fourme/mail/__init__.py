"""Mail: the outbox and its delivery over SMTP."""
