from campaigns.models.campaign import Campaign
from campaigns.models.campaign_picture import CampaignPicture
from campaigns.models.pace import Pace
from campaigns.models.recipient import Recipient
from campaigns.models.segment import Segment
from campaigns.models.trial import Trial

__all__ = ["Campaign", "CampaignPicture", "Pace", "Recipient", "Segment", "Trial"]
