from rest_framework.permissions import SAFE_METHODS, BasePermission

from accounts.models import ApiKey


class KeyMay(BasePermission):
    """Any live key may read its account; to change something the key needs the scope for it."""

    message = "This key may only read. Make a key with the scope “Read and write”."
    code = "read_only_key"

    def has_permission(self, request, view):
        if request.auth is None:
            return False
        return request.method in SAFE_METHODS or request.auth.scope == ApiKey.Scope.WRITE
