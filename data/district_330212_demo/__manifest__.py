{
    "name": "鄞州区演示数据",
    "summary": "演示用的账号、社区社会组织和各种状态的备案申请；人名、电话、数字均为虚构",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "Community organisations founders",
    "category": "Community organisations",
    "depends": ["district_330212"],
    "data": [
        "res_lang.xml",
        "community_area.xml",
        # 演示账号：工作人员按岗位和区域，居民和组织负责人走门户
        "res.users-staff.csv",
        "res.partner-portal.csv",
        "res.users-portal.csv",
        # 已备案的组织：编号先占用，再建组织、花名册、证书
        "res.partner-organization.csv",
        "community.number.csv",
        "community.organization.csv",
        "community.member.csv",
        "community.certificate.csv",
        "community_organization_note.xml",
        "community_organization_cancelled.xml",
        # 备案申请：内容、花名册、材料，最后走流程
        "community_filing.xml",
        "community.filing.member.csv",
        "community_filing_material.xml",
        "community_filing_flow.xml",
        # 街道刚上传、还没有读取的名单
        "community_import.xml",
        # 章程各版与内部制度
        "community_document.xml",
        "community_expiry.xml",
        "community_area_change.xml",
        # 人口、上年年结、当年目标
        "community_target.xml",
        "community_cultivation_plan.xml",
        "community_scorecard.xml",
        "community_satisfaction.xml",
        # 一年的活动台账，日期从今天往前推
        "community_activity.xml",
        "community_credit.xml",
        # 评估：已评定、公示中、待核查、待评分
        "community_assessment.xml",
        # 示范点、典型事例、媒体报道
        "community_demonstration.xml",
        "community_case.xml",
        # 人才与培训
        "community_training.xml",
        # 场地与预约
        "community_venue.xml",
        # 检查与监管文书，各种状态
        "community_inspection.xml",
        "community_quarterly_return.xml",
        "community_major_activity.xml",
        # 居民反映：各种状态
        "community_resident_report.xml",
        # 此后升级不再覆盖
        "ir_model_data.xml",
    ],
}
