#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Tests of what bench/run does with what was measured."""
import pathlib
import unittest
import xml.etree.ElementTree

import chart
import rows
import tables
import targets

HERE = pathlib.Path(__file__).resolve().parent


def run_of(name, time, unit="ns", **more):
    return {"name": name, "run_name": name, "run_type": "iteration", "repetitions": 3, "cpu_time": time,
            "real_time": 2 * time, "time_unit": unit, **more}


def rows_of(*entries):
    return rows.rows_of({"benchmarks": list(entries)})


class Rows(unittest.TestCase):
    def test_take_the_median_of_their_runs(self):
        told = [{**run_of("g/c/w", 35.7), "run_type": "aggregate", "aggregate_name": name} for name in ("mean", "median")]
        made = rows_of(run_of("g/c/w", 3), run_of("g/c/w", 100), run_of("g/c/w", 4), *told)
        self.assertEqual(list(made), ["g/c/w"])
        self.assertEqual(made["g/c/w"].value(), 4)
        self.assertEqual(made["g/c/w"].value("real_time"), 8)

    def test_take_the_programs_median_where_it_told_nothing_else(self):
        median = {**run_of("g/c/w", 7), "name": "g/c/w_median", "run_type": "aggregate", "aggregate_name": "median"}
        self.assertEqual(rows_of(median)["g/c/w"].value(), 7)

    def test_count_in_nanoseconds(self):
        made = rows_of(run_of("a", 2, "us"), {"name": "b", "median": 0.5, "unit": "s", "all": [0.4, 0.5, 0.9]},
                       {"name": "c", "median": 236, "unit": "MB"})
        self.assertEqual([made[name].value() for name in "abc"], [2000, 5e8, 236])
        self.assertEqual([made[name].unit for name in "abc"], ["ns", "ns", "MB"])

    def test_tell_the_most_allocations(self):
        made = rows_of(*(run_of("w", 1, own_allocs=count) for count in (0, 0, 1)))
        self.assertEqual(made["w"].value("own_allocs"), 1)

    def test_leave_versions_and_settings_out_of_a_name(self):
        made = rows_of(run_of("g/accepted/cpp-jwt 1.4/min_time:0.050/real_time", 1), run_of("g/2/HMAC()/threads:2", 1))
        self.assertEqual(list(made), ["g/accepted/cpp-jwt", "g/2/HMAC()/threads:2"])
        self.assertEqual(made["g/accepted/cpp-jwt"].version, "1.4")

    def test_of_several_runs_are_those_of_the_calmest(self):
        slow, calm = rows_of(run_of("a", 9), run_of("b", 2)), rows_of(run_of("a", 4), run_of("b", 3))
        self.assertIs(rows.calmest([slow, calm, slow]), calm)
        failed = rows_of({**run_of("a", 0), "error_occurred": True})
        self.assertIs(rows.calmest([slow, failed, calm]), failed)
        self.assertEqual(rows.calmest([{}, {}]), {})

    def test_of_a_run_without_somebody_give_way_to_those_of_all(self):
        both, alone = rows_of(run_of("a", 9), run_of("b", 2)), rows_of(run_of("a", 4))
        self.assertIs(rows.calmest([both, alone]), both)
        self.assertIs(rows.calmest([alone, both]), both)

    def test_keep_a_failure(self):
        failed = {**run_of("w", 0), "error_occurred": True, "error_message": "refuses a good token"}
        self.assertEqual(rows_of(failed)["w"].error, "refuses a good token")


class Targets(unittest.TestCase):
    def judge(self, line, *entries):
        (verdict,) = targets.judge_all(targets.parse(line), rows_of(*entries))
        return verdict.state, verdict.value

    def test_are_met_up_to_the_bound_itself(self):
        line = "what | a | b | at most 1.25 | x"
        self.assertEqual(self.judge(line, run_of("a", 125), run_of("b", 100)), ("met", 1.25))
        self.assertEqual(self.judge(line, run_of("a", 126), run_of("b", 100)), ("gap", 1.26))
        line = "what | a | b | at least 10 | x"
        self.assertEqual(self.judge(line, run_of("a", 50), run_of("b", 5)), ("met", 10))
        self.assertEqual(self.judge(line, run_of("a", 49), run_of("b", 5)), ("gap", 9.8))

    def test_turn_times_alone_into_their_unit(self):
        self.assertEqual(self.judge("w | a | - | at most 3 | us", run_of("a", 2500)), ("met", 2.5))
        self.assertEqual(self.judge("w | a#real_time | - | at most 3 | us", run_of("a", 2500)), ("gap", 5))
        self.assertEqual(self.judge("w | a#items | - | at least 500 | us", run_of("a", 1, items=600)), ("met", 600))

    def test_tell_the_least_figures_too(self):
        told = rows_of(run_of("a", 9), run_of("a", 4), run_of("a", 8), run_of("b", 1), run_of("b", 4), run_of("b", 9))
        (verdict,) = targets.judge_all(targets.parse("w | a | b | at most 1.5 | x"), told)
        self.assertEqual((verdict.value, verdict.least, verdict.state), (2, 4, "gap"))

    def test_tell_the_greatest_of_rates(self):
        told = rows_of(*(run_of("a", 1, items_per_second=rate) for rate in (500, 200, 700)))
        (verdict,) = targets.judge_all(targets.parse("w | a#items_per_second | - | at least 600 | /s"), told)
        self.assertEqual((verdict.value, verdict.least, verdict.state), (500, 700, "gap"))

    def test_without_a_bound_are_told(self):
        self.assertEqual(self.judge("w | a | b | - | x", run_of("a", 5), run_of("b", 2)), ("told", 2.5))
        self.assertEqual(self.judge("w | a | b | - | x", run_of("a", 5)), ("not measured", None))
        (target,) = targets.parse("w | a | - | - | ns")
        self.assertEqual(targets.bound_text(target), "- ns")

    def test_leave_a_ratio_as_it_is(self):
        self.assertEqual(self.judge("w | a | b | at most 3 | us", run_of("a", 5), run_of("b", 2)), ("met", 2.5))

    def test_say_what_was_not_measured_and_what_is_wrong(self):
        line = "w | a | b | at most 1 | x"
        self.assertEqual(self.judge(line, run_of("a", 1)), ("not measured", None))
        self.assertEqual(self.judge(line, run_of("b", 1)), ("not measured", None))
        failed = {**run_of("b", 1), "error_occurred": True}
        self.assertEqual(self.judge(line, run_of("a", 1), run_of("b", 1), failed), ("wrong", None))
        self.assertEqual(self.judge(line, run_of("a", 1), run_of("b", 0)), ("wrong", None))
        self.assertEqual(self.judge("w | a#own_allocs | - | at most 0 | x", run_of("a", 1)), ("wrong", None))

    def test_refuse_a_line_that_is_none(self):
        for line in ("w | a | b | at most 1", "w | a |  | at most 1 | x", "w | a | - | under 1 | x",
                     "w | a | - | at most one | x", "w | a | - | at most 1 | x | y"):
            with self.assertRaisesRegex(targets.BadTarget, "^line 2: ", msg=line):
                targets.parse("# a comment\n" + line)

    def test_of_the_project_can_be_read_and_have_a_name_each(self):
        made = targets.parse((HERE.parent / "targets.txt").read_text(encoding="utf-8"))
        names = [target.what for target in made]
        self.assertGreater(len(names), 30)
        self.assertEqual(len(names), len(set(names)))


class Reports(unittest.TestCase):
    rows = rows_of(run_of("load_jwt/accepted/<peer>", 6000), run_of("load_jwt/accepted/bcauth", 600, own_allocs=0),
                   run_of("load_jwt/forged/bcauth", 300), run_of("load_jwt/rounds/golang-jwt 4", 20000),
                   run_of("load_jwt/rounds/bcauth", 700))

    def test_list_every_row_and_target(self):
        self.assertEqual([line.split()[0] for line in tables.rows_table(self.rows)], ["row", *sorted(self.rows)])
        verdicts = targets.judge_all(targets.parse("one | load_jwt/forged/bcauth | - | at most 1 | ns\n"
                                                   "two | none | - | at most 1 | ns"), self.rows)
        lines = tables.targets_table(verdicts)
        self.assertEqual([line.split() for line in lines[1:]],
                         [["one", "at", "most", "1", "ns", "300", "300", "gap"],
                          ["two", "at", "most", "1", "ns", "-", "-", "not", "measured"], ["two:", "no", "row", "none"]])

    def test_put_a_target_into_one_line_of_a_page(self):
        self.rows["load_jwt/forged/bcauth"].program = "verify"
        machine = {"date": "a day", "cpu": "a CPU", "compiler": "g++", "openssl": "3", "cores": 2, "load": 0.25}
        verdicts = targets.judge_all(targets.parse("one | load_jwt/forged/bcauth | - | at most 1 | ns"), self.rows)
        lines = tables.markdown(verdicts, machine).splitlines()
        self.assertIn("a CPU", lines[0])
        self.assertEqual(lines[-1], "| one | at most 1 ns | 300 | 300 | gap | verify |")
        self.assertEqual({line.count("|") for line in lines[2:]}, {7})

    def test_change_nothing_of_a_page_but_its_figures(self):
        page = f"before\n{tables.BEGIN}\nold\n{tables.END}\nafter\n"
        self.assertEqual(tables.replace_figures(page, "new"), page.replace("old", "new"))
        with self.assertRaises(ValueError):
            tables.replace_figures("no marks", "new")

    def test_draw_the_accepted_the_shortest_bar_first(self):
        picture = xml.etree.ElementTree.fromstring(chart.draw(self.rows))
        name = "{http://www.w3.org/2000/svg}"
        bars = [bar for bar in picture.iter(f"{name}rect") if bar.get("class") in ("ours", "floor", "peer")]
        self.assertEqual([bar.get("class") for bar in bars], ["ours", "peer", "peer"])
        widths = [float(bar.get("width")) for bar in bars]
        self.assertEqual(widths, sorted(widths))
        texts = [text.text for text in picture.iter(f"{name}text")]
        self.assertIn("<peer>", texts)
        self.assertIn("golang-jwt (Go) 4", texts)
        self.assertIn("20.0 µs", texts)

    def test_draw_nothing_of_nothing(self):
        self.assertEqual(chart.draw({}), "")


if __name__ == "__main__":
    unittest.main()
