from django.db import models


class Copying(models.Model):
    class Meta:
        abstract = True

    def duplicate(self):
        """A new draft that says the same. Without keywords: each begins one automation only."""
        version = self.edited
        draft = {name: getattr(version, name) for name in self.versioned if name != "keywords"}
        return type(self)._default_manager.make(self.account, f"{self.name[:113]} (copy)", **draft)
