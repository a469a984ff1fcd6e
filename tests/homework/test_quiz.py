"""A quiz: tries, hints and points, and what a wrong answer is told while it can be tried again."""

from __future__ import annotations

from fractions import Fraction

import pytest

from cnncalc.homework.judging import shown_truth
from cnncalc.homework.misconceptions import about
from cnncalc.homework.quiz import Quiz, covered
from tests.homework.slips import key_of

CONV = "input: 32x32x3, layer: {conv: {filters: 10, kernel: 5, padding: 2}}"
PARAMS = f'{{ask: params, {CONV}, points: 2, hints: ["count the weights", "add the biases"]}}'
SLIDE = "{ask: values, compute: {op: correlation, input: [4, 3, 2, -5, 3], filter: [1, 2, 3]}}"
GRID = "{ask: values, compute: {op: correlation, input: [[1, 2, 0], [0, 1, 3], [2, 1, 1]], filter: [[1, 0], [0, -1]]}}"


def quiz_of(questions: str) -> Quiz:
    return Quiz(key_of(questions))


def test_right_at_once_is_all_the_points() -> None:
    quiz = quiz_of(PARAMS)
    assert quiz.reply("760") == ("right", (), ())
    assert (quiz.current, quiz.turns[0].outcome) == (None, "right")
    assert quiz.score == 2


def test_wrong_tries_and_hints_cost_their_shares_and_what_is_unreadable_nothing() -> None:
    quiz = quiz_of(PARAMS)
    assert quiz.reply("about a lot").kind == "unread"
    assert quiz.reply("  ").kind == "blank"
    assert quiz.reply("___").kind == "blank"
    assert quiz.reply("750").kind == "wrong"
    assert quiz.reply("HINT").said == ("count the weights",)
    assert quiz.reply("hint").said == ("add the biases",)
    assert quiz.reply("hint").kind == "none"
    assert quiz.reply("760").kind == "right"
    assert quiz.score == 2 * (1 - Fraction(1, 4) - Fraction(2, 10))
    assert quiz.turns[0].codes == ["K101"]


@pytest.mark.parametrize("word", ["help", "HELP", " Help ", "?"])
def test_help_costs_nothing(word: str) -> None:
    quiz = quiz_of(PARAMS)
    assert quiz.reply(word) == ("help", (), ())
    assert quiz.reply("760").kind == "right"
    assert quiz.score == 2


def test_points_are_never_below_none() -> None:
    hints = ", ".join(['"look again"'] * 12)
    quiz = quiz_of(f"{{ask: params, {CONV}, hints: [{hints}]}}")
    for _ in range(12):
        assert quiz.reply("hint").kind == "hint"
    assert quiz.reply("760").kind == "right"
    assert quiz.score == 0


def test_a_slip_is_told_without_its_result_then_why_then_the_solution() -> None:
    quiz = quiz_of(PARAMS)
    (first,) = quiz.reply("750").said
    assert first == "The bias is missing: each of the 10 filters has one, 750 + 10 = ?"
    sentence, why = quiz.reply("750").said
    assert sentence == first
    assert why.startswith("Every filter, and every output of a fully connected layer, adds one learned number")
    assert quiz.reply("750") == (
        "wrong",
        ("The bias is missing: each of the 10 filters has one, 750 + 10 = 760.",),
        ("parameters = (F*F*D + 1)*K = (5*5*3 + 1)*10 = 760",),
    )
    assert (quiz.current, quiz.turns[0].outcome) == (None, "wrong")
    assert quiz.score == 0


def test_what_no_slip_gives_is_said_so_and_points_to_a_hint_while_there_is_one() -> None:
    quiz = quiz_of(PARAMS)
    assert quiz.reply("759").said == ("No slip that is known gives this; `hint` may help.",)
    quiz.reply("hint")
    quiz.reply("hint")
    assert quiz.reply("758").said == ("No slip that is known gives this.",)


def test_slips_that_give_the_same_are_told_as_alternatives() -> None:
    reply = quiz_of("{ask: legal, input: 28x28x3, layer: {conv: {filters: 10, kernel: 3, stride: 2}}}").reply("13")
    assert [sentence[:3] for sentence in reply.said] == ["The", "Or "]


def test_yes_or_no_is_asked_once() -> None:
    quiz = quiz_of(f"{{ask: legal, {CONV}}}")
    reply = quiz.reply("illegal")
    assert reply.said == ("It is called illegal; it fits, (32 + 2*2 - 5)/1 + 1 = 32.",)
    assert reply.solution
    assert quiz.current is None


def test_skip_and_solution_give_no_points() -> None:
    quiz = quiz_of(f"- {PARAMS}\n- {PARAMS}\n- {{ask: padding, find: {{input: 32, kernel: 5, stride: 2, output: 16}}}}")
    assert quiz.reply("skip") == ("skipped", (), ())
    assert quiz.reply("solution").solution == ("parameters = (F*F*D + 1)*K = (5*5*3 + 1)*10 = 760",)
    assert quiz.reply("solution").solution[-1] == "answer: [1, 2]"
    assert [turn.outcome for turn in quiz.turns] == ["skipped", "shown", "shown"]
    assert quiz.score == 0


def test_quit_leaves_the_rest() -> None:
    quiz = quiz_of(f"- {PARAMS}\n- {PARAMS}")
    quiz.reply("760")
    assert quiz.reply("quit").kind == "quit"
    assert (quiz.current, len(quiz.done)) == (None, 1)
    assert quiz.score == 2


def test_hidden_questions_are_not_asked_and_the_first_are_where_a_number_is_given() -> None:
    key = key_of("- {id: a, ask: macs, network: alexnet, hidden: true}\n" + f"- {PARAMS}\n" * 3)
    assert [turn.question.id for turn in Quiz(key).turns] == ["2", "3", "4"]
    assert [turn.question.id for turn in Quiz(key, 2).turns] == ["2", "3"]


def test_wrong_cells_are_named_then_the_sum_of_the_first() -> None:
    quiz = quiz_of(GRID)
    assert quiz.reply("0 7; -1 9").said == ("Cells (1, 2), (2, 2) are not right.",)
    assert quiz.reply("0 7; -1 0").said == ("Cell (1, 2) is not right.", "Cell (1, 2) is 2*1 + 0*0 + 1*0 + 3*-1 = ?")
    assert quiz.reply("0 -1; -1 0").kind == "right"


def test_more_than_a_few_wrong_cells_are_counted_and_another_shape_is_told() -> None:
    quiz = quiz_of("{ask: values, compute: {op: relu, input: [1, 2, 3, 4, 5, 6]}}")
    assert quiz.reply("9 9 9 8 8 7").said == ("Cells (1), (2), (3), (4) and 2 more are not right.",)
    assert quiz.reply("1 2 3").said[0] == "The answer has 6 cells."
    assert quiz_of(GRID).reply("0 -1 0").said == ("The answer has 2x2 cells.",)


def test_a_gradient_that_is_one_number_has_no_place() -> None:
    """A bias of one filter: its gradient is 1 + 2 = 3. There is no cell to name, nor another slip."""
    quiz = quiz_of("{ask: gradient, of: bias, compute: {op: correlation, input: [1, 2], filter: [1], bias: 5, upstream: [1, 2]}}")
    assert quiz.reply("9").said == ("No slip that is known gives this.",)
    assert quiz.reply("3").kind == "right"


def test_a_result_that_is_not_what_the_working_gives_is_told_with_its_numbers() -> None:
    quiz = quiz_of(PARAMS)
    assert quiz.reply("10*(5*5*3 + 1) = 770").said == ("Your working gives ?, but 770 is written.",)
    quiz.reply("1")
    assert quiz.reply("10*(5*5*3 + 1) = 770").said == ("Your working gives 760, but 770 is written.",)


def test_a_slip_within_a_working_that_comes_to_something_else() -> None:
    quiz = quiz_of(PARAMS)
    working, slip = quiz.reply("10*5*5*3 = 770").said
    assert working == "Your working gives 750, but 770 is written."
    assert slip == "The bias is missing: each of the 10 filters has one, 750 + 10 = ?"
    assert quiz.reply("10*5*5*4 = 770").said == ("Your working gives 1,000, but 770 is written.",)  # of which no slip is known


def test_a_slip_in_cells_keeps_the_right_value_to_itself() -> None:
    """Worked by hand: the filter turned round gives 3*4 + 2*3 + 1*2 = 20 where 1*4 + 2*3 + 3*2 = 16 is right."""
    said = quiz_of(SLIDE).reply("20 8 -1").said
    assert said[0].endswith("= 20.")
    assert said[1:] == ("Cells (1), (2), (3) are not right.",)
    assert "16" not in said[0]


#: A question, whose answer no sentence of a slip may tell while it can be tried again.
SECRET = [
    f"{{ask: params, {CONV}}}",
    f"{{ask: macs, {CONV}}}",
    "{ask: size, input: 227x227x3, layer: {conv: {filters: 96, kernel: 11, stride: 4}}}",
    "{ask: output, input: 55x55x96, layer: {maxpool: {kernel: 3, stride: 2}}}",
    "{ask: memory, network: vgg16}",
    "{ask: params, network: alexnet, layer: fc6}",
    "{ask: field, network: alexnet, layer: pool3}",
    "{ask: ratio, of: params, network: alexnet-grouped, to: googlenet}",
    "{ask: share, of: weights, network: vgg16, layers: [fc6, fc7, fc8]}",
]


@pytest.mark.parametrize("text", SECRET)
def test_no_sentence_gives_the_answer_away(text: str) -> None:
    question = key_of(text).questions[0]
    slips = [slip.said for found in about(question.ask) for slip in found.slips(question)]
    assert len(slips) > 2
    secret = shown_truth(question).removesuffix(" %")
    told = [said for said in slips if secret in said]
    assert [covered(question, said) for said in told if secret in covered(question, said)] == []
    assert all(covered(question, said).endswith("?") for said in told)


def test_what_stands_in_the_question_is_not_covered() -> None:
    question = key_of(f"{{ask: size, {CONV}}}").questions[0]  # 32x32, from an input of 32x32
    said = "the padding is left out, (32 - 5)/1 + 1 = 28; with it, (32 + 2*2 - 5)/1 + 1 = 32"
    assert covered(question, said) == said.removesuffix("32") + "?"
    rows = key_of("{ask: depth, input: 32x32x7, layer: {maxpool: 2}}").questions[0]
    kept = "pooling works on every channel by itself, so the depth stays 7"
    assert covered(rows, kept) == kept


def test_bytes_in_two_units_are_covered_once() -> None:
    question = key_of("{ask: memory, network: vgg16}").questions[0]
    said = "the input is missing: 60,348,320 + 602,112 = 60,950,432 bytes (60.95 MB)"
    assert covered(question, said) == "the input is missing: 60,348,320 + 602,112 = ?"
