from django.contrib.auth.hashers import PBKDF2PasswordHasher


class Quick(PBKDF2PasswordHasher):
    """For people made by the dozen; the product checks such a hash as it does any other."""

    iterations = 1
