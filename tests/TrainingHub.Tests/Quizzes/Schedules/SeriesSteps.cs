using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Quizzes.Schedules;
using TrainingHub.Tests.Notifications;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes.Schedules;

/// <summary>What is done with scheduled quizzes.</summary>
internal static class SeriesSteps
{
    internal static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    /// <summary>Sunday, 6 December 2026, noon in the hub's zone; each test begins then.</summary>
    internal static readonly DateTime Sunday = new(2026, 12, 6, 12, 0, 0);

    /// <summary>Mondays from nine, for two days.</summary>
    internal static readonly Recurrence Mondays = new("weekly", new DateOnly(2026, 12, 7), new TimeOnly(9, 0), 2 * 24 * 60) { Weekdays = [DayOfWeek.Monday] };

    internal static void At(TestHub hub, DateTime local) => hub.Clock.MoveTo(new DateTimeOffset(local, Zone.GetUtcOffset(local)));

    internal static void At(TestHub hub, int december, int hour = 9, int minute = 1) => At(hub, new DateTime(2026, 12, 1, hour, minute, 0).AddDays(december - 1));

    internal static async Task<(TestHub Hub, long Trainer, long Quiz)> Set(TestDatabase database, string quiz = PlainQuiz, Action<IServiceCollection>? services = null)
    {
        var hub = await TestHub.Start(database, services: services);
        At(hub, Sunday);
        return (hub, await hub.Person("T1", "trainer"), await hub.Quiz(quiz: quiz));
    }

    internal static async Task<long> Planned(TestHub hub, long trainer, long quiz, Recurrence? rule = null, int? questions = null, int attempts = 1, Audience? audience = null)
    {
        var saved = await Plans(hub, trainer, new SeriesPlan(quiz, "Weekly five", rule ?? Mondays, audience ?? new Audience()) { Questions = questions, Attempts = attempts });
        return saved.Problem is null ? saved.Value : throw new InvalidOperationException(saved.Problem.ToString());
    }

    internal static Task<Outcome<long>> Plans(TestHub hub, long trainer, SeriesPlan plan) => hub.As(trainer, s => s.GetRequiredService<SaveSeries>().Handle(plan, default));

    internal static Task<Problem?> Changes(TestHub hub, long trainer, long series, SeriesPlan plan, int revision = 1) => hub.As(trainer, s => s.GetRequiredService<SaveSeries>().Handle(series, revision, plan, default));

    internal static Task<Problem?> Does(TestHub hub, long trainer, long series, string change) => hub.As(trainer, s => s.GetRequiredService<ChangeSeries>().Handle(series, change, default));

    internal static Task<Problem?> Occurrence(TestHub hub, long trainer, Func<ChangeOccurrence, Task<Problem?>> change) => hub.As(trainer, s => change(s.GetRequiredService<ChangeOccurrence>()));

    internal static async Task Ticks(TestHub hub)
    {
        var result = await hub.RunJob("quizzes.schedules");
        Assert.Null(result.Error);
    }

    /// <summary>"12-07 open, 12-14 planned": the occurrences in their order, without those more than three weeks ahead.</summary>
    internal static async Task<string> States(TestHub hub, int most = 3)
    {
        var rows = await hub.Rows<string>("select cast(occurs_on as text) || ' ' || state from quizzes_schedule order by occurs_on");
        return string.Join(", ", rows.Take(most).Select(r => r[5..10] + r[r.LastIndexOf(' ')..]));
    }

    internal static Task<long> On(TestHub hub, int december) =>
        hub.Scalar<long>("select id from quizzes_schedule where cast(occurs_on as text) like @day", new { day = $"2026-12-{december:00}%" });

    /// <summary>Ends the work at the n-th commit, as a killed process would.</summary>
    internal sealed class Killer : FailPoints
    {
        public int Left { get; set; } = int.MaxValue;

        public override void Pass(FailPoint point)
        {
            if (point == FailPoint.BeforeCommit && --Left == 0) throw new OperationCanceledException("killed"); // which no job takes for the fault of one of its pieces
        }
    }
}
