using TrainingHub.Modules.Courses.Contracts;

namespace TrainingHub.Modules.Courses.Content.Remarks;

/// <summary>Looks a course without a fault over by every rule.</summary>
internal sealed class FindRemarks(IEnumerable<IContentRemarks> others)
{
    /// <param name="earlier">The courses looked over before in the same run.</param>
    public IReadOnlyList<Remark> Handle(CheckedCourse course, IReadOnlyList<ContentFolder> earlier)
    {
        var text = CourseText.Of(course);
        return
        [
            .. RemarkRules.OnTexts.Concat(RemarkRules.OnDrawings).SelectMany(rule => rule.Look(text)).Concat(others.SelectMany(o => o.On(course.Folder, earlier)))
                .OrderBy(r => r.File, StringComparer.Ordinal).ThenBy(r => r.Line),
        ];
    }

    /// <summary>Those on some of its pages: neither drawings nor what other modules own is looked at for them.</summary>
    public static IReadOnlyList<Remark> OnPages(CheckedCourse course, IReadOnlyCollection<string> paths)
    {
        var text = CourseText.Of(course);
        var files = paths.Select(text.At).ToHashSet(StringComparer.Ordinal);
        return [.. RemarkRules.OnTexts.SelectMany(rule => rule.Look(text)).Where(r => files.Contains(r.File)).OrderBy(r => r.File, StringComparer.Ordinal).ThenBy(r => r.Line)];
    }
}
