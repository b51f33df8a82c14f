"""Samples of the targets for the access matrix (tests/test_access_matrix.py)."""

from .access_matrix import Sample

# models with files
FILES = ()
# a harmless change of a record of each model
WRITE_VALS = {
    "community.snapshot": {"is_new": True},
    "community.target": {"new_count": 7},
    "community.target.adjustment": {"delta": 7},
    "community.organization.seat": {"date_from": "2020-01-01"},
    "community.year.close": {"year": 1999},
    "community.layout.report": {"organization_count": 7},
    "community.cultivation.plan": {"planned_count": 7},
}


class TargetSamples:
    @classmethod
    def _samples_target(cls):
        """A row of each place, and values for another."""
        samples = {model: [] for model in WRITE_VALS if model != "community.year.close"}
        cls._add_layout(samples)
        for place, (organization, _owner) in cls.filed.items():
            own = {"organization_id": organization.id, "area_id": place.id}
            target, counted = cls._target_vals(place), {**own, "counted_in_id": place.id}
            for model, vals, difference in (
                ("community.target", target, {"year": 1998}),
                ("community.snapshot", {**counted, "year": 1999}, {"year": 1998}),
                (
                    "community.organization.seat",
                    {**own, "date_from": "2019-01-01"},
                    {"date_from": "2019-02-01"},
                ),
            ):
                samples[model].append(cls._sample(model, vals, {**vals, **difference}, place=place))
            line = {
                **own,
                "target_id": samples["community.target"][-1].record.id,
                "figure": "new",
                "delta": 1,
                "found_on": "2000-02-01",
            }
            samples["community.target.adjustment"].append(
                cls._sample("community.target.adjustment", line, {**line, "delta": -1}, place=place)
            )
        return {
            **samples,
            "community.year.close": cls._dialogs("community.year.close", {"year": 2000}),
        }

    @classmethod
    def _add_layout(cls, samples):
        """The rows of the report, which no role can add one to, and a plan of each place."""
        for place in cls.places.filtered(lambda area: area.tier == "community"):
            row = cls.env["community.layout.report"].search(
                [("community_id", "=", place.id)], limit=1
            )
            samples["community.layout.report"].append(
                Sample(row, {"community_id": place.id}, place, cls._nobody())
            )
        for place in cls.places:
            plan = {"area_id": place.id, "category_id": cls.category.id, "year": 2000}
            samples["community.cultivation.plan"].append(
                cls._sample("community.cultivation.plan", plan, {**plan, "year": 2001}, place=place)
            )

    @classmethod
    def _target_vals(cls, place):
        return {"area_id": place.id, "year": 1999}
