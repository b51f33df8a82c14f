"""HTML to PDF with WeasyPrint: CSS paged media, CJK fonts, nothing fetched from the network."""

import base64
from pathlib import Path

from odoo.tools import file_path

STYLESHEET = "community_org/static/src/css/print.css"


def _fetch_nothing(url, timeout=10, ssl_context=None):
    """Templates carry their pictures as data: addresses; everything else is refused."""
    if url.startswith("data:"):
        header, _comma, payload = url.partition(",")
        content = base64.b64decode(payload) if header.endswith(";base64") else payload.encode()
        return {"string": content, "mime_type": header[5:].split(";")[0]}
    raise ValueError("a print template may not fetch " + url[:80])


def render_pdf(html: str | bytes) -> bytes:
    """One PDF of ``html``, styled by our print stylesheet.

    :raises OSError: the layout library pango is not installed
    """
    from weasyprint import CSS, HTML  # here: without pango only printing is off, not the server

    text = html.decode() if isinstance(html, bytes) else html
    style = CSS(string=Path(file_path(STYLESHEET)).read_text("utf-8"))
    return HTML(string=text, url_fetcher=_fetch_nothing).write_pdf(stylesheets=[style])
