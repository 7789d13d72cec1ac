#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Tests of mutants.py and reasons.py, and of what run makes of the verdicts."""
import contextlib
import importlib.machinery
import importlib.util
import io
import pathlib
import unittest

import mutants
import reasons


def loaded(name, path):
    loader = importlib.machinery.SourceFileLoader(name, str(path))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(name, loader))
    loader.exec_module(module)
    return module


run = loaded("mutation_run", pathlib.Path(__file__).resolve().parent / "run")


def changes(source):
    return {(each.kind, *each.lines(source)) for each in mutants.mutants_of(source)}


def texts(source):
    return {each.lines(source)[1] for each in mutants.mutants_of(source)}


def body(statement):
    return f"int f(int a, int b) {{\n    {statement}\n}}\n"


class Operators(unittest.TestCase):
    def test_moves_a_boundary_and_turns_it_round(self):
        self.assertLessEqual({"if (a <= b) {", "if (a >= b) {"}, texts(body("if (a < b) {\n}")))

    def test_swaps_and_for_or_and_negates_the_whole(self):
        self.assertLessEqual({"if (a || b) {", "if (!(a && b)) {"}, texts(body("if (a && b) {\n}")))

    def test_swaps_arithmetic(self):
        self.assertIn("return a - b;", texts(body("return a + b;")))
        self.assertIn("a -= b;", texts(body("a += b;")))
        self.assertIn("return a >> b;", texts(body("return a << b;")))

    def test_drops_a_negation(self):
        self.assertIn("if (a) {", texts(body("if (!a) {\n}")))

    def test_moves_constants_by_one(self):
        self.assertLessEqual({"return a + 6;", "return a + 8;"}, texts(body("return a + 7;")))
        self.assertLessEqual({"return 0x21U;", "return 0x1fU;"}, texts(body("return 0x20U;")))
        self.assertIn("return a == 'b';", texts(body("return a == 'a';")))
        self.assertIn("return false;", texts(body("return true;")))

    def test_deletes_calls_and_assignments_only(self):
        self.assertIn(("delete", "g(a);", ";"), changes(body("g(a);")))
        self.assertIn(("delete", "x.y[a] = b;", ";"), changes(body("x.y[a] = b;")))
        self.assertIn(("delete", "++a;", ";"), changes(body("++a;")))
        self.assertIn(("delete", "break;", ";"), changes(body("while (a) { \n break;\n }")))
        for declaration in ("int c = g(a);", "auto c = a;", "T c(a);", "using c = T;", "T& c = a;"):
            self.assertFalse([each for each in changes(body(declaration)) if each[0] == "delete"])

    def test_empties_a_returned_value(self):
        self.assertIn(("return", "return errc::expired;", "return {};"),
                      changes(body("return errc::expired;")))

    def test_negates_the_condition_behind_an_initialiser(self):
        self.assertIn("if (auto c = g(); !(c && a)) {", texts(body("if (auto c = g(); c && a) {\n}")))


class WhatIsLeftAlone(unittest.TestCase):
    def test_templates_references_and_declarations(self):
        for source in ("template <class T, int N = 3>\nclass c;\n",
                       "#include <a/b+c.h>\n", "// a < b && 3\n", "/* a + 1 */\n",
                       "class c {\n    c(c const&) = delete;\n    c& operator=(c&&) = default;\n};\n",
                       "static_assert(sizeof(a) == 4 && b < 3);\n", "[[maybe_unused]] int x;\n"):
            self.assertEqual(texts(source), set(), source)

    def test_text_in_strings(self):
        self.assertEqual(texts('constexpr auto x = "a < 3 && b";\n'), set())
        self.assertEqual(texts('constexpr auto x = R"(a < 3)";\n'), set())

    def test_members_of_a_class_are_no_statements(self):
        source = "class c {\npublic:\n    c(int a);\n    int g() { return h(2); }\n};\n"
        self.assertEqual({each[0] for each in changes(source)}, {"return", "constant"})


class TheReasons(unittest.TestCase):
    TEXT = ("a/b\n- x < 2\n+ x <= 2\n+ x < 3\nequivalent: x is even\n\n"
            "a/b\n- wipe(x);\n+ ;\naccepted: freed memory isn't looked at\n")

    def test_are_found_by_the_changed_lines(self):
        known = reasons.Reasons(self.TEXT)
        self.assertTrue(known.find("a/b", "x < 2", "x < 3").equivalent)
        self.assertFalse(known.find("a/b", "wipe(x);", ";").equivalent)
        self.assertIsNone(known.find("a/c", "x < 2", "x < 3"))

    def test_that_fit_nothing_are_told(self):
        known = reasons.Reasons(self.TEXT)
        there = {("a/b", "x < 2", "x <= 2"), ("a/b", "wipe(x);", ";")}
        self.assertEqual([each.after for each in known.stale(there, ["a/b"])], ["x < 3"])
        self.assertEqual(known.stale(there, ["a/c"]), [])

    def test_without_a_kind_are_refused(self):
        with self.assertRaises(ValueError):
            reasons.Reasons("a/b\n- x\n+ y\nnobody knows\n")


class TheVerdict(unittest.TestCase):
    SOURCE = body("return a + b;")
    SURVIVOR = "a/b\n- return a + b;\n+ return a - b;\n"

    def told(self, counts, text="", unjudged=0):
        """What is wrong and what is printed, of so many verdicts on the same mutant."""
        mutant = next(each for each in mutants.mutants_of(self.SOURCE)
                      if each.lines(self.SOURCE)[1] == "return a - b;")
        done = [("a/b", self.SOURCE, mutant, verdict, "a/b")
                for verdict, count in counts.items() for _ in range(count)]
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            wrong = run.tell(done, reasons.Reasons(text), len(done) + unjudged)
        return wrong, printed.getvalue()

    def test_nothing_is_wrong_where_all_are_killed(self):
        wrong, printed = self.told({"killed": 3, "unfit": 1})
        self.assertEqual(wrong, [])
        self.assertIn("3 killed, 0 survived, 0 equivalent, 1 not compiling: 100.00%", printed)

    def test_nothing_counted_is_wrong(self):
        none = ["no mutant was killed or survived"]
        self.assertEqual(self.told({})[0], none)
        self.assertEqual(self.told({"unfit": 4})[0], none)
        self.assertEqual(self.told({"survived": 2}, self.SURVIVOR + "equivalent: why\n")[0], none)

    def test_a_survivor_without_a_reason_is_wrong_above_the_goal_too(self):
        wrong, printed = self.told({"killed": 98, "survived": 2})
        self.assertEqual(wrong, ["survive without a reason in reasons.txt: 2"])
        self.assertIn(wrong[0], printed)

    def test_a_part_of_them_tells_a_survivor_without_a_reason_and_goes_on(self):
        wrong, printed = self.told({"killed": 98, "survived": 2}, unjudged=1)
        self.assertEqual(wrong, [])
        self.assertIn("survive without a reason in reasons.txt: 2", printed)

    def test_an_accepted_survivor_counts_against_the_goal_alone(self):
        accepted = self.SURVIVOR + "accepted: why\n"
        self.assertEqual(self.told({"survived": 1, "killed": 19}, accepted)[0], [])
        self.assertEqual(self.told({"survived": 1, "killed": 18}, accepted)[0], ["the score is under 95%"])


if __name__ == "__main__":
    unittest.main()
