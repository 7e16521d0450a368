from datetime import date

from drf_spectacular.utils import extend_schema

from api.endpoints import Endpoint
from api.serializers.usage import UsageFilters, UsageSerializer
from sms import usage


class Usage(Endpoint):
    noun = "Usage"
    serializer_class = UsageSerializer

    @extend_schema(parameters=[UsageFilters])
    def retrieve(self, request):
        """What was sent in a month, in credits

        One credit is one segment of a text that you send; texts that come in are free. Days are those of the account's
        time zone.
        """
        asked = UsageFilters(data=request.query_params)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data.get("month")
        month = date.fromisoformat(f"{said}-01") if said else usage.this_month(request.account)
        return self.shown(usage.of(request.account, month))
