using System.Text;
using TrainingHub.Modules.Quizzes.Exchange;

namespace TrainingHub.Tests.Quizzes.Exchange;

/// <summary>What stands in a cell is used, at fault, or named as lost; never dropped without a word.</summary>
public sealed class TableReaderTests
{
    private static ItemFile Read(string head, string row) => ReadItems.Of("csv", Encoding.UTF8.GetBytes($"kind,stem_en,{head}\n{row}\n"));

    private static ExchangeItem One(string head, string row)
    {
        var file = Read(head, row);
        Assert.Empty(file.Faults.Select(f => f.What.ToString()));
        return Assert.Single(file.Items);
    }

    private static string Fault(string head, string row)
    {
        var file = Read(head, row);
        Assert.Empty(file.Items);
        var fault = Assert.Single(file.Faults);
        Assert.Equal((2, "Why?"), (fault.Line, fault.Item));
        return fault.What.ToString();
    }

    [Theory]
    [InlineData("yes", true)]
    [InlineData("ＹＥＳ", true)]
    [InlineData("是", true)]
    [InlineData("√", true)]
    [InlineData("1", true)]
    [InlineData("No", false)]
    [InlineData("否", false)]
    [InlineData("×", false)]
    [InlineData("0", false)]
    public void Yes_and_no_are_understood_in_both_languages(string word, bool meant)
    {
        var item = One("must_pass,shuffle,option_1_en,option_2_en,option_1_right", $"single,Why?,{word},{word},A,B,x");
        Assert.Equal((meant, meant), (item.MustPass, item.Shuffle));
        Assert.Equal(meant, One("case_matters,option_1_en", $"fill-in,Why?,{word},A").Gaps[0].CaseMatters);
    }

    [Theory]
    [InlineData("must_pass", "free-text,Why?,perhaps", "\"perhaps\" is not allowed in the column must_pass. Allowed: yes, no,")]
    [InlineData("shuffle,option_1_en,option_2_en,option_1_right", "single,Why?,2,A,B,x", "\"2\" is not allowed in the column shuffle.")]
    [InlineData("case_matters,option_1_en", "fill-in,Why?,often,A", "\"often\" is not allowed in the column case_matters.")]
    [InlineData("difficulty", "free-text,Why?,4", "\"4\" is not allowed in the column difficulty. Allowed: 1, 2, 3.")]
    [InlineData("scoring,option_1_en,option_2_en", "ordering,Why?,some,A,B", "Allowed: all-or-nothing, part-marks.")]
    [InlineData("answer", "true-false,Why?,maybe", "\"maybe\" is not allowed in the column answer.")]
    [InlineData("answer", "true-false,Why?,", "The column answer is empty.")]
    [InlineData("option_1_en,option_2_en,option_1_right", "single,Why?,A,B,150", "\"150\" is not allowed in the column option_1_right.")]
    public void A_word_that_a_column_does_not_know_is_a_fault_that_names_column_value_and_what_is_allowed(string head, string row, string said) => Assert.Contains(said, Fault(head, row), StringComparison.Ordinal);

    [Theory]
    [InlineData("option_1_en,option_1_match_en,option_2_en,option_2_match_en,option_3_en", "matching,Why?,A,1,B,2,C", "Option 3 has no right side.")]
    [InlineData("option_1_en,option_2_right,option_3_en,option_3_right", "single,Why?,A,50,C,yes", "Option 2 has no text, but something stands in the column option_2_right.")]
    [InlineData("option_1_en,option_2_feedback_zh,option_3_en,option_3_right", "multiple,Why?,A,好,C,yes", "Option 2 has no text, but something stands in the column option_2_feedback_zh.")]
    [InlineData("option_1_en,option_2_gap", "fill-in,Why?,A,2", "Option 2 has no text, but something stands in the column option_2_gap.")]
    [InlineData("option_1_en", "free-text,Why?,a, comma", "The row has 4 cells, but the table has 3 columns.")]
    public void Half_an_option_and_a_comma_too_many_are_faults(string head, string row, string said) => Assert.Contains(said, Fault(head, row), StringComparison.Ordinal);

    [Fact]
    public void A_column_that_the_kind_does_not_use_and_one_that_nobody_knows_are_named_as_lost()
    {
        var item = One("rubric_en,tolerance,,option_1_en,option_2_en,option_1_right,option_1_gap,scoring,max_length", "single,Why?,Kindly,0.5,what,A,B,yes,2,part-marks,");
        Assert.Equal(["rubric_en", "tolerance", "E", "option_1_gap", "scoring"], item.Lost.Select(l => Assert.IsType<string>(l.Arguments[0])));
        Assert.Empty(One("answer,option_1_feedback_en,shuffle", "true-false,Why?,yes,Right,").Lost);
        var weighed = One("option_1_en,option_2_en,option_1_right,scoring", "multiple,Why?,A,B,100,all-or-nothing");
        Assert.Equal("What stands in the column scoring: a question of the kind multiple does not use it.", Assert.Single(weighed.Lost).ToString());
    }

    [Fact]
    public void A_column_that_is_there_twice_is_a_fault_of_the_file() =>
        Assert.Equal("The column answer is there twice. Remove one of them.", Assert.Single(Read("answer,Answer", "true-false,Why?,yes,no").Faults).What.ToString());
}
