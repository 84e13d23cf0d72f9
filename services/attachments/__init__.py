"""The bytes of attachments, kept by their digest; what they belong to is in the facts."""
