"""HTML to PDF with WeasyPrint: CSS paged media, CJK fonts, nothing fetched from the network."""

from pathlib import Path

from odoo.tools import file_path

STYLESHEET = "community_org/static/src/css/print.css"


def render_pdf(html: str | bytes) -> bytes:
    """One PDF of ``html``, styled by our print stylesheet.

    Pictures come as ``data:`` addresses; a template may fetch nothing else.

    :raises OSError: the layout library pango is not installed
    """
    # imported here: without pango only printing is off, not the server
    from weasyprint import CSS, HTML
    from weasyprint.urls import URLFetcher

    text = html.decode() if isinstance(html, bytes) else html
    style = CSS(string=Path(file_path(STYLESHEET)).read_text("utf-8"))
    fetcher = URLFetcher(allowed_protocols={"data"})
    return HTML(string=text, url_fetcher=fetcher).write_pdf(stylesheets=[style])
