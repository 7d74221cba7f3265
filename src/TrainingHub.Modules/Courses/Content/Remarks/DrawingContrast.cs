using System.Globalization;
using TrainingHub.Modules.Courses.Content.Drawings;
using TrainingHub.Modules.Courses.Contracts;

namespace TrainingHub.Modules.Courses.Content.Remarks;

/// <summary>
/// Letters in a drawing stand out from what lies behind them (4.5 : 1, large ones 3 : 1), and a line with nothing behind it from the page, light and dark (3 : 1).
/// Lines upon shapes are not judged: whether a fold of a shirt matters only a person can tell. Where a gradient lies behind, nothing is said.
/// </summary>
internal sealed class DrawingContrast : IRemarkRule
{
    /// <summary>How wide a phone shows a drawing: what is large or thick is judged at that size.</summary>
    public const double PhoneWidth = 360;

    // --bs-body-bg in site.css, light and dark.
    public static readonly Colour[] Pages = [Colour.Parse("#f6f4ef")!.Value, Colour.Parse("#121917")!.Value];

    public IEnumerable<Remark> Look(CourseText course) =>
        course.Folder.Files.Where(f => f.Key.EndsWith(".svg", StringComparison.Ordinal)).SelectMany(file => Judge(file.Value, course.At(file.Key), new Effort()));

    /// <summary>Nothing where the drawing is too much to look at: who has seen half of what lies behind a letter judges it wrongly.</summary>
    public static IReadOnlyList<Remark> Judge(byte[] svg, string file, Effort effort)
    {
        if (Drawing.Read(svg, effort) is not { } drawing) return [];
        List<Remark> found = [.. Letters(drawing, file, effort), .. Lines(drawing, file, effort)];
        return effort.IsTooMuch ? [] : found;
    }

    private static IEnumerable<Remark> Letters(Drawing drawing, string file, Effort effort)
    {
        foreach (var text in drawing.Letters)
        {
            if (effort.IsTooMuch) yield break;
            var pixels = text.Size * PhoneWidth / drawing.Width;
            var least = pixels >= 24 || (text.IsBold && pixels >= 18.66) ? 3 : 4.5;
            var worst = text.Points.SelectMany(point => Pages.Select(page => Behind(drawing, text.Behind, point, page, effort))).OfType<Colour>()
                .Select(behind => (Behind: behind, Contrast: Readable(text, behind))).OrderBy(c => c.Contrast).FirstOrDefault((Behind: default, Contrast: double.MaxValue));
            if (worst.Contrast < least)
                yield return new Remark("contrast", file, text.Line, "", $"“{text.Text}” is {text.Fill.Colour} on {worst.Behind}, a contrast of {Say(worst.Contrast)}; it needs {Say(least)}. Make one of the two lighter or darker.");
        }
    }

    /// <summary>A halo of another colour is as good as a panel behind the letters.</summary>
    private static double Readable(Lettering text, Colour behind)
    {
        if (text.Fill.Colour is not { } fill) return double.MaxValue;
        var seen = Colour.Contrast(fill.Over(behind, text.Fill.Opacity), behind);
        return text.Halo?.Colour is { } halo ? Math.Max(seen, Colour.Contrast(fill, halo)) : seen;
    }

    private static IEnumerable<Remark> Lines(Drawing drawing, string file, Effort effort)
    {
        for (var i = 0; i < drawing.Painted.Count && !effort.IsTooMuch; i++)
        {
            if (drawing.Painted[i] is not { Fill: null, Stroke: { Colour: { } colour } stroke, Outline: var outline } line || line.StrokeWidth * PhoneWidth / drawing.Width < 2) continue;
            var points = outline.Lines.SelectMany(l => l).ToList();
            if (points.Count(p => drawing.Painted.Take(i).TakeWhile(_ => !effort.IsTooMuch).Any(below => IsOver(below, p, effort))) * 2 > points.Count) continue;
            var worst = Pages.Select(page => (Page: page, Contrast: Colour.Contrast(colour.Over(page, stroke.Opacity), page))).MinBy(c => c.Contrast);
            if (worst.Contrast < 3)
                yield return new Remark("contrast", file, line.Line, "", $"The line of {colour} has nothing behind it and a contrast of {Say(worst.Contrast)} to the {(worst.Page == Pages[0] ? "light" : "dark")} page; it needs 3. Put a panel behind the drawing or change the colour.");
        }
    }

    /// <summary>The colour one sees at a point, from the page up; null where something unknown lies there.</summary>
    private static Colour? Behind(Drawing drawing, int below, Spot point, Colour page, Effort effort)
    {
        Colour? seen = page;
        foreach (var shape in drawing.Painted.Take(below).TakeWhile(_ => !effort.IsTooMuch))
        {
            if (shape.Fill is { } fill && shape.Outline.Contains(point, effort)) seen = Lay(fill, seen);
            if (shape.Stroke is { } stroke && shape.Outline.IsWithin(point, shape.StrokeWidth / 2, effort)) seen = Lay(stroke, seen);
        }
        return seen;
    }

    private static Colour? Lay(Paint paint, Colour? below) => paint.Colour is not { } colour ? null : paint.Opacity >= 1 ? colour : below is { } seen ? colour.Over(seen, paint.Opacity) : null;

    private static bool IsOver(Painted shape, Spot point, Effort effort) =>
        (shape.Fill is not null && shape.Outline.Contains(point, effort)) || (shape.Stroke is not null && shape.Outline.IsWithin(point, shape.StrokeWidth / 2, effort));

    private static string Say(double contrast) => Math.Round(contrast, 1, MidpointRounding.ToZero).ToString("0.#", CultureInfo.InvariantCulture);
}
