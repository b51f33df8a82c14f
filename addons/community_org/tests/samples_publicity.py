"""Samples of demonstration sites, cases and media reports for the access matrix."""

import base64
import io

from PIL import Image

from .common import PDF

FILE = base64.b64encode(PDF)
# models with files
FILES = ("community.demonstration.file", "community.case.photo", "community.media.report")
# a harmless change of a record of each model
WRITE_VALS = {
    "community.demonstration": {"statement": "改"},
    "community.demonstration.file": {"file_name": "改.pdf"},
    "community.demonstration.visit": {"finding": "改"},
    "community.case": {"lead": "改"},
    "community.case.photo": {"caption": "改"},
    "community.case.theme": {"name": "改"},
    "community.media.report": {"outlet": "改"},
}


def make_picture(color="red", **options):
    """A small JPEG in base64."""
    content = io.BytesIO()
    Image.new("RGB", (8, 8), color).save(content, "JPEG", **options)
    return base64.b64encode(content.getvalue())


class PublicitySamples:
    @classmethod
    def _samples_publicity(cls):
        samples = {model: [] for model in WRITE_VALS}
        themes = [{"name": "样", "code": f"sample{number}"} for number in (0, 1)]
        samples["community.case.theme"] = [cls._sample("community.case.theme", *themes)]
        theme = cls.env["community.case.theme"].create({"name": "用", "code": "sample_used"})
        for place, (organization, _owner) in cls.filed.items():
            cls._add_publicity(samples, theme, place, organization)
        return samples

    @classmethod
    def _add_publicity(cls, samples, theme, place, organization):
        """A draft of each and its parts; a title that is held, with a visit."""
        case = {"name": "样", "area_id": place.id, "theme_id": theme.id}
        report = {
            "name": "样",
            "area_id": place.id,
            "outlet": "样报",
            "file": FILE,
            "file_name": "样.pdf",
        }
        for model, vals in (("community.case", case), ("community.media.report", report)):
            samples[model].append(cls._sample(model, vals, vals, place=place))
        photo = {"case_id": samples["community.case"][-1].record.id, "image": make_picture()}
        samples["community.case.photo"].append(
            cls._sample("community.case.photo", photo, photo, place=place)
        )
        if place.tier != "community":
            return
        site = {"kind": "site", "organization_id": organization.id}
        whole = {"kind": "community", "area_id": place.id}
        nominations = samples["community.demonstration"]
        nominations.append(cls._sample("community.demonstration", whole, site, place=place))
        file = {"demonstration_id": nominations[-1].record.id, "file": FILE, "file_name": "样.pdf"}
        samples["community.demonstration.file"].append(
            cls._sample("community.demonstration.file", file, file, place=place)
        )
        other = cls._filed(place, cls._nobody())
        held = cls.env["community.demonstration"].create({**site, "organization_id": other.id})
        held._engine_write({"state": "approved", "awarded_on": "2026-01-05"})
        visit = {"demonstration_id": held.id, "finding": "样"}
        samples["community.demonstration.visit"].append(
            cls._sample("community.demonstration.visit", visit, visit, place=place)
        )
