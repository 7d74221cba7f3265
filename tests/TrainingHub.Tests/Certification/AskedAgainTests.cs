using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Ahead;
using TrainingHub.Modules.Certification.History;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.Notifications;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Certification.CertificationWords;

namespace TrainingHub.Tests.Certification;

/// <summary>A renewal that is asked again when what it renews has expired has time, steps and notices of its own.</summary>
public sealed class AskedAgainTests
{
    /// <summary>What is told of the certification speaks for a renewal that is due when it expires; here that day is over when it is asked.</summary>
    [Theory, BothDatabases]
    public async Task Who_is_asked_again_when_it_has_expired_is_told_and_in_the_end_so_is_the_manager(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", policy: "active: 2m, window: 15d, basis: completion", requires: "quiz: SLUG", title: "Grooming"));
        var (person, manager) = (await hub.Person("E1"), await hub.Person("M1"));
        await hub.Grant(manager, Roles.Manager, null, null);
        await hub.RunsJobs();
        await hub.Passes(person, "grooming"); // expires on 5 March
        hub.Now("2026-01-10");
        Assert.Null(await hub.Excuses(person, "grooming", "2026-03-08"));
        async Task Morning(string day)
        {
            hub.Now(day, "07:00");
            await hub.RunsJobs();
            await hub.RunJob("work.general");
            hub.Now(day, "09:00");
            Assert.Equal("ok", (await hub.RunJob("notifications.gather")).Outcome);
            Assert.Equal("ok", (await hub.RunJob("work.mail")).Outcome);
        }
        await Morning("2026-03-06");
        var ahead = await hub.In(async s =>
        {
            var policy = Policy("2m", "15d", ExpiryBasis.Completion);
            var start = (await s.GetRequiredService<ReadAhead>().Handle(await s.GetRequiredService<Db>().Scalar<long>("select id from certification_program", null, default), person, null, Day("2026-03-06"), 1, default)).Single().Start;
            return AheadDays.Of(start, policy, RenewalHabit.Never, Day("2026-03-07"), Day("2026-04-30"));
        });
        string[] comes = ["2026-03-09 window-opens", "2026-03-13 due-soon", "2026-03-17 overdue", "2026-03-23 escalated"];
        Assert.Equal(comes, ahead.Select(a => $"{a.Day:yyyy-MM-dd} {a.What}"));
        await Morning("2026-03-09");
        var renewal = (await hub.Periods(person))[^1];
        Assert.Equal((Day("2026-03-16"), true), (renewal.DueOn!.Value, renewal.IsRenewal));
        Assert.Equal(["due-soon 2026-03-13"], await hub.Steps(renewal.Id, isDone: false));
        Task<ChainsChecked> Check() => hub.In(s => s.GetRequiredService<CheckChains>().Handle(new ChainSelection(), 10, null, default));
        Assert.Empty((await Check()).Problems);
        await hub.Execute("update certification_due set due_on = '2026-04-13' where step = 'due-soon' and done_at is null");
        Assert.Equal("step-missing", Assert.Single((await Check()).Problems).Problem.Kind);
        await hub.Execute("update certification_due set due_on = '2026-03-13' where step = 'due-soon' and done_at is null");
        foreach (var day in (string[])["2026-03-12", "2026-03-13", "2026-03-17", "2026-03-23"]) await Morning(day);
        Assert.Equal(comes.Skip(1), (await hub.Steps(renewal.Id, isDone: true)).Select(s => string.Join(' ', s.Split(' ').Reverse())));
        string To(string address) => string.Join('\n', EmlFile.All(hub).Where(m => m.Headers["To"].Contains(address, StringComparison.Ordinal)).Select(m => m.Text));
        foreach (var said in (string[])["Grooming: please finish by 16 March 2026", "Grooming: was due on 16 March 2026"]) Assert.Contains(said, To("e1@"), StringComparison.Ordinal);
        Assert.Contains("测试 E1: Grooming was due on 16 March 2026", To("m1@"), StringComparison.Ordinal);
        Assert.DoesNotContain("was valid until", To("m1@"), StringComparison.Ordinal); // there was time of one's own to renew it
    }

    /// <summary>A rule that changed since leaves the time of those whom it had caught, whatever asks them anew.</summary>
    [Theory, BothDatabases]
    public async Task Who_must_earn_it_anew_has_the_time_that_the_rule_gave_them(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", requires: "quiz: SLUG"));
        var (revoked, excused) = (await hub.Person("E1"), await hub.Person("E2"));
        await hub.RunsJobs();
        await hub.Passes(revoked, "grooming");
        Assert.Null(await hub.Excuses(excused, "grooming", "2026-02-28"));
        hub.Now("2026-01-20");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", requires: "quiz: SLUG", assign: "audience: {}, dueIn: 30d"));
        await hub.RunsJobs();
        var later = await hub.Person("E3");
        await hub.RunsJobs();
        Assert.Equal(Day("2026-02-19"), (await hub.Periods(later))[0].DueOn); // by what the rule says now
        hub.Now("2026-03-01");
        await hub.RunsJobs();
        Assert.Null(await hub.Revokes((await hub.Periods(revoked))[0].Id));
        foreach (var person in (long[])[revoked, excused]) Assert.Equal(Day("2026-03-08"), (await hub.Periods(person))[^1].DueOn);
    }
}
