from profiles.models.blocking import Block
from profiles.models.consenting import Consent
from profiles.models.profile import Profile
from profiles.models.profile_event import Metric, ProfileEvent
from profiles.models.property_name import PropertyName

__all__ = ["Block", "Consent", "Metric", "Profile", "ProfileEvent", "PropertyName"]
