using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Notifications.Gathering;
using TrainingHub.Modules.People.Calendar;
using TrainingHub.Tests.Certification;
using TrainingHub.Tests.Notifications;
using TrainingHub.Tests.Quizzes;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Practice;

public sealed class PracticeReminderTests
{
    private static async Task<(TestHub Hub, long Person)> WhoForgets(TestDatabase database)
    {
        var (hub, tidy, _) = await PracticeWords.WithTwoCourses(database);
        var person = await hub.Person("E1");
        await hub.Takes(person, tidy, "b", "b");
        await hub.Learns();
        return (hub, person);
    }

    private static async Task<List<string>> Mails(TestHub hub)
    {
        Assert.Equal("ok", (await hub.RunJob("notifications.gather")).Outcome);
        return await hub.Rows<string>("select dedupe_key from notifications_notice where kind in ('practice', 'reminder', 'due-soon') order by id");
    }

    [Theory, BothDatabases]
    public async Task Who_has_a_set_waiting_is_told_once_in_the_morning(TestDatabase database)
    {
        var (hub, person) = await WhoForgets(database);
        await using var _ = hub;
        Assert.Empty(await Mails(hub));
        hub.At("2026-03-03", "07:30");
        Assert.Empty(await Mails(hub));
        hub.At("2026-03-03", "08:30");
        Assert.Equal([$"reminder:person:{person}:2026-03-03"], await Mails(hub));
        hub.At("2026-03-03", "15:00");
        Assert.Single(await Mails(hub));
        // Left unheeded, it is said again after a week, not each day.
        hub.At("2026-03-04");
        Assert.Single(await Mails(hub));
        hub.At("2026-03-10");
        Assert.Equal(2, (await Mails(hub)).Count);
        // Who practises is told of the next set when there is one.
        await hub.Answers(person, await hub.Practising(person), "b", "b");
        Assert.Null(await hub.Submits(person, await hub.Practising(person)));
        await hub.Learns();
        hub.At("2026-03-11");
        Assert.Equal(3, (await Mails(hub)).Count);
        await hub.RunJob("work.mail");
    }

    [Theory, BothDatabases]
    public async Task Nobody_is_told_on_a_rest_day_or_where_nothing_waits(TestDatabase database)
    {
        var (hub, person) = await WhoForgets(database);
        await using var _ = hub;
        var site = await hub.Scalar<long>("select site_id from people_person where id = @person", new { person });
        Assert.Null(await hub.In(s => s.GetRequiredService<MarkDays>().Handle(new SpecialDays(site, new DateOnly(2026, 3, 3), new DateOnly(2026, 3, 3), false, "Fair"), default)));
        hub.At("2026-03-03");
        Assert.Empty(await Mails(hub));
        hub.At("2026-03-04");
        await hub.Practising(person);
        Assert.Empty(await Mails(hub));
        hub.At("2026-03-05");
        await hub.Execute("update practice_setting set is_on = false");
        Assert.Empty(await Mails(hub));
        await hub.Execute("update practice_setting set is_on = true");
        Assert.Single(await Mails(hub));
    }

    [Theory, BothDatabases]
    public async Task Another_reminder_of_the_day_says_it_in_the_same_mail(TestDatabase database)
    {
        var (hub, person) = await WhoForgets(database);
        await using var _ = hub;
        await hub.Programme("tidy", CertificationSteps.Yaml("tidy", assign: null));
        await hub.Assigns(person, "tidy", due: "2026-03-06");
        var period = await hub.Scalar<long>("select id from certification_period");
        await hub.In(async s =>
        {
            await s.GetRequiredService<RememberItem>().Handle([new PeriodStep(period, "due-soon", new DateOnly(2026, 3, 3))], RememberItem.Reminder, default);
            return 0;
        });
        hub.At("2026-03-03", "09:00");
        Assert.Single(await Mails(hub));
        var (kind, data) = Assert.Single(await hub.Rows<Notice>("select kind, data from notifications_notice where dedupe_key like 'reminder:%'"));
        Assert.Equal("reminder", kind);
        Assert.Contains("Daily practice: {0} questions", data, StringComparison.Ordinal);
        await hub.RunJob("work.mail");
        Assert.Contains(EmlFile.All(hub), m => m.Text.Contains("please finish by 6 March 2026", StringComparison.Ordinal) && m.Text.Contains("Daily practice: ", StringComparison.Ordinal));
        hub.At("2026-03-03", "16:00");
        Assert.Single(await Mails(hub));
    }

    private sealed record Notice(string Kind, string Data);
}
