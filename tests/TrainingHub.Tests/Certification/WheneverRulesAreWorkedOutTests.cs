using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Excuses;
using TrainingHub.Modules.Certification.Programmes;
using TrainingHub.Modules.People;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.People.Staff;
using TrainingHub.Tests.People;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Certification;

/// <summary>
/// A random organisation lives through some weeks: people join, move, are corrected, tagged, leave and come back, rules are made and end, people are excused for a time or for good and asked again by hand, quizzes are passed.
/// The same weeks are lived several times, with the rules worked out at once, at random moments for random people, or only at the end for everybody.
/// </summary>
public sealed class WheneverRulesAreWorkedOutTests
{
    private const int Days = 55;

    private static readonly string[] Tags = ["night", "intern", "first aider"];

    public enum Life { OnTime, OnTimeTogether, Now_and_then, AllAtTheEnd, AllTogetherAtTheEnd }

    private sealed class Organisation(TestHub hub, int seed, Life life)
    {
        // Two series, so that looking more often does not change what happens.
        private readonly Random fate = new(seed), jobs = new(seed + 1);
        private readonly List<long> people = [], sites = [], rules = [], programs = [];
        private DateOnly today;

        public async Task Live()
        {
            foreach (var code in (string[])["A", "B", "C"]) sites.Add(await hub.Site(code));
            foreach (var slug in (string[])["grooming", "greetings"])
                programs.Add(await hub.Programme(slug, CertificationSteps.Yaml(slug, policy: "active: 1m, window: 10d, basis: completion, grace: 3d", requires: "quiz: SLUG",
                    assign: slug == "grooming" ? "audience: { sites: [A] }, dueIn: 7d }, { audience: { hiredWithin: 20d, except: [{ tags: [intern] }] }, dueIn: 5d" : "audience: { sites: [B], employedFor: 10d }, dueIn: 1w")));
            for (var i = 0; i < 8; i++) await Hire();
            for (var day = new DateOnly(2026, 1, 6); day < new DateOnly(2026, 1, 6).AddDays(Days); day = day.AddDays(1))
            {
                today = day;
                await Jobs("00:30");
                for (int i = 0, many = fate.Next(4); i < many; i++)
                {
                    hub.Now(Iso(day), $"{8 + 2 * i:00}:{fate.Next(60):00}");
                    await Something();
                    await Jobs(null);
                }
            }
            hub.Now(Iso(today.AddDays(1)));
            if (life == Life.AllTogetherAtTheEnd) await Together();
            await hub.RunsJobs();
            await hub.RunJob("work.general");
            Assert.Equal(0, (await hub.RunJob("certification.evaluate-rules")).Counts["people who differed"]);
        }

        private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        /// <param name="time">At night everything runs, if anything does.</param>
        private async Task Jobs(string? time)
        {
            if (time is not null) hub.Now(Iso(today), time);
            switch (life)
            {
                case Life.OnTimeTogether:
                    await Together();
                    await hub.RunsJobs();
                    break;
                case Life.OnTime:
                    await hub.RunsJobs();
                    break;
                case Life.Now_and_then when time is null:
                    foreach (var person in people.Where(_ => jobs.Next(3) == 0).ToList())
                        await hub.In(async s =>
                        {
                            await s.GetRequiredService<CatchUp>().Handle(person, default);
                            return 0;
                        });
                    break;
                case Life.Now_and_then when jobs.Next(6) == 0:
                    foreach (var job in new[] { "work.general", "certification.lifecycle", "certification.visits", "certification.renewal-windows" }.OrderBy(_ => jobs.Next()).ToList())
                        Assert.Equal("ok", (await hub.RunJob(job)).Outcome);
                    break;
            }
        }

        /// <summary>Everybody at once, whether something is due or not.</summary>
        private Task Together() => TogetherTests.Together(hub, people);

        private Task Something()
        {
            var person = people[fate.Next(people.Count)];
            var (site, tag, days) = (sites[fate.Next(sites.Count)], Tags[fate.Next(Tags.Length)], fate.Next(12));
            // What can't be done, as letting go somebody who has left, is refused in each life alike.
            return fate.Next(30) switch
            {
                0 => Hire(),
                1 or 2 => Do(s => s.GetRequiredService<MovePerson>().Handle(person, new Placement(site, null, null), today, default)),
                3 => Do(s => s.GetRequiredService<MovePerson>().Handle(person, new Placement(site, null, null), today.AddDays(-days), default)),
                4 => hub.Tags(person, days % 2 == 0 ? today.AddDays(days) : null, tag),
                5 => hub.Untags(person, tag),
                6 => Do(s => s.GetRequiredService<LeavePerson>().Handle(person, today.AddDays(days - 2), default)),
                7 => Do(s => s.GetRequiredService<RehirePerson>().Handle(person, new Placement(site, null, null), today.AddDays(days), default)),
                8 => MakeRule(site, tag, days),
                9 => rules.Count == 0 ? Task.CompletedTask : Do(s => s.GetRequiredService<EndRule>().Handle(rules[fate.Next(rules.Count)], default)),
                10 or 11 => Do(s => s.GetRequiredService<ExcusePerson>().Handle(new NewExcuse(person, programs[days % 2], "Away", days == 0 ? null : today.AddDays(2 * days)), default)),
                12 => Do(s => s.GetRequiredService<EndExcuse>().Handle(person, programs[days % 2], default)),
                13 => Do(s => s.GetRequiredService<AssignByHand>().Handle(person, programs[days % 2], "manual", today.AddDays(days), default)),
                _ => hub.Passes(person, days % 2 == 0 ? "grooming" : "greetings"),
            };
        }

        private async Task Hire() => people.Add(await hub.PersonAt(sites[fate.Next(sites.Count)], $"E{people.Count:00}"));

        private async Task MakeRule(long site, string tag, int days)
        {
            var code = await hub.Scalar<string>("select code from people_site where id = @site", new { site });
            Audience audience = days % 3 == 0 ? new Audience(Tags: [tag]) : new Audience(Sites: [code!], HiredWithin: days % 3 == 1 ? 15 : null, Except: [new Audience(Tags: [tag]), new Audience(EmployedFor: 25)]);
            rules.Add(await hub.In(async s => (await s.GetRequiredService<CreateRule>().Handle(programs[days % 2], audience, $"{days}d", default)).Value));
        }

        private Task Do<T>(Func<IServiceProvider, Task<T>> act) => hub.In(act);
    }

    [Theory, BothDatabases]
    public async Task Each_join_transfer_leave_and_rehire_gives_what_evaluating_everybody_at_the_end_gives(TestDatabase database)
    {
        var happened = new List<string>();
        // Each organisation shows something else; on the other database it is enough that the statements do the same.
        var isSqlite = database == TestDatabase.Sqlite;
        foreach (var (seed, others) in new[] { (1, isSqlite ? (Life[])[Life.OnTimeTogether, Life.Now_and_then] : [Life.OnTimeTogether]), (20261121, isSqlite ? [Life.AllAtTheEnd, Life.AllTogetherAtTheEnd] : [Life.AllTogetherAtTheEnd]) })
        {
            var lives = new Dictionary<Life, List<string>>();
            List<string> onTime = [], together = [];
            foreach (var life in others.Prepend(Life.OnTime))
            {
                await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
                await new Organisation(hub, seed, life).Live();
                lives[life] = await VisitTests.History(hub);
                if (life == Life.OnTime) onTime = await Kept(hub);
                if (life == Life.OnTimeTogether)
                {
                    together = await Kept(hub);
                    Assert.True(await hub.Scalar<long>("select count(*) from platform_event where kind = 'PeriodsAssigned'") > 3);
                }
            }
            if (together.Count > 0) Assert.True(onTime.SequenceEqual(together), $"seed {seed}: only one by one {Only(onTime, together)}; only together {Only(together, onTime)}");
            happened.AddRange(lives[Life.OnTime]);
            foreach (var (life, history) in lives) Assert.True(lives[Life.OnTime].SequenceEqual(history), $"seed {seed}, {life}: only on time {Only(lives[Life.OnTime], history)}; only so {Only(history, lives[Life.OnTime])}");
        }
        // Else it shows nothing.
        Assert.True(happened.Count > 60);
        foreach (var end in (string[])["unassigned", "renewed", "waived"]) Assert.Contains(happened, s => s.EndsWith(end, StringComparison.Ordinal));
    }

    /// <summary>What beside reasons and periods must come out the same if it is done at the same moments: what becomes due, what people are told, and when to look again. Instants to the minute: the clock goes on.</summary>
    private static Task<List<string>> Kept(TestHub hub) => hub.Rows<string>(
        """
        select p.employee_number || ' ' || g.slug || ' ' || d.number || ' step ' || u.step || ' ' || u.due_on || ' ' || substr(coalesce(cast(u.done_at as text), ''), 1, 16)
        from certification_due u join certification_period d on d.id = u.period_id join people_person p on p.id = d.person_id join certification_program g on g.id = d.program_id
        union all
        select p.employee_number || ' ' || g.slug || ' ' || d.number || ' told ' || i.step
        from notifications_item i join certification_period d on d.id = i.period_id join people_person p on p.id = d.person_id join certification_program g on g.id = d.program_id
        union all
        select p.employee_number || ' ' || g.slug || ' ' || d.number || ' of ' || v.number || ' ' || y.number || ' from ' || substr(coalesce(cast(d.counts_from as text), ''), 1, 16) || ' known ' || substr(coalesce(cast(d.recorded_at as text), ''), 1, 16) || ' with ' || (select count(*) from certification_evidence e where e.period_id = d.id)
        from certification_period d join people_person p on p.id = d.person_id join certification_program g on g.id = d.program_id
        join certification_program_version v on v.id = d.program_version_id join certification_policy y on y.id = d.policy_id
        union all
        select p.employee_number || ' at ' || substr(coalesce(cast(e.evaluated_to as text), ''), 1, 16) || ' ' || e.standing from certification_person e join people_person p on p.id = e.person_id
        union all
        select p.employee_number || ' visit ' || substr(coalesce(cast(v.at as text), ''), 1, 16) || ' ' || coalesce(v.standing, '') from certification_visit v join people_person p on p.id = v.person_id
        order by 1
        """);

    private static string Only(List<string> these, List<string> those) => string.Join(" | ", these.Except(those).Take(8));
}
