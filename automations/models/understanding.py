"""What people's words mean, learnt from those that were not understood (H12)."""

from django.db import models

from automations.outcomes import synonyms
from automations.script import Choice


class Understanding(models.Model):
    class Meta:
        abstract = True

    def understand(self, words: str, question_id: str, choice_id: str, by=None) -> Choice:
        """In the draft the words mean that choice too; `by` the member who says so. Raises ValidationError."""
        self.lock()
        richer = synonyms.with_synonym(self.edited.read_script(), question_id, choice_id, words)
        self.edit(by=by, script=richer.as_json())
        return synonyms.found(richer, question_id, choice_id)[1]
