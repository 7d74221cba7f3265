using TrainingHub.Modules.Courses.Contracts;

namespace TrainingHub.Modules.Courses.Content.Remarks;

/// <summary>What is demanded must be taught: each clause is named by a lesson. (That questions test it, the question bank looks after.)</summary>
internal sealed class ClauseWithoutLesson : IRemarkRule
{
    public IEnumerable<Remark> Look(CourseText course)
    {
        var taught = course.Lessons.SelectMany(l => l.Clauses).ToHashSet(StringComparer.Ordinal);
        return course.Module.Clauses.Where(c => !taught.Contains(c.Id)).Select(clause => new Remark("clause", course.At(ContentPaths.Module),
            course.Texts.FirstOrDefault(t => t.Unit == $"{ContentPaths.Module}/clauses/{clause.Id}")?.Chinese.Line ?? 0, clause.Id,
            $"No lesson teaches the clause {clause.Id}. Write its number into `clauses` of the lesson that does, in both languages."));
    }
}
