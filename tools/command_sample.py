"""./dev sample: write the sample for the data import, always the same bytes."""

from pathlib import Path

from tools import paths, sample, sample_mistakes, sample_workbook
from tools.progress import say

FOLDER = paths.DATA / "sample"
WORKBOOK = FOLDER / "organizations.xlsx"
README = FOLDER / "README.md"
# the committed workbook lists the members of these streets only, or it would be four times as large
STREETS = {"东柳街道", "下应街道", "姜山镇"}
# what a street has uploaded in the demo: its own list, one row of each mistake
DEMO = paths.DATA / "district_330212_demo/static/import/dongliu.xlsx"
DEMO_STREET, DEMO_ORGANIZATIONS = "东柳街道", 48
OTHERS = {
    "same_identity": "两位负责人写了同一个身份证号（两行都有错）",
    "repeated": "同一社区同名，又列了一遍（“已存在”，不重复导入）",
    "similar": "同一社区名称只差一字（“待确认”）",
    "second": "同一社区同一类别的第二家（可导入，列入“同类已有”）",
}


def main(args, steps):
    made = sample.Sample()
    counts = sample_mistakes.make(made)
    target = Path(args.output).resolve() if args.output else WORKBOOK
    target.parent.mkdir(parents=True, exist_ok=True)
    sample_workbook.write(made, str(target), True if args.members else STREETS)
    listed = _count(made, {street for street, _area in made.areas} if args.members else STREETS)
    shown = target.relative_to(paths.ROOT) if target.is_relative_to(paths.ROOT) else target
    say(f"已写入 {shown}：{len(made.organizations)} 家组织、{listed} 名成员")
    if target == WORKBOOK and not args.members:
        README.write_text(describe(made, counts), encoding="utf-8")
        write_demo()
    return 0


def write_demo():
    made = sample.Sample(DEMO_ORGANIZATIONS, DEMO_STREET)
    sample_mistakes.make(made, each=1)
    DEMO.parent.mkdir(parents=True, exist_ok=True)
    sample_workbook.write(made, str(DEMO))
    say(f"已写入 {DEMO.relative_to(paths.ROOT)}：{len(made.organizations)} 家组织")


def _count(made, streets):
    lines = (line["organization"] for line in made.members)
    return sum(row["street"] in streets and "same_as" not in row for row in lines)


def describe(made, counts):
    """The README beside the workbook: what is in it, and every mistake with its number of rows."""
    texts = {kind: text for kind, (_rows, text, _change) in sample_mistakes.ERRORS.items()} | OTHERS
    wrong = sum(counts[kind] for kind in [*sample_mistakes.ERRORS, "same_identity"])
    right = len(made.organizations) - wrong - counts["repeated"] - counts["similar"]
    everybody = _count(made, {street for street, _area in made.areas})
    lines = [
        "# 导入样表",
        "",
        f"`organizations.xlsx`：鄞州区 {len(made.areas)} 个社区（村）的 {len(made.organizations)} 家组织"
        f"（常住人口每万人 25 家），{'、'.join(sorted(STREETS))}另有 {_count(made, STREETS)} 名成员的花名册。",
        "由 `./dev sample` 生成，种子固定，每次逐字节相同。组织、人名、电话、身份证号均为虚构：",
        "身份证号以 990000 开头，没有这样的地区。",
        f"`./dev sample --members --output 文件` 另写一份带全部 {everybody} 名成员的。",
        "",
        "表是区里常见的样子：上面一行大标题，标题占两行（“负责人”下分四列），街道一列合并单元格，末尾有填表人。",
        "日期有六种写法，电话和名称里有全角字和空格，社区有的带街道名、有的写“居委会”——这些都能看懂，不算错。",
        "",
        f"故意放进去的，供练习。导入后：可导入 {right}，有错 {wrong}，"
        f"名称相近 {counts['similar']}，已存在 {counts['repeated']}。",
        "",
        "| 是什么 | 行数 |",
        "|---|---|",
        *(f"| {texts[kind]} | {count} |" for kind, count in counts.items()),
    ]
    return "\n".join(lines) + "\n"
