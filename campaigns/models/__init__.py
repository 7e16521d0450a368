from campaigns.models.campaign import Campaign
from campaigns.models.campaign_picture import CampaignPicture
from campaigns.models.enrolment import Enrolment, Left
from campaigns.models.flow import Flow
from campaigns.models.flow_version import FlowVersion, Reentry
from campaigns.models.pace import Pace
from campaigns.models.recipient import Recipient
from campaigns.models.segment import Segment
from campaigns.models.trial import Trial
from inbox.models.published import Incomplete

__all__ = [
    "Campaign",
    "CampaignPicture",
    "Enrolment",
    "Flow",
    "FlowVersion",
    "Incomplete",
    "Left",
    "Pace",
    "Recipient",
    "Reentry",
    "Segment",
    "Trial",
]
