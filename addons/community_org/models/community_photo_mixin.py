import base64
import io

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from PIL import Image, ImageOps, UnidentifiedImageError

# What phones make; everything else (SVG, HTML, archives) is no photo.
FORMATS = ("JPEG", "PNG")
LONGEST_SIDE = 1600  # pixels
# How much of a picture is unpacked at once. Pillow itself refuses more than 178 million.
MOST_PIXELS = 40_000_000


class CommunityPhotoMixin(models.AbstractModel):
    """A photo that strangers see, made anew from its pixels: no place, no camera, nothing hidden in it."""

    _name = "community.photo.mixin"
    _description = "Has a photo without a trace"

    image = fields.Image("Photo", required=True, max_width=LONGEST_SIDE, max_height=LONGEST_SIDE)
    thumbnail = fields.Image(
        "Small picture", related="image", max_width=256, max_height=256, store=True
    )

    @api.model
    def _read_photo(self, content):
        """The bytes of an upload as a new JPEG in base64, its longest side at most 1600 pixels.

        What a file is, its bytes say and not its name. EXIF (with the place), comments, profiles
        and further frames are not copied.

        :raises ValidationError: no photo, or one that would fill the memory
        """
        try:
            with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
                # a JPEG, however large, is read smaller at once
                picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
                self._check_pixels(picture)
                upright = ImageOps.exif_transpose(picture)
                upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                return base64.b64encode(self._encode(upright))
        except (
            UnidentifiedImageError,
            OSError,
            ValueError,
            SyntaxError,
            Image.DecompressionBombError,
        ) as error:
            raise ValidationError(
                self.env._("This is not a photo: send a picture as JPG or PNG.")
            ) from error

    def _check_pixels(self, picture):
        if picture.width * picture.height > MOST_PIXELS:
            raise ValidationError(self.env._("This picture is too large: take a smaller one."))

    def _encode(self, picture):
        plain = Image.new("RGB", picture.size, "white")
        rgba = picture.convert("RGBA")
        plain.paste(rgba, mask=rgba.getchannel("A"))
        content = io.BytesIO()
        plain.save(content, "JPEG", quality=85, optimize=True)
        return content.getvalue()
