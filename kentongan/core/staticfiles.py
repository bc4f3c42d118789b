"""Static files as they are served: one stylesheet and few pages' own, hashed names, compressed beforehand."""

from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from kentongan.core.stylesheets import flatten, minify

BUNDLE = "core/css/app.css"
PAGES = "core/css/pages/"


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Flattens imports at collectstatic, then hashes and compresses everything."""

    support_js_module_import_aggregation = True
    # Static files are public, whatever uploads are: a web server under another name may read them.
    file_permissions_mode = 0o644
    directory_permissions_mode = 0o755

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Put the flattened sheets in the place of the collected ones before names are hashed."""
        if not dry_run:
            for name in [name for name in paths if name == BUNDLE or name.startswith(PAGES)]:
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
