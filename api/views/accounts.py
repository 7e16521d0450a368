from api.endpoints import Endpoint
from api.serializers.accounts import AccountSerializer, MemberSerializer


class Account(Endpoint):
    noun = "Account"
    serializer_class = AccountSerializer

    def retrieve(self, request):
        """The account that the key opens"""
        return self.shown(request.account)


class Members(Endpoint):
    noun = "Account"
    serializer_class = MemberSerializer

    def list(self, request):
        """The team"""
        return self.listed(request.account.memberships.active().select_related("user"))
