using TrainingHub.Modules.Platform.Pdf;

namespace TrainingHub.Tests.Platform;

public sealed class PdfTextTests
{
    private static readonly TrueTypeFont Font = TestFonts.Shared.Regular;
    private static readonly TextFrame Frame = new(Width: 300, MaxSize: 30, SingleLineMinSize: 20, MinSize: 8, MaxLines: 2);

    [Theory]
    [InlineData("服务从微笑开始，请说您好。", 5, "服务从微笑|开始，请说|您好。")]
    [InlineData("他说好（你好）再见", 4, "他说好|（你好）|再见")]
    [InlineData("Good morning sir", 8, "Good|morning|sir")]
    [InlineData("well-known guest", 6, "well-|known|guest")]
    [InlineData("欢迎 welcome 光临", 8, "欢迎|welcome|光临")]
    [InlineData("Donaudampfschiff", 6, "Donaud|ampfsc|hiff")]
    [InlineData("", 6, "")]
    public void Lines_end_where_a_reader_expects_it(string text, int width, string lines) =>
        Assert.Equal(lines.Split('|'), LineBreaking.Wrap(text, width, t => t.Length));

    [Fact]
    public void A_short_text_keeps_the_preferred_size() =>
        Assert.Equal((30d, 1), Shape(TextFitting.Fit(Font, "欧阳明静", Frame)));

    [Fact]
    public void A_longer_text_shrinks_in_one_line()
    {
        var fitted = TextFitting.Fit(Font, "阿卜杜热合曼买买提艾力吐", Frame);
        Assert.Equal((25d, 1), Shape(fitted));
        Assert.True(Font.Width(fitted.Lines[0], fitted.Size) <= Frame.Width);
    }

    [Fact]
    public void A_long_text_wraps_into_lines_of_about_the_same_length()
    {
        var fitted = TextFitting.Fit(Font, "Maximiliana Wilhelmine Friederike Charlotte von Hohenzollern", Frame);
        Assert.Equal(2, fitted.Lines.Count);
        Assert.All(fitted.Lines, l => Assert.InRange(Font.Width(l, fitted.Size), Frame.Width * 0.6, Frame.Width));
    }

    [Fact]
    public void A_word_is_made_smaller_rather_than_cut_in_two()
    {
        var fitted = TextFitting.Fit(Font, "Wolfeschlegelsteinhausenbergerdorffwelche Senior", Frame);
        Assert.Equal(["Wolfeschlegelsteinhausenbergerdorffwelche", "Senior"], fitted.Lines);
    }

    [Fact]
    public void A_text_without_end_is_cut_with_an_ellipsis_and_says_so()
    {
        var fitted = TextFitting.Fit(Font, new string('明', 400), Frame);
        Assert.True(fitted.IsCut);
        Assert.Equal((8d, 2), Shape(fitted));
        Assert.EndsWith("…", fitted.Lines[1], StringComparison.Ordinal);
        Assert.All(fitted.Lines, l => Assert.True(Font.Width(l, 8) <= Frame.Width));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \t ")]
    public void Nothing_fits_as_one_empty_line(string text) => Assert.Equal([""], TextFitting.Fit(Font, text, Frame).Lines);

    private static (double, int) Shape(FittedText text) => (text.Size, text.Lines.Count);
}
