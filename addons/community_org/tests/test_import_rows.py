import base64
from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import identity_number
from .common_import import HEAD, MEMBER_HEAD, ImportCase, make_xlsx


@tagged("post_install", "-at_install")
class TestImportRows(ImportCase):
    """What exists, what looks alike, and what an officer does about a row."""

    # ------------------------------------------------------------
    # DUPLICATES
    # ------------------------------------------------------------

    def test_twice_in_a_file(self):
        """The second row of a name in a community repeats the first, however it is spelt; elsewhere it does not."""
        batch = self._read_rows(
            self._row(),
            self._row(名称="甲一 乐龄舞蹈队 "),
            self._row(社区="甲二社区", 负责人身份证号=None),
        )
        first, again, elsewhere = self._rows(batch)
        self.assertEqual((first.state, again.state), ("ready", "duplicate"))
        self.assertIn("row 2", again.remark)
        # the very name in another community of the street: for the officer to say
        self.assertEqual(elsewhere.state, "confirm")

    def test_first_is_left_out(self):
        """When the first row is left out, the second counts; taken in again, it repeats."""
        batch = self._read_rows(self._row(), self._row())
        first, again = self._rows(batch)
        first.action_skip()
        self.assertEqual((first.state, again.state), ("skipped", "ready"))
        first.action_unskip()
        self.assertEqual((first.state, again.state), ("ready", "duplicate"))

    def test_exists_already(self):
        self._organization(name="甲一乐龄舞蹈队", category_id=self.category_many.id)
        batch = self._read_rows(
            self._row(), 成员=[MEMBER_HEAD, ["甲一乐龄舞蹈队", "甲一社区", "钱测试"]]
        )
        self.assertEqual(self._rows(batch).state, "duplicate")
        self.assertEqual(
            self._rows(batch, "member").state, "duplicate", "its roster is left as it is"
        )
        self.assertFalse(batch.ready_count)
        self.assertIn("nothing", self.assertRefused(UserError, batch.action_import))

    def test_cancelled_one_of_that_name(self):
        """A list that was made before the cancellation does not bring it back; one of a later filing is another."""
        organization = self._organization(name="甲一乐龄舞蹈队", category_id=self.category_many.id)
        today = self.env["community.policy"]._today()
        organization.write({"state": "cancelled", "cancelled_on": today - timedelta(days=30)})
        batch = self._read_rows(self._row(备案日期=str(today - timedelta(days=60))))
        self.assertEqual(self._rows(batch).state, "duplicate")
        batch = self._read_rows(self._row(备案日期=str(today - timedelta(days=10))))
        self.assertEqual(self._rows(batch).state, "ready")

    def test_former_number(self):
        """One body of a street for each former number; the same name makes it the same body."""
        head = (*HEAD, "原备案号")
        batch = self._read_rows(
            [*self._row(), "甲备1号"],
            [*self._row(名称="甲一慢跑队"), "甲备1号"],
            head=head,
        )
        first, second = self._rows(batch)
        self.assertEqual(first.state, "ready")
        self.assertRowError(second, "former_number", first.name)
        self._import(batch)
        organization = self._imported(batch)
        self.assertEqual(organization.former_number, "甲备1号")
        batch = self._read_rows(
            [*self._row(名称="甲一慢跑队"), "甲备1号"],
            [*self._row(社区="甲二社区"), "甲备1号"],
            head=head,
        )
        other, moved = self._rows(batch)
        self.assertRowError(other, "former_number", organization.name)
        self.assertEqual(
            moved.state, "duplicate", "the same name and number in another community of the street"
        )
        found = self.env["community.organization"].with_user(self.officer_a).name_search("甲备1号")
        self.assertEqual([organization_id for organization_id, _name in found], organization.ids)

    # ------------------------------------------------------------
    # SIMILAR NAMES
    # ------------------------------------------------------------

    def test_similar_names(self):
        """One character of six differs: for the officer to say; of the area's name nothing counts."""
        self._organization(name="甲一社区夕阳红舞蹈队", category_id=self.category_many.id)
        batch = self._read_rows(
            self._row(名称="甲一社区夕阳红舞蹈团"),
            self._row(名称="甲一社区晨光棋社"),
            self._row(名称="甲一社区晨风诗社"),
        )
        near, other, third = self._rows(batch)
        self.assertEqual((near.state, other.state, third.state), ("confirm", "ready", "ready"))
        self.assertIn("甲一社区夕阳红舞蹈队", near.similar_names)
        self._import(batch)
        self.assertEqual((near.state, other.state), ("confirm", "done"))
        batch.action_confirm_similar()
        self.assertEqual(near.state, "ready")
        self._import(batch)
        self.assertEqual(near.state, "done")
        self.assertEqual(batch.state, "done")

    def test_percentage_is_the_policys(self):
        self.env.cr.execute("UPDATE community_policy SET similar_name_percent = 90")
        self.policy.invalidate_model()
        self._organization(name="甲一社区夕阳红舞蹈队", category_id=self.category_many.id)
        batch = self._read_rows(self._row(名称="甲一社区夕阳红舞蹈团"))
        self.assertEqual(self._rows(batch).state, "ready")

    def test_confirmed_name_is_changed(self):
        """What was said of one name does not hold for the next."""
        self._organization(name="甲一社区夕阳红舞蹈队", category_id=self.category_many.id)
        batch = self._read_rows(self._row(名称="甲一社区夕阳红舞蹈团"))
        row = self._rows(batch)
        row.action_confirm()
        self.assertEqual(row.state, "ready")
        row.name = "甲一社区夕阳红舞蹈组"
        self.assertEqual(row.state, "confirm")

    # ------------------------------------------------------------
    # CORRECTIONS IN PLACE
    # ------------------------------------------------------------

    def test_correct_a_cell(self):
        """Tidied like a cell of the file; the row is right as soon as nothing is wrong any more."""
        batch = self._read_rows(self._row(负责人电话="1380000", 备案日期="2023年13月1日"))
        row = self._rows(batch)
        row.leader_phone = " 138 0000 ０００１ "
        self.assertRowError(row, "filed_on")
        self.assertNotIn("leader_phone", row.errors)
        self.assertEqual(row.leader_phone, "13800000001")
        row.filed_on = "2023-12-01"
        self.assertEqual((row.state, row.problem), ("ready", ""))
        row.filed_on = False
        self.assertRowError(row, "filed_on", "missing")

    def test_correct_one_word(self):
        """The other rows with the same word are corrected as well, and the next file is understood."""
        words = ("跳广场舞", "跳广场舞", "别的")
        batch = self._read_rows(
            *(self._row(名称=f"甲一{n}队", 类别=word) for n, word in enumerate(words))
        )
        first, same, other = self._rows(batch)
        first.category_id = self.category_many
        self.assertEqual(first.state, "ready", first.problem)
        self.assertEqual(same.category_id, self.category_many)
        self.assertRowError(other, "category_id")
        batch = self._read_rows(self._row(名称="甲一新队", 类别="跳广场舞"))
        self.assertEqual(self._rows(batch).category_id, self.category_many)
        elsewhere = self._read_rows(
            self._row(社区="乙一社区", 类别="跳广场舞"), user=self.officer_b
        )
        self.assertRowError(self._rows(elsewhere), "category_id")

    def test_correct_a_community(self):
        batch = self._read_rows(self._row(社区="假一社区"))
        row = self._rows(batch)
        row.area_id = self.area_b1
        self.assertRowError(row, "area_id", self.street_b.name)
        row.area_id = self.area_a1
        self.assertEqual((row.state, row.street_id), ("ready", self.street_a))

    def test_correct_a_name(self):
        """A row that is renamed no longer repeats another; its members stay with it."""
        batch = self._read_rows(
            self._row(),
            self._row(名称="甲一舞蹈二队"),
            成员=[MEMBER_HEAD, ["甲一舞蹈二队", "甲一社区", "钱测试"]],
        )
        first, second = self._rows(batch)
        second.name = first.name
        self.assertEqual(second.state, "duplicate")
        second.name = "甲一扇子舞队"
        self.assertEqual(second.state, "ready")
        self.assertEqual(self._rows(batch, "member").row_id, second)

    def test_correct_a_member(self):
        """A member finds its organisation once its name is right; a double number goes with the other's correction."""
        batch = self._read_rows(
            self._row(),
            成员=[
                MEMBER_HEAD,
                ["甲一乐灵舞蹈队", "甲一社区", "钱测试"],
                ["甲一乐龄舞蹈队", "甲一社区", "孙测试", None, None, identity_number(serial=5)],
                ["甲一乐龄舞蹈队", "甲一社区", "李测试", None, None, identity_number(serial=5)],
            ],
        )
        lost, one, other = self._rows(batch, "member")
        self.assertRowError(lost, "organization_name")
        lost.organization_name = "甲一乐龄舞蹈队"
        self.assertEqual(lost.row_id, self._rows(batch))
        self.assertRowError(one, "identity_number")
        other.identity_number = identity_number(serial=6)
        self.assertEqual((one + other).mapped("state"), ["ready", "ready"], one.problem)

    def test_several_rows_at_once(self):
        batch = self._read_rows(*(self._row(名称=f"甲一{n}队", 备案日期="春") for n in range(3)))
        rows = self._rows(batch)
        rows.write({"filed_on": "2024-01-05"})
        self.assertEqual(set(rows.mapped("state")), {"ready"})

    def test_nothing_else_can_be_written(self):
        """State, errors, the organisation: the import's own; a client writes cells, of rows that are still open."""
        batch = self._read_rows(self._row(), self._row(名称="甲一合唱队", 备案日期="春"))
        right, wrong = self._rows(batch)
        organization = self._organization()
        for vals in (
            {"state": "done", "organization_id": organization.id},
            {"state": "ready"},
            {"errors": {}},
            {"import_id": self._upload(make_xlsx(表=[HEAD])).id},
            {"leader_identity_id": 1},
            {"confirmed": True},
        ):
            self.assertRefused(AccessError, wrong.write, vals)
        self.assertRefused(AccessError, wrong.create, {"import_id": batch.id})
        self.assertRefused(AccessError, wrong.unlink)
        self._import(batch)
        self.assertRefused(UserError, right.write, {"name": "改名"})
        self.assertRefused(UserError, right.action_skip)

    def test_no_corrections_while_it_works(self):
        batch = self._read_rows(self._row(), self._row(名称="甲一合唱队", 备案日期="春"))
        batch.action_import()
        self.assertIn(
            "Stop",
            self.assertRefused(UserError, self._rows(batch)[1].write, {"filed_on": "2024-01-01"}),
        )
        batch.action_stop()
        self._rows(batch)[1].filed_on = date(2024, 1, 1)
        self.assertEqual(batch.ready_count, 2)

    # ------------------------------------------------------------
    # THE IMPORT ITSELF
    # ------------------------------------------------------------

    def test_states_are_the_buttons_own(self):
        batch = self._upload(make_xlsx(表=[HEAD, self._row()]))
        for vals in (
            {"state": "done"},
            {"file_hash": "0"},
            {"user_id": self.officer_b.id},
            {"area_id": self.street_b.id},
            {"read_count": 9},
        ):
            self.assertRefused(AccessError, batch.write, vals)
        for button in (batch.action_import, batch.action_stop, batch.action_finish):
            self.assertRefused(UserError, button)
        forged = {"upload": base64.b64encode(make_xlsx(表=[HEAD, self._row()])), "state": "checked"}
        self.assertRefused(AccessError, batch.create, forged)
        context = {
            "default_state": "running",
            "default_name": "x",
            "default_user_id": self.officer_b.id,
        }
        made = batch.with_context(context).create({})
        self.assertEqual((made.state, made.name, made.user_id), ("draft", False, self.officer_a))

    def test_own_area_only(self):
        """A street imports for itself; the district for all; nobody for a community or another street."""
        batches = self.env["community.import"]
        for user, area in (
            (self.officer_a, self.street_b),
            (self.officer_a, self.district),
            (self.officer_a1, self.area_a1),
            (self.leader, self.district),
        ):
            self.assertRefused(AccessError, batches.with_user(user).create, {"area_id": area.id})
        self.assertRefused(
            Exception, batches.with_user(self.officer_a).create, {"area_id": self.area_a1.id}
        )
        self.assertTrue(batches.with_user(self.officer_d).create({"area_id": self.street_b.id}))
        self.assertEqual(batches.with_user(self.officer_a).create({}).area_id, self.street_a)

    def test_members_of_a_wrong_row_wait(self):
        """They are right themselves, but there is nothing to import yet."""
        batch = self._read_rows(
            self._row(备案日期="春"), 成员=[MEMBER_HEAD, ["甲一乐龄舞蹈队", "甲一社区", "钱测试"]]
        )
        self.assertEqual(self._rows(batch, "member").state, "ready")
        self.assertEqual((batch.ready_count, batch.member_ready_count), (0, 0))
        self.assertRefused(UserError, batch.action_import)
        self._rows(batch).filed_on = "2024-01-05"
        batch.invalidate_recordset()
        self.assertEqual((batch.ready_count, batch.member_ready_count), (1, 1))

    def test_delete(self):
        """A draft can be deleted; what has begun says where its organisations come from."""
        draft = self._upload(make_xlsx(表=[HEAD, self._row()]))
        draft.unlink()
        batch = self._import(self._read_rows(self._row()))
        self.assertRefused(UserError, batch.unlink)

    def test_finish_and_forget(self):
        """What was not right is forgotten at the end, everything else after the days of the policy."""
        batch = self._read_rows(self._row(), self._row(名称="甲一合唱队", 备案日期="春"))
        self._import(batch)
        self.assertEqual(batch.state, "checked")
        batch.action_finish()
        self.assertEqual(self._rows(batch).mapped("state"), ["done"])
        days = timedelta(days=self.policy.import_keep_days)
        self.env.cr.execute(
            "UPDATE community_import SET write_date = write_date - %s WHERE id = %s",
            [days - timedelta(hours=1), batch.id],
        )
        batch.invalidate_recordset()
        self.env["community.import"]._gc_rows()
        self.assertTrue(self._rows(batch))
        self.env.cr.execute(
            "UPDATE community_import SET write_date = write_date - %s WHERE id = %s",
            [timedelta(hours=2), batch.id],
        )
        batch.invalidate_recordset()
        self.env["community.import"]._gc_rows()
        self.assertFalse(self._rows(batch))
        self.assertTrue(self._imported(batch))
