"""Static files as they are served: hashed, compressed, cached for ever, and the style sheets in one file, or two.

The sheets are written one per component; each states its own layer, so putting them one after the other changes nothing
but the number of requests of a first visit (P13).
"""

from pathlib import Path

from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLE_SHEETS = {
    # Every page; in the order of use. Only the first one has to be first: it orders the layers.
    "all": (
        "layers reset tokens base layout rail icon button field menu duty dialog palette kbd avatar tag tabs empty "
        "toast notice views filters ticket-list bulk search ticket-head thread bubble composer session hours macro "
        "emoji hints note tray presence overview fold card alerts usage copy first-steps gate theme-switch utilities "
        "print"
    ),
    # The pages of automations, besides.
    "automations": "automation automation-phone tree said preview outcome",
    # The pages of campaigns, flows and segments, besides.
    "campaigns": "campaign flow results segment",
}
SHEETS = {name: [f"css/{sheet}.css" for sheet in sheets.split()] for name, sheets in STYLE_SHEETS.items()}


class OneStyleSheet(CompressedManifestStaticFilesStorage):
    bundles = {name: f"css/{name}.css" for name in SHEETS}

    def post_process(self, paths, dry_run=False, **options):
        for name, bundle in self.bundles.items():
            if not dry_run and all(sheet in paths for sheet in SHEETS[name]):
                sheets = (Path(self.path(sheet)).read_text() for sheet in SHEETS[name])
                Path(self.path(bundle)).write_text("".join(sheets))
                paths = {**paths, bundle: (self, bundle)}
        yield from super().post_process(paths, dry_run, **options)
