from campaigns.models.segment import Segment

__all__ = ["Segment"]
