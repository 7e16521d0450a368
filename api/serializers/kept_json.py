from profiles.models import describing


def kept(value):
    """What can be kept as JSON, of a reasonable size. Raises ValidationError."""
    describing.check(value)
    return value
