using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Simulation.Days;

/// <summary>
/// What learners do between 10:00 and 18:00: the eager at once, the sluggish late or never. They read, take quizzes, fail, try again, walk away in the middle,
/// send answers twice and in the wrong order.
/// </summary>
/// <param name="studies">Whether somebody sees to a programme, where not everybody sees to all.</param>
internal sealed class Classroom(SimulatedHub hub, SimulationPlan plan, Jobs jobs, Func<long, string, bool>? studies = null)
{
    private const int MostSteps = 1000;
    private static readonly TimeSpan Hours = TimeSpan.FromHours(8);

    private sealed record Quiz(long Id, string Slug);

    private sealed record Lesson(string Course, string Slug);

    /// <param name="opens">10:00.</param>
    /// <param name="moved">Told after each person who had a turn.</param>
    public async Task Work(DateOnly day, DateTimeOffset opens, long after, Func<IServiceProvider, long, Task> moved)
    {
        var (people, asked) = await hub.In(async services => (await Person.All(services.GetRequiredService<Db>(), default), await Asked(services.GetRequiredService<Db>(), opens)));
        var turn = Hours / people.Count; // nobody is hired at this time of day, so that whoever goes on after a kill counts the same
        for (var i = 0; i < people.Count; i++)
        {
            var person = people[i];
            if (person.Id <= after || !asked.Contains(person.Id) || !person.WorksOn(day) || !plan.Percent(Zeal(person), person.Number, day, "study")) continue;
            var begins = opens + turn * i;
            await hub.In(async services =>
            {
                await Study(services, person, day, step => hub.Clock.MoveTo(begins + turn * Math.Min(step, MostSteps - 1) / MostSteps));
                return 0;
            });
            hub.Clock.MoveTo(begins + turn * (MostSteps - 1) / MostSteps);
            await jobs.Work();
            await hub.In(async services =>
            {
                await moved(services, person.Id);
                return 0;
            });
        }
    }

    /// <summary>Of whom something is asked: the others need not be called upon. Whoever is done since this morning may have been cut off before the work that came of it.</summary>
    private static async Task<HashSet<long>> Asked(Db db, DateTimeOffset opens) => [.. await db.Rows<long>(
        "select distinct person_id from v_certification_period where (completed_on is null and ended_on is null) or completed_recorded_at >= @opens", new { opens }, default)];

    /// <summary>Percent of the days on which somebody finds the time.</summary>
    private int Zeal(Person person) => plan.Below(10, person.Number, DateOnly.MinValue, "zeal") switch { 0 => 3, < 7 => 20, _ => 60 };

    private async Task Study(IServiceProvider services, Person person, DateOnly day, Action<int> step)
    {
        var programs = (await services.GetRequiredService<ICertifications>().Of(person.Id, default)).Where(p => studies is null || studies(person.Id, p.Slug)).OrderBy(p => p.Slug, StringComparer.Ordinal).ToList();
        if (programs.TrueForAll(p => p.Missing.Count == 0)) return;
        var db = services.GetRequiredService<Db>();
        var lessons = (await db.Rows<Lesson>("select c.slug as course, l.slug from v_course c join v_course_lesson l on l.version_id = c.version_id order by c.slug, l.position", null, default)).ToLookup(l => l.Course, l => l.Slug);
        var quizzes = (await db.Rows<Quiz>("select id, slug from v_quiz order by slug", null, default)).ToDictionary(q => q.Slug, q => q.Id);
        var at = -MostSteps / 5;
        foreach (var program in programs)
        {
            // Each programme has its own minutes, also where it has nothing left to do: begun again after a kill, the others keep theirs.
            at += MostSteps / 5;
            var hasReadAll = true;
            foreach (var course in program.Missing.Where(m => m.StartsWith("course:", StringComparison.Ordinal)).Select(m => m["course:".Length..]))
                hasReadAll &= await Read(services, person, day, course, [.. lessons[course]], i => step(at + i));
            foreach (var quiz in program.Missing.Where(m => hasReadAll && m.StartsWith("quiz:", StringComparison.Ordinal)).Select(m => m["quiz:".Length..]))
                await Take(services, person, day, quiz, quizzes[quiz], i => step(at + 50 + i));
        }
    }

    /// <summary>True where the whole course is read.</summary>
    private async Task<bool> Read(IServiceProvider services, Person person, DateOnly day, string course, IReadOnlyList<string> lessons, Action<int> step)
    {
        var progress = services.GetRequiredService<ICourseProgress>();
        var until = plan.Percent(70, person.Number, day, $"read all of {course}") ? lessons.Count : plan.Below(lessons.Count, person.Number, day, $"read of {course}");
        var isComplete = false;
        for (var i = 0; i < until; i++)
        {
            step(i);
            var (read, problem) = await progress.Save(person.Id, course, lessons[i], 100, completed: true, default);
            isComplete = read?.CourseCompleted ?? throw new SimulationException($"A lesson was refused: {problem}");
        }
        return isComplete;
    }

    private async Task Take(IServiceProvider services, Person person, DateOnly day, string slug, long quizId, Action<int> step)
    {
        var taking = services.GetRequiredService<IQuizTaking>();
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var name = $"{slug} {attempt}";
            if (attempt > 0 && !plan.Percent(50, person.Number, day, $"again {name}")) return;
            step(attempt * 60);
            var uuid = plan.Uuid(person.Number, day, $"attempt {name}");
            var (sheet, refusal) = await taking.Start(person.Id, quizId, uuid, null, person.Language, default);
            if (sheet is null) throw new SimulationException($"An attempt was refused: {refusal}");
            var walksAway = plan.Percent(4, person.Number, day, $"leave {name}");
            var sent = new Dictionary<int, long>();
            if (sheet.State == "in-progress")
                foreach (var question in sheet.Questions.Take(walksAway ? sheet.Questions.Count / 2 : sheet.Questions.Count))
                {
                    step(attempt * 60 + question.Slot);
                    sent[question.Slot] = await Answer(services, person, day, name, sheet.Id, question.Slot);
                }
            if (walksAway) return;
            step(attempt * 60 + 55);
            // Also where it is sealed already: whoever got no answer submits again.
            var (result, problem) = await taking.Submit(person.Id, uuid, sent, person.Language, default);
            if (result is null) throw new SimulationException($"A submission was refused: {problem}");
            if (result.Passed ?? throw new SimulationException($"Attempt {result.Id} was submitted and has no mark.")) return;
        }
    }

    /// <returns>The sequence that counts.</returns>
    private async Task<long> Answer(IServiceProvider services, Person person, DateOnly day, string attempt, long attemptId, int slot)
    {
        var keys = services.GetRequiredService<IAnswerKeys>();
        var ability = 60 + plan.Below(39, person.Number, DateOnly.MinValue, "ability");
        var right = await keys.Answer(attemptId, slot, plan.Percent(ability, person.Number, day, $"knows {attempt} {slot}"), default);
        var wrong = await keys.Answer(attemptId, slot, right: false, default);
        (long Sequence, JsonElement Answer)[] sent = plan.Below(20, person.Number, day, $"sends {attempt} {slot}") switch
        {
            0 => [(1, wrong), (2, right)],          // thinks again
            1 => [(1, right), (1, right)],          // the first reply was lost
            2 => [(2, right), (1, wrong)],          // overtaken on the way
            _ => [(1, right)],
        };
        foreach (var (sequence, answer) in sent)
            if ((await services.GetRequiredService<IQuizTaking>().Answer(person.Id, $"{attemptId}", slot, answer, sequence, "phone", hub.Clock.GetUtcNow(), null, person.Language, default)).Problem is { } problem)
                throw new SimulationException($"An answer was refused: {problem}");
        return sent.Max(s => s.Sequence);
    }
}
