"""A record of every model in every place, for the access matrix (tests/test_access_matrix.py)."""

import base64
from datetime import timedelta

from . import (
    samples_activity,
    samples_assessment,
    samples_credit,
    samples_inspection,
    samples_major_activity,
    samples_publicity,
    samples_quarterly_return,
    samples_resident_report,
    samples_satisfaction,
    samples_scorecard,
    samples_target,
)
from .access_matrix import AccessMatrixCase, Sample
from .common import PDF, CommunityData

PARTS = (
    samples_activity,
    samples_assessment,
    samples_credit,
    samples_inspection,
    samples_major_activity,
    samples_publicity,
    samples_quarterly_return,
    samples_resident_report,
    samples_scorecard,
    samples_satisfaction,
    samples_target,
)
# models with files
FILES = (
    "community.area",
    "community.material.type",
    "community.filing.material",
    "community.document",
    *(model for part in PARTS for model in part.FILES),
)
FILE = base64.b64encode(PDF)


class Samples(
    samples_activity.ActivitySamples,
    samples_assessment.AssessmentSamples,
    samples_credit.CreditSamples,
    samples_inspection.InspectionSamples,
    samples_major_activity.MajorActivitySamples,
    samples_publicity.PublicitySamples,
    samples_quarterly_return.QuarterlyReturnSamples,
    samples_resident_report.ResidentReportSamples,
    samples_scorecard.ScorecardSamples,
    samples_satisfaction.SatisfactionSamples,
    samples_target.TargetSamples,
    AccessMatrixCase,
    CommunityData,
):
    """Records in the own community, beside it, in another street, in the tier above, elsewhere."""

    @classmethod
    def _samples(cls):
        far = cls._area("999902000000", "外区")
        cls.area_x = cls._area("999902001000", "外街道", far)
        cls.area_x1 = cls._area("999902001001", "外一社区", cls.area_x)
        cls.places = cls.area_a1 + cls.area_a2 + cls.area_b1 + cls.street_a + cls.area_x1
        return {
            **cls._samples_configuration(),
            **cls._samples_area_change(far),
            **cls._samples_filing(),
            **cls._samples_organization(),
            **cls._samples_identity(),
            **cls._samples_review(),
            **cls._samples_import(),
            **cls._samples_activity(),
            **cls._samples_assessment(),
            **cls._samples_credit(),
            **cls._samples_inspection(),
            **cls._samples_major_activity(),
            **cls._samples_publicity(),
            **cls._samples_quarterly_return(),
            **cls._samples_resident_report(),
            **cls._samples_scorecard(),
            **cls._samples_satisfaction(),
            **cls._samples_target(),
        }

    @classmethod
    def _nobody(cls):
        return cls.env["res.users"]

    @classmethod
    def _sample(cls, model, vals, other=None, **where):
        """A record of ``vals``, and ``other`` to create a second one (unless it is None)."""
        where = {"place": cls.area_a1, "owner": cls._nobody(), **where}
        return Sample(record=cls.env[model].create(vals), vals=other, **where)

    # ------------------------------------------------------------
    # CONFIGURATION: the same for every area
    # ------------------------------------------------------------

    @classmethod
    def _samples_configuration(cls):
        day = cls.env["community.policy"]._today() + timedelta(days=3000)
        step = {"name": "步", "tier": "street", "days": 1}
        route = {"name": "路", "res_model": "community.filing"}
        crosswalk = {"category_id": cls.category.id, "label": "名"}
        population = {"area_id": cls.area_a1.id, "population": 1}
        rows = {
            "community.area": [
                {"code": f"99990{n}000000", "name": "远区", "mandate_file": FILE} for n in (3, 4)
            ],
            "community.area.population": [{**population, "year": year} for year in (1950, 1951)],
            "community.policy": [
                {"name": "远", "valid_from": day + timedelta(days=n)} for n in (0, 1)
            ],
            "community.holiday": [{"name": "假", "date": day + timedelta(days=n)} for n in (0, 1)],
            "community.review.route": [{**route, "step_ids": [(0, 0, step)]}] * 2,
            "community.review.step": [{**step, "route_id": cls.route.id}] * 2,
            "community.review.phrase": [{"text": "好"}] * 2,
            "community.skill": [{"name": f"特长{n}"} for n in (0, 1)],
            "community.category": [{"code": f"TX{n}", "name": "类"} for n in (0, 1)],
            "community.category.crosswalk": [{**crosswalk, "scheme": f"T{n}"} for n in (0, 1)],
            "community.material.type": [{"name": "材", "required": False, "template_file": FILE}]
            * 2,
            "community.document.type": [{"name": "制度", "required": False}] * 2,
        }
        return {model: [cls._sample(model, *pair)] for model, pair in rows.items()}

    @classmethod
    def _samples_area_change(cls, far):
        """A draft of the own district and one of another, each with a line and values for a second."""
        samples = {"community.area.change": [], "community.area.change.line": []}
        where = {cls.district: cls.area_a1 + cls.area_a2, far: cls.area_x1 + cls.area_x}
        for district, (first, second) in where.items():
            vals = {"area_id": district.id, "document_number": "样本"}
            change = cls.env["community.area.change"].create(vals)
            line = {"change_id": change.id, "area_id": first.id}
            place = {"place": district}
            samples["community.area.change"].append(
                Sample(change, vals, owner=cls._nobody(), **place)
            )
            samples["community.area.change.line"].append(
                cls._sample(
                    "community.area.change.line", line, {**line, "area_id": second.id}, **place
                )
            )
        return samples

    # ------------------------------------------------------------
    # FILINGS: paper applications of an office, drafts of two residents
    # ------------------------------------------------------------

    @classmethod
    def _samples_filing(cls):
        drafts = [
            Sample(cls._draft(place, cls.env.user), cls._draft_vals(place), place, cls._nobody())
            for place in cls.places
        ]
        for owner in (cls.portal_1, cls.portal_2):
            draft = cls._draft(cls.area_a1, owner)
            drafts.append(Sample(draft, None, cls.area_a1, owner, private=True))
            vals = {**cls._draft_vals(cls.area_b1), "applicant_id": owner.partner_id.id}
            drafts.append(Sample(None, vals, cls.area_b1, owner))
        return {
            "community.filing": drafts,
            "community.filing.member": cls._parts(drafts, "member_ids", {"name": "新成员"}),
            "community.filing.material": cls._parts(
                drafts,
                "material_ids",
                {"type_id": cls.material_type.id, "file_name": "新.pdf", "file": FILE},
            ),
            "community.filing.change": cls._changes(drafts),
        }

    @classmethod
    def _draft_vals(cls, place):
        return {"name": "样本队", "area_id": place.id, "applicant_id": False}

    @classmethod
    def _draft(cls, place, user):
        applicant = user.partner_id.id if user.share else False
        vals = {**cls._draft_vals(place), "applicant_id": applicant}
        filing = cls._complete_filing(user, **vals)
        return filing.with_env(cls.env)

    @classmethod
    def _parts(cls, drafts, lines, vals):
        """A line of every draft, and values to add one to it."""
        return [
            draft._replace(
                record=draft.record[lines][-1], vals={"filing_id": draft.record.id, **vals}
            )
            for draft in drafts
            if draft.record
        ]

    @classmethod
    def _changes(cls, drafts):
        """A changed fact of every draft, and values to forge one."""
        changes = cls.env["community.filing.change"]
        filings = [(draft, {"filing_id": draft.record.id}) for draft in drafts if draft.record]
        return [
            draft._replace(
                record=changes.create({**own, "fact": "地址"}), vals={**own, "fact": "名称"}
            )
            for draft, own in filings
        ]

    # ------------------------------------------------------------
    # WHAT IS FILED
    # ------------------------------------------------------------

    @classmethod
    def _samples_organization(cls):
        owners = {cls.area_a1: cls.portal_1, cls.area_a2: cls.portal_2}
        models = ("community.organization", "community.member", "community.certificate")
        samples = {model: [] for model in (*models, "community.number")}
        # {place: (organisation, who represents it)}, for what hangs on organisations
        cls.filed = {}
        for place in cls.places:
            owner = owners.get(place, cls._nobody())
            organization = cls._filed(place, owner)
            cls.filed[place] = organization, owner
            records = (organization, organization.member_ids, organization.certificate_ids)
            for model, record in zip(models, records, strict=True):
                vals = cls._filed_vals(model, organization)
                samples[model].append(Sample(record, vals, place, owner))
        samples["community.number"].append(cls._sample_number())
        filed = samples["community.organization"]
        return {**samples, "community.document": cls._document_samples(filed)}

    @classmethod
    def _document_samples(cls, filed):
        """Drafts of the offices everywhere, and of the organisations that have a representative."""
        kinds = cls.env["community.document.type"].create([{"name": "甲"}, {"name": "乙"}])
        documents, samples = cls.env["community.document"], []
        for sample in filed:
            vals = [
                {"organization_id": sample.record.id, "type_id": kind.id, "file": FILE}
                for kind in kinds
            ]
            vals[0]["file_name"] = vals[1]["file_name"] = "制度.pdf"
            samples.append(Sample(documents.create(vals[0]), None, sample.place, cls._nobody()))
            samples.append(Sample(None, vals[1], sample.place, sample.owner))
            if sample.owner:
                own = documents.with_user(sample.owner).create(vals[0]).with_env(cls.env)
                samples.append(Sample(own, None, sample.place, sample.owner, private=True))
        return samples

    @classmethod
    def _filed(cls, place, owner):
        organization = cls.env["community.organization"].create(
            {
                "name": "样本会",
                "area_id": place.id,
                "category_id": cls.category_many.id,
                "filed_on": "2026-01-05",
                "partner_id": cls.env["res.partner"].create({"name": "样本会"}).id,
            }
        )
        cls.env["community.member"].create(
            {
                "organization_id": organization.id,
                "area_id": place.id,
                "name": "样本人",
                "role": "leader",
                "partner_id": owner.partner_id.id,
                "date_from": "2026-01-05",
            }
        )
        organization._issue_certificate(organization.filed_on)
        return organization

    @classmethod
    def _filed_vals(cls, model, organization):
        own = {"organization_id": organization.id, "area_id": organization.area_id.id}
        return {
            "community.organization": {
                "name": "伪造会",
                "area_id": organization.area_id.id,
                "filed_on": "2026-01-05",
                "partner_id": organization.partner_id.id,
            },
            "community.member": {**own, "name": "伪造人", "date_from": "2026-01-05"},
            "community.certificate": {
                "organization_id": organization.id,
                "issued_on": "2026-01-05",
                "valid_to": "2029-01-04",
            },
        }[model]

    @classmethod
    def _sample_number(cls):
        vals = {"street_code": "999901001", "year": 1999, "serial": 1, "number": "1"}
        return cls._sample("community.number", vals, {**vals, "serial": 2})

    @classmethod
    def _samples_identity(cls):
        vault = {"cipher": "密", "mask": "掩", "birth_date": "1980-01-01"}
        person = cls.env["community.filing.member"].search([], limit=1)
        dialog = {"res_model": person._name, "res_id": person.id, "reason": "因"}
        log = {"user_id": cls.env.uid, "organization_name": "会", "mask": "掩", "reason": "因"}
        logs = []
        for place in cls.places:
            tiers = ("district_id", "street_id", "community_id")
            vals = {**log, "person_name": "人", **{tier: place[tier].id for tier in tiers}}
            logs.append(cls._sample("community.identity.log", vals, vals, place=place))
        return {
            "community.identity": [
                cls._sample(
                    "community.identity", {**vault, "digest": "1"}, {**vault, "digest": "2"}
                )
            ],
            "community.identity.log": logs,
            "community.identity.reveal": [cls._sample("community.identity.reveal", dialog, dialog)],
        }

    # ------------------------------------------------------------
    # REVIEW
    # ------------------------------------------------------------

    @classmethod
    def _samples_review(cls):
        filings = {place: cls._paper_submitted(place) for place in cls.places - cls.street_a}
        tasks = [
            Sample(
                filing.current_task_id, filing.current_task_id.copy_data()[0], place, cls._nobody()
            )
            for place, filing in filings.items()
        ]
        filing = filings[cls.area_a1]
        dialogs = {
            "community.review.decide": {"task_id": filing.current_task_id.id},
            "community.filing.override": {"filing_id": filing.id, "reason": "因"},
            "community.registration.start": {"name": "录入会", "area_id": cls.area_a1.id},
            "community.holiday.import": {"file_name": "a.csv"},
        }
        return {
            "community.review.task": tasks,
            **{model: cls._dialogs(model, vals) for model, vals in dialogs.items()},
        }

    @classmethod
    def _samples_import(cls):
        """Of each street a draft with a column, and a file whose rows wait for correction."""
        samples = {
            f"community.import{kind}": []
            for kind in ("", ".column", ".organization", ".member", ".mapping")
        }
        for place in (cls.street_a, cls.street_b, cls.area_x):
            area = {"area_id": place.id}
            draft, read = cls.env["community.import"].create([{**area, "name": "样本"}] * 2)
            read.state = "checked"
            word = {"label": "样本", "target": "organization/name", **area}
            row = {"import_id": read.id, "number": 2, "state": "error"}
            for model, vals, difference in (
                ("column", {"import_id": draft.id, "title": "样本"}, {"title": "伪造"}),
                ("organization", row, {"number": 3}),
                ("member", row, {"number": 3}),
                ("mapping", word, {"label": "新样本"}),
            ):
                name = f"community.import.{model}"
                samples[name].append(cls._sample(name, vals, {**vals, **difference}, place=place))
            samples["community.import"].append(Sample(draft, area, place, cls._nobody()))
        return samples

    @classmethod
    def _paper_submitted(cls, place):
        filing = cls._draft(place, cls.env.user)
        filing.action_submit()
        return filing

    @classmethod
    def _dialogs(cls, model, vals):
        """A dialog that each role has open, one of a colleague, and values for a new one."""
        samples = [Sample(None, vals, cls.area_a1, cls._nobody())]
        for user in (*cls._role_users(), cls.officer_b):
            dialog = cls.env[model].create(vals)
            dialog.flush_recordset()
            cls.env.cr.execute(
                f'UPDATE "{dialog._table}" SET create_uid = %s WHERE id = %s',  # noqa: S608
                [user.id, dialog.id],
            )
            dialog.invalidate_recordset()
            samples.append(Sample(dialog, None, cls.area_a1, user))
        return samples
