from profiles.models.blocking import Block
from profiles.models.consenting import Consent
from profiles.models.profile import Profile

__all__ = ["Block", "Consent", "Profile"]
