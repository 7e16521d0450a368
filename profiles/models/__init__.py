from profiles.models.consenting import Consent
from profiles.models.profile import Profile

__all__ = ["Consent", "Profile"]
