using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Certification;

/// <summary>Two at the same moment, 200 times each, on the database that really runs them side by side.</summary>
public sealed class CertificationRaceTests
{
    private const int Rounds = 200;

    internal static async Task AtOnce(params Func<Task>[] acts)
    {
        using var barrier = new Barrier(acts.Length);
        await Task.WhenAll(acts.Select(act => Task.Run(async () =>
        {
            barrier.SignalAndWait();
            await act();
        })));
    }

    [Fact]
    public async Task Two_pieces_of_evidence_at_once_complete_one_period_exactly_once()
    {
        await using var hub = await CertificationSteps.StartAt(TestDatabase.Postgres, "2026-01-05");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: null));
        for (var round = 0; round < Rounds; round++)
        {
            var person = await hub.Person($"E{round}");
            await hub.Assigns(person, "grooming");
            await AtOnce(() => hub.Reads(person, "grooming"), () => hub.Passes(person, "grooming"));
            Assert.NotNull(Assert.Single(await hub.Periods(person)).CompletedOn);
        }
        Assert.Equal(Rounds, await hub.Scalar<long>("select count(*) from platform_event where kind = 'PeriodCertified'"));
        Assert.Equal(2 * Rounds, await hub.Scalar<long>("select count(*) from certification_evidence"));
    }

    [Fact]
    public async Task Two_evaluations_of_the_rules_at_once_make_one_requirement_and_one_open_period()
    {
        await using var hub = await CertificationSteps.StartAt(TestDatabase.Postgres, "2026-01-05");
        await hub.Programme("grooming");
        await hub.Programme("greetings");
        for (var round = 0; round < Rounds; round++)
        {
            var person = await hub.Person($"E{round}");
            await AtOnce(() => hub.EvaluatesRules(person), () => hub.EvaluatesRules(person), () => hub.Assigns(person, "grooming"));
        }
        Assert.Equal(2 * Rounds, await hub.Scalar<long>("select count(*) from certification_requirement"));
        Assert.Equal(2 * Rounds, await hub.Scalar<long>("select count(*) from certification_period"));
        Assert.Equal(3 * Rounds, await hub.Scalar<long>("select count(*) from certification_reason"));
    }

    [Fact]
    public async Task A_renewal_window_that_the_job_and_a_passed_quiz_find_at_once_is_opened_once()
    {
        await using var hub = await CertificationSteps.StartAt(TestDatabase.Postgres, "2026-01-05");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: null));
        var people = new List<long>();
        for (var round = 0; round < 50; round++)
        {
            people.Add(await hub.Person($"E{round}"));
            await hub.Assigns(people[^1], "grooming");
            await hub.Reads(people[^1], "grooming");
            await hub.Passes(people[^1], "grooming");
        }
        hub.Now("2026-12-01");
        await AtOnce([() => hub.RunJob("certification.renewal-windows"), .. people.Select<long, Func<Task>>(person => () => hub.Passes(person, "grooming")).Take(6)]);
        foreach (var person in people.Skip(6)) await hub.Passes(person, "grooming");
        Assert.All(await hub.Rows<string>("select cast(person_id as text) || ':' || cast(count(*) as text) from certification_period group by person_id"), row => Assert.EndsWith(":2", row, StringComparison.Ordinal));
        Assert.Equal(50, await hub.Scalar<long>("select count(*) from certification_period where end_reason = 'renewed'"));
    }

    [Fact]
    public async Task Revoking_and_completing_at_once_leave_one_open_period_or_one_certified()
    {
        await using var hub = await CertificationSteps.StartAt(TestDatabase.Postgres, "2026-01-05");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: null));
        var person = await hub.Person("E1");
        await hub.Assigns(person, "grooming");
        for (var round = 0; round < 50; round++)
        {
            await hub.Reads(person, "grooming");
            await hub.Passes(person, "grooming");
            var held = (await hub.Periods(person)).Single(p => p.IsCertified);
            await AtOnce(() => hub.Revokes(held.Id), () => hub.Revokes(held.Id), () => hub.Passes(person, "grooming"));
            Assert.Single(await hub.Periods(person), p => p.IsOpen);
            await hub.In(async s =>
            {
                Assert.Equal("assigned", Assert.Single(await s.GetRequiredService<ICertifications>().Of(person, default)).Status);
                return 0;
            });
        }
    }
}
