"""Static files as they are served: one stylesheet, hashed names, compressed beforehand."""

from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from kentongan.core.stylesheets import flatten, minify

BUNDLES = ("core/css/app.css",)


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Flattens the imports of the bundles at collectstatic, then hashes and compresses everything."""

    support_js_module_import_aggregation = True
    # Static files are public, whatever uploads are: a web server under another name may read them.
    file_permissions_mode = 0o644

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Put the flattened bundles in the place of the collected ones before names are hashed."""
        if not dry_run:
            for name in BUNDLES:
                if name in paths:
                    self._bundle(name, paths)
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _bundle(self, name: str, paths: dict[str, Any]) -> None:
        def read(part: str) -> str:
            storage, path = paths[part]
            with storage.open(path) as file:
                return file.read().decode()

        css = minify(flatten(name, read))
        if self.exists(name):
            self.delete(name)
        self._save(name, ContentFile(css.encode()))
        paths[name] = (self, name)
