using System.Text;
using TrainingHub.Modules.Courses.Content;
using TrainingHub.Modules.Courses.Content.Drawings;
using TrainingHub.Modules.Courses.Content.Remarks;
using TrainingHub.Modules.Platform.Yaml;
using TrainingHub.Tests.Platform;

namespace TrainingHub.Tests.Courses.Remarks;

/// <summary>What can be seen of a drawing's contrast without drawing it.</summary>
public sealed class DrawingTests
{
    private const string Text = "<text x='100' y='100' font-size='40' text-anchor='middle' fill='#ffffff'>Abc</text>";

    private static SampleCourse With(string inside, string head = "viewBox='0 0 720 540'") => new() { ["media/hands.svg"] = $"<svg xmlns='http://www.w3.org/2000/svg' {head}>\n{inside}\n</svg>" };

    [Theory]
    [InlineData("<rect width='720' height='540' fill='#1f6f78'/>" + Text)]
    [InlineData("<rect width='720' height='540' fill='#eeeeee'/><circle cx='100' cy='90' r='60' fill='#1f6f78'/>" + Text)]
    [InlineData("<rect width='720' height='540' fill='#eeeeee'/><path d='M40 90 A60 60 0 1 0 160 90 A60 60 0 1 0 40 90 Z' fill='#1f6f78'/>" + Text)]
    [InlineData("<rect width='720' height='540' fill='#eeeeee'/><path d='M30 30 h140 v120 h-140 z' fill='#1f6f78'/>" + Text)]
    [InlineData("<rect width='720' height='540' fill='#eeeeee'/><path d='M20 90 Q100 -60 180 90 T20 90' fill='#1f6f78'/><polygon points='20,40 180,40 180,140 20,140' fill='#1f6f78'/>" + Text)]
    [InlineData("<rect width='720' height='540' fill='#eeeeee'/><g transform='translate(100 90) scale(2)'><rect x='-40' y='-20' width='80' height='40' fill='#1f6f78'/></g>" + Text)]
    [InlineData("<rect width='720' height='540' fill='#eeeeee'/><path d='M20 90 H180' stroke='#1f6f78' stroke-width='80' fill='none'/>" + Text)]
    [InlineData("<rect width='720' height='540' fill='#eeeeee'/><g fill='#1f6f78'><rect x='20' y='40' width='160' height='100'/></g>" + Text)]
    [InlineData("<rect width='720' height='540' fill='#eeeeee'/><rect x='20' y='40' width='160' height='100' style='fill: #1f6f78'/>" + Text)]
    [InlineData("<style>.panel { fill: #1f6f78 }</style><rect class='panel' width='720' height='540' fill='#ffffff'/>" + Text)]
    [InlineData("<defs><rect id='p' width='160' height='100' fill='#1f6f78'/></defs><rect width='720' height='540' fill='#eeeeee'/><use href='#p' x='20' y='40'/>" + Text)]
    [InlineData("<rect width='720' height='540' fill='#eeeeee'/><path d='M160 6 A100 100 0 1 0 160 166 Z' fill='#1f6f78'/>" + Text)] // the arc bulges to the left
    [InlineData("<rect width='720' height='540' fill='#eeeeee'/><path d='M160 6a100 100 0 100 160z' fill='#1f6f78'/>" + Text)] // the same, written closely
    [InlineData("<rect width='720' height='540' fill='#1f6f78'/>" + Text + "<path d='M60 86 H140' fill='none' stroke='#ffffff' stroke-width='4'/>")] // painted later, it is not behind
    [InlineData("<defs><linearGradient id='g'/></defs><rect width='720' height='540' fill='url(#g)'/>" + Text)] // nobody knows
    [InlineData("<rect width='720' height='540' fill='#ffffff'/><text x='100' y='100' font-size='40' fill='#ffffff' stroke='#000000' stroke-width='6' paint-order='stroke'>Abc</text>")]
    [InlineData("<style>@media (prefers-color-scheme: dark) { text { fill: #fff } }</style>" + Text)] // depends on the reader
    [InlineData("<rect width='720' height='540' fill='#ffffff'/><text x='9' y='99' font-size='38' font-weight='700' fill='#8a8a8a'>Large</text>")]
    public void Letters_that_stand_out_are_left_alone(string inside) => Assert.Empty(With(inside).Remarks("contrast"));

    [Theory]
    [InlineData("<rect width='720' height='540' fill='#eeeeee'/>\n" + Text, 3, "“Abc” is #ffffff on #eeeeee, a contrast of 1.1; it needs 4.5.")]
    [InlineData("<rect width='720' height='540' fill='#1f6f78'/><circle cx='100' cy='90' r='60' fill='#eee'/>" + Text, 2, "on #eeeeee")]
    [InlineData("<rect width='720' height='540' fill='#1f6f78'/><rect x='20' y='40' width='160' height='100' fill='white' opacity='.8'/>" + Text, 2, "on #d2e2e4")]
    [InlineData("<rect width='720' height='540' fill='#1f6f78'/><g transform='rotate(90 100 90)'><ellipse cx='100' cy='90' rx='20' ry='90' fill='rgb(240, 240, 240)'/></g>" + Text, 2, "on #f0f0f0")]
    [InlineData("<rect width='720' height='540' fill='#eeeeee'/><path d='M160 6 A100 100 0 1 1 160 166 Z' fill='#1f6f78'/>" + Text, 2, "on #eeeeee")] // the arc bulges to the right
    [InlineData(Text, 2, "on #f6f4ef")] // the light page
    [InlineData("<text x='100' y='100' font-size='40'>Abc</text>", 2, "“Abc” is #000000 on #121917")] // the dark page
    [InlineData("<rect width='720' height='540' fill='#ffffff'/><text x='9' y='99' font-size='36' font-weight='700' fill='#8a8a8a'>Small</text>", 2, "it needs 4.5")]
    [InlineData("<rect width='720' height='540' fill='#ffffff'/><text font-size='40'><tspan x='9' y='99'>One</tspan>\n<tspan x='9' y='199' fill='#dddddd'>Two</tspan></text>", 3, "“Two”")]
    public void Letters_that_do_not_are_named_with_line_and_colours(string inside, int line, string expected)
    {
        var remark = Assert.Single(With(inside).Remarks("contrast"));
        Assert.StartsWith($"washing/media/hands.svg:{line}: remark (contrast): ", remark, StringComparison.Ordinal);
        Assert.Contains(expected, remark, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<rect width='720' height='540' fill='#ffffff'/><path d='M10 10 L200 200' stroke='#eeeeee' stroke-width='8' fill='none'/>", 0)] // a fold of a shirt, perhaps
    [InlineData("<path d='M10 10 L200 200' stroke='#7d8f8a' stroke-width='8' fill='none'/>", 0)]
    [InlineData("<path d='M10 10 L200 200' stroke='#2b3a4a' stroke-width='8' fill='none'/>", 1)] // not on the dark page
    [InlineData("<line x1='10' y1='10' x2='200' y2='200' stroke='#eeeeee' stroke-width='8'/>", 1)] // not on the light page
    [InlineData("<path d='M10 10 L200 200' stroke='#eeeeee' stroke-width='2' fill='none'/>", 0)] // a hairline on a phone
    public void A_line_with_nothing_behind_it_stands_out_from_the_page(string inside, int count) => Assert.Equal(count, With(inside).Remarks("contrast").Count);

    [Fact]
    public void The_pages_are_those_of_the_style_sheet()
    {
        var css = File.ReadAllText(Path.Combine(SourceTree.Root, "src", "TrainingHub.Web", "wwwroot", "css", "site.css"));
        Assert.Equal(DrawingContrast.Pages.Select(page => $"--bs-body-bg: {page}"), System.Text.RegularExpressions.Regex.Matches(css, "--bs-body-bg: #[0-9a-f]{6}").Select(m => m.Value).Distinct());
    }

    private static byte[] Svg(string inside) => Encoding.UTF8.GetBytes($"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 720 540'>{inside}</svg>");

    /// <summary>Steps are counted instead of seconds: a step takes as long on every machine as any other.</summary>
    private static void AssertGivenUp(byte[] svg)
    {
        var effort = new Effort();
        Assert.Empty(DrawingContrast.Judge(svg, "washing/media/hands.svg", effort));
        Assert.InRange(effort.Spent, Effort.Most + 1, Effort.Most * 1.1);
    }

    [Theory]
    [InlineData("<g id='a'><use href='#a'/><use href='#a'/></g>")] // twice in itself, sixty levels deep
    [InlineData("<g id='a'><rect width='9' height='9' fill='#fff'/><use href='#b'/><use href='#b'/></g><g id='b'><use href='#a'/><use href='#a'/></g>" + Text)]
    public void A_drawing_that_paints_itself_in_itself_is_given_up(string inside) => AssertGivenUp(Svg(inside));

    [Fact]
    public void Thousands_of_lines_upon_one_another_are_given_up()
    {
        var wave = string.Concat(Enumerable.Repeat("q9 50 18 0t18 0t-18 0t-18 0", 8));
        AssertGivenUp(Svg(string.Concat(Enumerable.Repeat($"<path d='M9 50{wave}' fill='none' stroke='#808080' stroke-width='8'/>", 2000))));
        AssertGivenUp(Svg(string.Concat(Enumerable.Repeat($"<path d='M9 50{wave}' fill='#808080'/>", 2000)) + string.Concat(Enumerable.Repeat("<text x='9' y='50' font-size='40'>Abc</text>", 2000))));
    }

    [Fact]
    public void A_shape_far_from_a_point_is_one_step()
    {
        var effort = new Effort();
        var outline = new Outline([[.. Enumerable.Range(0, 1000).Select(i => new Spot(i, i % 2))]]);
        Assert.False(outline.Contains(new Spot(5, 90), effort));
        Assert.False(outline.IsWithin(new Spot(5, 90), 3, effort));
        Assert.Equal(2, effort.Spent);
        Assert.True(outline.IsWithin(new Spot(5, 3.5), 3, effort));
        Assert.Equal(1003, effort.Spent);
    }

    [Fact]
    public void The_drawings_of_the_standard_modules_are_far_from_the_bound()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "content"), "*.svg", SearchOption.AllDirectories))
        {
            var effort = new Effort();
            DrawingContrast.Judge(File.ReadAllBytes(file), file, effort);
            Assert.True(effort.Spent < Effort.Most / 4, $"{file}: {effort.Spent} steps");
        }
    }

    [Fact]
    public void Drawings_are_not_looked_at_for_the_remarks_on_a_page()
    {
        var course = With("<rect/>", "width='720'").Replacing("lessons/02-how.en.md", "minutes: 3", "minutes: 30").Replacing("lessons/02-how.zh-CN.md", "minutes: 3", "minutes: 30");
        var content = new CheckContent([]).Handle(course.Folder, new Faults())!;
        Assert.Equal(["minutes"], FindRemarks.OnPages(content, ["media/hands.svg", "lessons/02-how.en.md"]).Select(r => r.Rule));
    }

    [Fact]
    public void A_drawing_has_a_viewBox()
    {
        Assert.Empty(With("<rect/>").Remarks("drawing"));
        Assert.Equal(["washing/media/hands.svg: remark (drawing): The drawing has no viewBox. Write viewBox=\"0 0 WIDTH HEIGHT\" into <svg>."], With("<rect/>", "width='720'").Remarks("drawing"));
    }

    [Theory]
    [InlineData("<text y='99' font-size='18'>Abc</text>", false)]
    [InlineData("<text y='99' font-size='17'>Abc</text>", true)]
    [InlineData("<g transform='scale(.5)' font-size='30'><text y='99'>Abc</text></g>", true)]
    [InlineData("<text y='99'>Abc</text>", true)] // sixteen, unless said otherwise
    public void Letters_can_be_read_on_a_phone(string inside, bool isFound) =>
        Assert.Equal(isFound, With(inside).Remarks("drawing") is [var found] && found.Contains("On a phone “Abc” is ", StringComparison.Ordinal));
}
