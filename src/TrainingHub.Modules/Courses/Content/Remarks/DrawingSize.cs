using System.Globalization;
using TrainingHub.Modules.Courses.Content.Drawings;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Pictures;

namespace TrainingHub.Modules.Courses.Content.Remarks;

/// <summary>A drawing has a viewBox, so that its place is kept while it loads and it fits any screen; its letters can be read on a phone.</summary>
internal sealed class DrawingSize : IRemarkRule
{
    private const double LeastPixels = 9;

    public IEnumerable<Remark> Look(CourseText course)
    {
        foreach (var (path, bytes) in course.Folder.Files.Where(f => f.Key.EndsWith(".svg", StringComparison.Ordinal)))
        {
            if (PictureSize.Of(path, bytes) is null) yield return new Remark("drawing", course.At(path), 0, "", "The drawing has no viewBox. Write viewBox=\"0 0 WIDTH HEIGHT\" into <svg>.");
            if (Drawing.Read(bytes, new Effort()) is not { } drawing) continue;
            foreach (var text in drawing.Letters.Where(t => t.Size * DrawingContrast.PhoneWidth / drawing.Width < LeastPixels))
                yield return new Remark("drawing", course.At(path), text.Line, "",
                    $"On a phone “{text.Text}” is {(text.Size * DrawingContrast.PhoneWidth / drawing.Width).ToString("0.#", CultureInfo.InvariantCulture)} pixels high; less than {LeastPixels} can't be read. Write it larger, or say it in the text beside the drawing.");
        }
    }
}
