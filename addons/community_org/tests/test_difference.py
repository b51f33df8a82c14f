import time

from odoo.tests import BaseCase, tagged

from ..report.difference import mark_difference, mark_passages


@tagged("post_install", "-at_install")
class TestDifference(BaseCase):
    def assertMarked(self, before, after, expected_before, expected_after):
        self.assertEqual(mark_difference(before, after), (expected_before, expected_after))

    def test_words_of_a_sentence(self):
        """Of a reworded sentence only the words that differ are marked."""
        self.assertMarked(
            "每周一活动。经费自筹。",
            "每周三活动。经费自筹。",
            "每周<del>一</del>活动。经费自筹。",
            "每周<ins>三</ins>活动。经费自筹。",
        )

    def test_sentences(self):
        """A sentence that came or went is marked whole."""
        self.assertMarked("甲。丙。", "甲。乙乙。丙。", "甲。丙。", "甲。<ins>乙乙。</ins>丙。")
        self.assertMarked("甲。乙乙。", "甲。", "甲。<del>乙乙。</del>", "甲。")

    def test_another_sentence(self):
        """Sentences with little in common are not torn into scraps."""
        self.assertMarked(
            "负责人选举产生。",
            "经费全部自筹！",
            "<del>负责人选举产生。</del>",
            "<ins>经费全部自筹！</ins>",
        )

    def test_empty(self):
        """Nothing before or nothing after."""
        self.assertMarked(None, "新的。", "", "<ins>新的。</ins>")
        self.assertMarked("旧的。", False, "<del>旧的。</del>", "")

    def test_white_space(self):
        """Line ends of a browser and spaces at the end of a line are no change."""
        self.assertMarked("一。\r\n\r\n二。 ", "一。\n二。", "一。\n二。", "一。\n二。")

    def test_markup_is_text(self):
        """What was typed is escaped, inside the marks and outside."""
        before, after = mark_difference("<b>粗</b>。", "<b>粗</b>。<script>alert(1)</script>。")
        self.assertEqual(before, "&lt;b&gt;粗&lt;/b&gt;。")
        self.assertEqual(
            after,
            "&lt;b&gt;粗&lt;/b&gt;。<ins>&lt;script&gt;alert(1)&lt;/script&gt;。</ins>",
        )

    def test_hostile_texts(self):
        """Texts made to repeat themselves do not hold the server."""
        two_letters = "".join("甲乙"[(number * number // 7) % 2] for number in range(19_900))
        lines = "\n".join(f"{two_letters[n : n + 480]}{n}" for n in range(0, 19_200, 480))
        start = time.monotonic()
        for before, after in (
            ("长" * 100_000, "长" * 99_999 + "短"),
            ("长。" * 9_000, "短。" * 9_000),
            ("\n" * 100_000, "。" * 100_000),
            (two_letters, two_letters[::-1]),
            (lines, lines[::-1]),
        ):
            mark_passages(before, after)
        self.assertLess(time.monotonic() - start, 10)

    def test_passages(self):
        """Of a long text only the lines that differ are shown, each run by itself."""
        before = "第一条 甲。\n第二条 每月两次。\n第三条 丙。\n第四条 丁。"
        after = "第一条 甲。\n第二条 每月三次。\n第三条 丙。\n第四条 丁。\n第五条 戊。"
        self.assertEqual(
            mark_passages(before, after),
            [
                ("第二条 每月<del>两</del>次。", "第二条 每月<ins>三</ins>次。"),
                ("", "<ins>第五条 戊。</ins>"),
            ],
        )
        self.assertEqual(mark_passages(before, before.replace("\n", "\r\n")), [])
