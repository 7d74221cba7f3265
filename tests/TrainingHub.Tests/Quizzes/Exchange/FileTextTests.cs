using System.Text;
using TrainingHub.Modules.Quizzes.Exchange;

namespace TrainingHub.Tests.Quizzes.Exchange;

public sealed class FileTextTests
{
    static FileTextTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Theory]
    [InlineData("utf-8", "洗手要多少秒？ café")]
    [InlineData("utf-16", "洗手 {T}")]
    [InlineData("utf-16BE", "Wash hands {T}")]
    [InlineData("gb18030", "::洗手::处理生肉后要洗手。{T}")]
    [InlineData("gb2312", "洗手 {TRUE#不对#对}")]
    [InlineData("windows-1252", "Le café est servi à 60 °C — c’est ça? {=60}")]
    public void The_encoding_is_found_out(string name, string text) => Assert.Equal(text, FileText.Of(Encoding.GetEncoding(name).GetBytes(text)).Value!.Text);

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public void A_mark_at_the_beginning_is_no_text(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        Assert.Equal("Q {T}", FileText.Of([.. encoding.GetPreamble(), .. encoding.GetBytes("Q {T}")]).Value!.Text);
    }

    [Fact]
    public void What_is_no_text_is_refused()
    {
        Assert.NotNull(FileText.Of([.. "PK\u0003\u0004"u8, 1, 2]).Problem);
        Assert.NotNull(FileText.Of([0xef, 0xbb, 0xbf, 0xff, 0xfe, 0xfd]).Problem);
    }
}
