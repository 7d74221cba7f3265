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
            .. RemarkRules.All.SelectMany(rule => rule.Look(text)).Concat(others.SelectMany(o => o.On(course.Folder, earlier)))
                .OrderBy(r => r.File, StringComparer.Ordinal).ThenBy(r => r.Line),
        ];
    }
}
