using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Web.Home;

/// <summary>One thing to do: what, by when, how far, and the one place to go on.</summary>
/// <param name="Step">The next step in words: "Read the lessons", "Take the quiz".</param>
internal sealed record WorkCard(string Title, string Status, DateOnly? DueOn, int Done, int Total, string Step, string Url);

/// <param name="ClosesAt">UTC.</param>
/// <param name="LeadUrl">What is to be read first; null: straight to the quiz.</param>
internal sealed record OpenQuiz(long QuizId, string TitleZh, string TitleEn, DateTimeOffset ClosesAt, string? LeadUrl);

/// <summary>What has changed of a standard, to be read; there is no question on it.</summary>
internal sealed record ToRead(long Id, string TitleZh, string TitleEn, DateOnly DueOn);

/// <summary>What one person has to do now, and what the person holds.</summary>
internal sealed class TodaysWork(Db db, ICertifications certifications)
{
    private sealed record CourseRow(long Id, string Slug, string TitleZh, string TitleEn, int Lessons, int Read);

    private sealed record QuizRow(long Id, string Slug);

    public async Task<(IReadOnlyList<WorkCard> ToDo, IReadOnlyList<PersonProgram> Held)> Of(long personId, Localizer t, CancellationToken ct)
    {
        var programs = await certifications.Of(personId, ct);
        var open = programs.Where(p => p.Requirement is not null).ToList();
        var held = programs.Where(p => p.CertifiedOn is not null).ToList();
        if (open.Count == 0) return ([], held);

        var courses = (await db.Rows<CourseRow>(
            """
            select c.id, c.slug, c.title_zh, c.title_en,
                   (select count(*) from v_course_lesson l where l.version_id = c.version_id) as lessons,
                   (select count(*) from v_course_progress p join v_course_lesson l on l.version_id = c.version_id and l.slug = p.lesson
                     where p.course_id = c.id and p.person_id = @personId and p.completed_at is not null) as read
            from v_course c
            """, new { personId }, ct)).ToDictionary(c => c.Slug);
        var quizzes = (await db.Rows<QuizRow>("select id, slug from v_quiz", null, ct)).ToDictionary(q => q.Slug);
        return ([.. open.Select(Card)], held);

        WorkCard Card(PersonProgram program)
        {
            var (step, url) = (t["See what is missing"], "/learn/programs");
            foreach (var leaf in program.Missing)
            {
                if (leaf.Split(':', 2) is not [var kind, var key]) continue;
                if (kind == "course" && courses.TryGetValue(key, out var course))
                {
                    (step, url) = (course.Read == 0 ? t["Start reading: {0} lessons", course.Lessons] : t["Go on reading: {0} of {1} lessons done", course.Read, course.Lessons], $"/learn/courses/{key}");
                    break;
                }
                if (kind == "quiz" && quizzes.TryGetValue(key, out var quiz))
                {
                    (step, url) = (t["Take the quiz"], $"/learn/quizzes/{quiz.Id}");
                    break;
                }
            }
            return new WorkCard(t.Pick(program.TitleZh, program.TitleEn), program.Status, program.DueOn, program.Done, program.Total, step, url);
        }
    }

    public Task<List<ToRead>> Changes(long personId, CancellationToken ct) => db.Rows<ToRead>(
        "select r.id, c.title_zh, c.title_en, r.due_on from v_certification_delta_to_read r join v_course c on c.id = r.course_id where r.person_id = @personId order by r.due_on, r.id", new { personId }, ct);

    public Task<List<OpenQuiz>> OpenQuizzes(long personId, DateTimeOffset now, CancellationToken ct) => db.Rows<OpenQuiz>(
        "select quiz_id, title_zh, title_en, closes_at, lead_url from v_quiz_schedule_to_do where person_id = @personId and closes_at > @now order by closes_at", new { personId, now }, ct);
}
