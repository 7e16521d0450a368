"""Static files as they are served: hashed, compressed, cached for ever, and all style sheets in one file.

The sheets are written one per component; each states its own layer, so putting them one after the other changes nothing
but the number of requests of a first visit (P13).
"""

from pathlib import Path

from whitenoise.storage import CompressedManifestStaticFilesStorage

# In the order of use. Only the first one has to be first: it orders the layers.
STYLE_SHEETS = (
    "layers reset tokens base layout rail icon button field menu duty dialog palette kbd avatar tag tabs empty "
    "toast notice views filters ticket-list bulk search ticket-head thread bubble composer hours macro emoji "
    "hints note tray presence overview fold card campaign flow alerts usage results segment copy first-steps "
    "gate theme-switch utilities print"
)
SHEETS = [f"css/{name}.css" for name in STYLE_SHEETS.split()]
ALL = "css/all.css"


class OneStyleSheet(CompressedManifestStaticFilesStorage):
    style_sheets = [ALL]

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run and all(sheet in paths for sheet in SHEETS):
            Path(self.path(ALL)).write_text("".join(Path(self.path(sheet)).read_text() for sheet in SHEETS))
            paths = {**paths, ALL: (self, ALL)}
        yield from super().post_process(paths, dry_run, **options)
