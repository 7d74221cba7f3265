using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Jobs;
using TrainingHub.Modules.Quizzes.Schedules;
using TrainingHub.Tests.Notifications;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;
using static TrainingHub.Tests.Quizzes.Schedules.SeriesSteps;

namespace TrainingHub.Tests.Quizzes.Schedules;

/// <summary>A quiz that comes round.</summary>
public sealed class SeriesTests
{
    [Theory, BothDatabases]
    public async Task A_weekly_quiz_comes_round_each_week_and_is_taken_once_each_time(TestDatabase database)
    {
        var (hub, trainer, quiz) = await Set(database, PlainQuiz + ", attempts: 1");
        await using var _ = hub;
        var anna = await hub.Person("A1");
        await Planned(hub, trainer, quiz);
        Assert.Equal("12-07 planned, 12-14 planned, 12-21 planned", await States(hub));
        await Ticks(hub);
        await Ticks(hub);
        Assert.Equal("12-07 planned, 12-14 planned, 12-21 planned", await States(hub));
        foreach (var monday in new[] { 7, 14 })
        {
            At(hub, monday);
            await Ticks(hub);
            var schedule = await On(hub, monday);
            await hub.Graded(anna, quiz, 4, schedule);
            Assert.Contains("already taken", (await hub.Starts(anna, quiz, schedule: schedule)).Problem?.ToString());
            At(hub, monday + 2);
            await Ticks(hub);
        }
        // The attempt of the quiz itself is still there.
        await hub.Graded(anna, quiz, 4);
        Assert.Equal("12-07 closed, 12-14 closed, 12-21 planned", await States(hub));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from (select series_id from quizzes_schedule group by series_id, occurs_on having count(*) > 1) d"));
    }

    [Theory, BothDatabases]
    public async Task A_monthly_quiz_has_its_next_time_made_however_far_it_is_and_ends_after_its_number(TestDatabase database)
    {
        var (hub, trainer, quiz) = await Set(database);
        await using var _ = hub;
        await Planned(hub, trainer, quiz, new Recurrence("monthly-day", new DateOnly(2027, 1, 31), new TimeOnly(9, 0), 60) { Day = 31, Times = 2 });
        Assert.Equal("01-31 planned", await States(hub));
        At(hub, new DateTime(2027, 1, 31, 10, 30, 0));
        await Ticks(hub);
        Assert.Equal("01-31 missed, 02-28 planned", await States(hub));
        At(hub, new DateTime(2027, 5, 1, 9, 0, 0));
        await Ticks(hub);
        Assert.Equal("01-31 missed, 02-28 missed", await States(hub));
        Assert.Equal("active", await hub.Scalar<string>("select state from quizzes_series"));
        await Ticks(hub);
        Assert.Equal("ended", await hub.Scalar<string>("select state from quizzes_series"));
    }

    [Theory, BothDatabases]
    public async Task Late_by_weeks_the_job_opens_only_the_newest_and_records_the_others_as_missed(TestDatabase database)
    {
        var (hub, trainer, quiz) = await Set(database);
        await using var _ = hub;
        await Planned(hub, trainer, quiz);
        // Longer than occurrences are made ahead.
        At(hub, new DateTime(2027, 1, 26, 8, 0, 0));
        await Ticks(hub);
        await Ticks(hub);
        Assert.Equal("12-07 missed, 12-14 missed, 12-21 missed, 12-28 missed, 01-04 missed, 01-11 missed, 01-18 missed, 01-25 open, 02-01 planned", await States(hub, 9));
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from platform_event where kind = 'ScheduleOpened'"));
    }

    [Theory, BothDatabases]
    public async Task Of_two_that_are_due_at_once_only_the_newer_opens(TestDatabase database)
    {
        var (hub, trainer, quiz) = await Set(database);
        await using var _ = hub;
        await Planned(hub, trainer, quiz, Mondays with { OpenMinutes = 7 * 24 * 60 });
        // As a change of the rule may leave them.
        await hub.Execute("update quizzes_schedule set closes_at = @late", new { late = hub.Clock.GetUtcNow().AddDays(60) });
        At(hub, 22);
        await Ticks(hub);
        Assert.Equal("12-07 missed, 12-14 missed, 12-21 open", await States(hub));
    }

    [Theory, BothDatabases]
    public async Task Killed_at_any_commit_the_job_makes_nothing_twice(TestDatabase database)
    {
        var killer = new Killer();
        var (hub, trainer, quiz) = await Set(database, services: s => s.Replace(ServiceDescriptor.Singleton<FailPoints>(killer)));
        await using var _ = hub;
        var anna = await hub.Person("A1");
        var daily = new Recurrence("working-days", new DateOnly(2026, 12, 7), new TimeOnly(9, 0), 60);
        await Planned(hub, trainer, quiz, daily);
        await hub.Execute("delete from quizzes_schedule");
        async Task KilledAll()
        {
            for (var commit = 1; commit < 9; commit++)
            {
                killer.Left = commit;
                try
                {
                    await hub.In(async s =>
                    {
                        await s.GetRequiredService<SchedulesJob>().Run(new JobRun(), default);
                        return 0;
                    });
                }
                catch (OperationCanceledException e) when (e.Message == "killed")
                {
                }
                killer.Left = int.MaxValue;
            }
            await Ticks(hub);
        }
        At(hub, 7);
        await KilledAll();
        Assert.Equal("12-07 open, 12-08 planned, 12-09 planned", await States(hub));
        await hub.Graded(anna, quiz, 2, await On(hub, 7));
        At(hub, 7, 10);
        await KilledAll();
        Assert.Equal("12-07 closed, 12-08 planned, 12-09 planned", await States(hub));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from (select series_id from quizzes_schedule group by series_id, occurs_on having count(*) > 1) d"));
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from platform_event where kind = 'ScheduleOpened'"));
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from platform_event where kind = 'ScheduleReported'"));
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from quizzes_schedule_person"));
    }
}
