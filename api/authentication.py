from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed


class ApiKeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer hd_…`. The middleware has already looked the key up, since it decides the account.

    A key is a machine: `request.auth` is the key and there is no user.
    """

    def authenticate(self, request):
        key = getattr(request._request, "api_key", None)
        if key is not None:
            key.touch()
            return None, key
        if request.headers.get("Authorization"):
            raise AuthenticationFailed("This API key is unknown or was revoked.", code="invalid_key")
        return None

    def authenticate_header(self, request):
        return "Bearer"


class Scheme(OpenApiAuthenticationExtension):
    target_class = ApiKeyAuthentication
    name = "apiKey"

    def get_security_definition(self, auto_schema):
        return {"type": "http", "scheme": "bearer", "description": "An API key of the account: hd_…"}
