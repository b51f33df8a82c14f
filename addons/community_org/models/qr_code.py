import base64
import io

import qrcode


def get_qr_image(url):
    """The QR code of ``url`` as a ``data:`` address, for a print-out."""
    picture = io.BytesIO()
    qrcode.make(url, border=1).save(picture, format="PNG")
    return "data:image/png;base64," + base64.b64encode(picture.getvalue()).decode()
