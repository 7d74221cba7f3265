using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Quizzes.Contracts;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Certification;

/// <summary>Grade, evidence, completion and certificate come true together or not at all; what is repeated is done once.</summary>
public sealed class CompletionFailureTests
{
    [Theory, BothDatabases]
    public async Task Killed_before_the_commit_leaves_nothing_and_the_repeated_grading_completes_once(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming");
        var person = await hub.Person("E1");
        await hub.RunsJobs();
        await hub.Reads(person, "grooming");
        var graded = new AttemptGraded(77, person, 1, "grooming", 9000, 10000, true, hub.Clock.GetUtcNow());
        await hub.In(async s =>
        {
            await using var tx = await s.GetRequiredService<Db>().Begin(default);
            await s.GetRequiredService<Events>().Tell(graded, default);
            return 0; // without commit, as if the process had ended here
        });
        Assert.True(Assert.Single(await hub.Periods(person)).IsOpen);
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from platform_event where kind in ('PeriodCertified', 'AttemptGraded')"));
        hub.Now("2026-01-07");
        await hub.Tell(graded);
        await hub.Tell(graded);
        Assert.Equal(new DateOnly(2026, 1, 5), Assert.Single(await hub.Periods(person)).CompletedOn);
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from platform_event where kind = 'PeriodCertified'"));
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from certification_evidence"));
    }

    [Theory, BothDatabases]
    public async Task An_error_while_completing_takes_the_grade_back_too(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming");
        var person = await hub.Person("E1");
        await hub.RunsJobs();
        await hub.Reads(person, "grooming");
        await hub.Execute("update certification_policy set basis = 'damaged'");
        await Assert.ThrowsAsync<InvalidOperationException>(() => hub.Passes(person, "grooming"));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from platform_event where kind = 'AttemptGraded'"));
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from certification_evidence"));
        await hub.Execute("update certification_policy set basis = 'expiry'");
        await hub.Passes(person, "grooming");
        Assert.Equal("certified", await hub.Status(person));
    }
}
