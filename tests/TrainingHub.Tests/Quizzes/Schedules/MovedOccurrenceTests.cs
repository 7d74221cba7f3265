using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Quizzes.Schedules;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Quizzes.Schedules;

/// <summary>One time of a series is moved from or to a day on which the clocks change: it stays open for as long as any other.</summary>
public sealed class MovedOccurrenceTests
{
    private static readonly (string Zone, string Opens, int Minutes, string MovedTo, string Closes)[] Moves =
    [
        // From the night that has an hour less, or more.
        ("Europe/Berlin", "2027-03-28 01:00", 180, "2027-03-29 09:00", "2027-03-29 12:00"),
        ("America/New_York", "2027-11-07 00:30", 120, "2027-11-08 09:00", "2027-11-08 11:00"),
        // Into it: an hour is an hour, a day a civil day.
        ("America/New_York", "2027-11-05 09:00", 120, "2027-11-07 00:30", "2027-11-07 01:30"),
        ("Europe/Berlin", "2027-03-20 09:00", 1440, "2027-03-27 09:00", "2027-03-28 09:00"),
    ];

    public static TheoryData<TestDatabase, int> Cases => [.. from database in Enum.GetValues<TestDatabase>() from move in Enumerable.Range(0, Moves.Length) select (database, move)];

    [Theory, MemberData(nameof(Cases))]
    public async Task It_stays_open_as_long_as_the_series_says(TestDatabase database, int move)
    {
        var (name, opens, minutes, movedTo, closes) = Moves[move];
        await using var hub = await TestHub.Start(database, settings: [$"TrainingHub:Hub:TimeZone={name}"]);
        var (zone, from) = (TimeZoneInfo.FindSystemTimeZoneById(name), Civil(opens));
        hub.Clock.MoveTo(new DateTimeOffset(from.AddDays(-3), TimeSpan.Zero));
        var (quiz, trainer) = (await hub.Quiz(), await hub.Person("T1", "trainer"));
        var rule = new Recurrence("once", DateOnly.FromDateTime(from), TimeOnly.FromDateTime(from), minutes);
        Assert.Null((await hub.As(trainer, s => s.GetRequiredService<SaveSeries>().Handle(new SeriesPlan(quiz, "Check", rule, new Audience()), default))).Problem);
        var schedule = await hub.Scalar<long>("select id from quizzes_schedule");
        Assert.Null(await hub.As(trainer, s => s.GetRequiredService<ChangeOccurrence>().Move(schedule, Civil(movedTo), default)));
        var row = Assert.Single(await hub.Rows<(DateTimeOffset Opens, DateTimeOffset Closes)>("select opens_at, closes_at from quizzes_schedule"));
        Assert.Equal(Civil(movedTo), TimeZoneInfo.ConvertTime(row.Opens, zone).DateTime);
        Assert.Equal(Civil(closes), TimeZoneInfo.ConvertTime(row.Closes, zone).DateTime);
        if (minutes < 1440) Assert.Equal(TimeSpan.FromMinutes(minutes), row.Closes - row.Opens);
    }

    private static DateTime Civil(string text) => DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
