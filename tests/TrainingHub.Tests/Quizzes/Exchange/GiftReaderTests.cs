using TrainingHub.Modules.Quizzes.Exchange;

namespace TrainingHub.Tests.Quizzes.Exchange;

public sealed class GiftReaderTests
{
    private static ExchangeItem One(string gift)
    {
        var file = GiftReader.Read(gift);
        Assert.Empty(file.Faults);
        return Assert.Single(file.Items);
    }

    private static (int Line, string What) Fault(string gift)
    {
        var fault = Assert.Single(GiftReader.Read(gift).Faults);
        return (fault.Line, fault.What.ToString());
    }

    [Fact]
    public void One_right_option_makes_a_single_choice_and_shares_make_a_multiple_one()
    {
        var single = One("Where? {~here#no ~%50%near =there#yes}");
        Assert.Equal("single", single.Kind);
        Assert.Equal([("here", 0m, "no"), ("near", 50m, null), ("there", 100m, "yes")], single.Options.Select(o => (o.Text.Text, o.Weight, o.Feedback?.Text)));
        var multiple = One("Who? {~%-50%nobody ~%33.33333%Ann ~%33.33333%Bea ~%33.33333%Cem}");
        Assert.Equal("multiple", multiple.Kind);
        Assert.Equal([-50m, 33.33333m, 33.33333m, 33.33333m], multiple.Options.Select(o => o.Weight));
    }

    [Fact]
    public void Escapes_titles_formats_ids_tags_and_categories_are_read()
    {
        var item = One("""
            $CATEGORY: $course$/top/Kitchen/Hot // cold

            // a comment [id:wash\]1] [tag:one] [tag:two words]
            ::A \: title::[markdown]Is 1 \+ 1 \= **2** \{or\} \~3\#\\\nor?{
            // between
            =yes \= yes#\#1
            ~no
            ####All \: of it
            }
            """);
        Assert.Equal("A : title", item.Name);
        Assert.Equal(("markdown", "Is 1 \\+ 1 = **2** {or} ~3#\\\nor?"), (item.Text.Format, item.Text.Text));
        Assert.Equal(("yes = yes", "#1"), (item.Options[0].Text.Text, item.Options[0].Feedback!.Text));
        Assert.Equal("All : of it", item.Feedback!.Text);
        Assert.Equal(("Kitchen/Hot // cold", "wash]1"), (item.Category, item.Id));
        Assert.Equal(["one", "two words"], item.Tags);
    }

    [Fact]
    public void A_missing_word_leaves_its_place_and_an_answer_behind_the_text_leaves_none()
    {
        Assert.Equal("Two and two is [[1]].", One("Two and two is {=four =%50%4}.").Text.Text);
        Assert.Equal("Two and two? [[1]]", One("Two and two? {=four}").Text.Text);
        Assert.Equal("A cook is _____ here.", One("A cook is {~bad =good} here.").Text.Text);
    }

    [Theory]
    [InlineData("{#3.14:0.01}", "3.14±0.01@100")]
    [InlineData("{#1..5}", "3±2@100")]
    [InlineData("{#-5..-1}", "-3±2@100")]
    [InlineData("{#=1:0 =%50%2:1#near}", "1±0@100 2±1@50")]
    [InlineData("{#1e3}", "1000±0@100")]
    public void Numbers_have_tolerances_ranges_and_weights(string answers, string expected) =>
        Assert.Equal(expected, string.Join(' ', One("How many? " + answers).Gaps[0].Answers.Select(a => $"{ItemNumber.Write(a.Number!.Value)}±{ItemNumber.Write(a.Tolerance!.Value)}@{ItemNumber.Write(a.Weight)}")));

    [Theory]
    [InlineData("{T}", 100, null, null)]
    [InlineData("{TRUE#is wrong#is right}", 100, "is right", "is wrong")]
    [InlineData("{F#is wrong#is right}", 0, "is wrong", "is right")]
    [InlineData("{FALSE##is right}", 0, null, "is right")]
    public void The_first_feedback_of_true_and_false_is_for_the_wrong_answer(string answers, int isTrue, string? whenTrue, string? whenFalse)
    {
        var item = One("Sun rises. " + answers);
        Assert.Equal("true-false", item.Kind);
        Assert.Equal([((decimal)isTrue, whenTrue), (100m - isTrue, whenFalse)], item.Options.Select(o => (o.Weight, o.Feedback?.Text)));
    }

    [Fact]
    public void Matching_may_have_rights_that_belong_to_none()
    {
        var item = One("Match {=red -> meat =green->salad = -> bread}");
        Assert.Equal([("red", "meat"), ("green", "salad"), (null, "bread")], item.Pairs.Select(p => (p.Left?.Text, p.Right.Text)));
    }

    [Fact]
    public void Empty_braces_ask_for_a_text_and_no_braces_ask_nothing()
    {
        Assert.Equal("free-text", One("Write about it {}").Kind);
        Assert.Equal("free-text", One("Write about it {####Well}").Kind);
        var description = One("Read this.");
        Assert.Equal(ExchangeItem.Description, description.Kind);
        Assert.Single(description.Lost);
    }

    [Theory]
    [InlineData("\n\nTorn {\n=a\n\n~b\n}\n\nGood {T}", 3, "never closed")]
    [InlineData("Lost }", 1, "without a {")]
    [InlineData("One {=a} two {=b}", 1, "one pair of braces")]
    [InlineData("::Title Good {T}", 1, "title")]
    [InlineData("One {=a ~}", 1, "no text")]
    [InlineData("One {~%50%a ~b}", 1, "50 %")]
    [InlineData("One {~%250%a =b}", 1, "%250%")]
    [InlineData("One {#abc}", 1, "no number")]
    [InlineData("One {#}", 1, "number is missing")]
    [InlineData("One {=a -> b =c}", 1, "no arrow")]
    [InlineData("One {=%50%a}", 1, "fully right")]
    [InlineData("{=a}", 1, "no text before")]
    [InlineData("// only a comment", 0, "no question")]
    public void Every_fault_has_its_line(string gift, int line, string what)
    {
        var fault = Fault(gift);
        Assert.Equal(line, fault.Line);
        Assert.Contains(what, fault.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    [InlineData("\n")]
    public void Lines_end_as_on_any_system(string end)
    {
        var file = GiftReader.Read(string.Join(end, "One {T}", "", "", "Two {F}", "// comment", "", "Three {"));
        Assert.Equal([1, 4], file.Items.Select(i => i.Line));
        Assert.Equal(7, Assert.Single(file.Faults).Line);
    }
}
