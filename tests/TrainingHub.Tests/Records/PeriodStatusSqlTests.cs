using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Tests.Certificates;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Records;

/// <summary>The status that lists show is the one that the rules give: on random periods, random days, both views, both databases.</summary>
public sealed class PeriodStatusSqlTests
{
    private sealed record End(DateOnly EndedOn, DateTimeOffset EndedRecordedAt);

    private sealed record Stated(long Id, string Status);

    private static readonly DateOnly First = new(2026, 1, 1);

    [Theory, BothDatabases]
    public async Task Sql_and_rules_agree_on_every_status(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var zone = hub.Services.GetRequiredService<HubSettings>().TimeZone;
        var program = await hub.Program();
        var draw = new Random(20261121); // the same cases in every run
        var cases = await Fill(hub, program, draw);
        HashSet<PeriodStatus> seen = [];
        for (var round = 0; round < 60; round++)
        {
            var day = First.AddDays(draw.Next(-5, 70));
            foreach (var corrected in (bool[])[true, false])
            {
                var known = corrected ? PeriodStatusSql.EverythingKnown : zone.StartOfDay(day.AddDays(1));
                var stated = (await hub.Rows<Stated>($"with {PeriodStatusSql.Known} select k.id, {PeriodStatusSql.Status} as status from known k", new { day, known })).ToDictionary(s => s.Id, s => s.Status);
                foreach (var (period, successors, was) in cases)
                {
                    var facts = period.Facts(successors, was);
                    var expected = (corrected ? facts : facts.AsRecorded(day, zone)).StatusOn(day);
                    seen.Add(expected);
                    // A period that was not yet recorded is no row at all.
                    var actual = stated.GetValueOrDefault(period.Id, "not-yet-assigned");
                    Assert.True(expected.ToText() == actual, $"{day} {(corrected ? "corrected" : "as recorded")}: the rules say {expected.ToText()}, SQL says {actual} of {period}, renewed by {string.Join(" and ", successors)}");
                }
            }
        }
        Assert.Equal(Enum.GetValues<PeriodStatus>().ToHashSet(), seen); // the cases reach all of them
    }

    /// <summary>Chains of one to three periods with dates and instants of recording thrown within two months, late and early.</summary>
    private static async Task<List<(Period Period, List<Period> Successors, List<PeriodWas> Was)>> Fill(TestHub hub, long program, Random draw)
    {
        long[] people = [.. Enumerable.Range(1_000, 250).Select(i => (long)i)];
        await hub.In(async s =>
        {
            var db = s.GetRequiredService<Db>();
            await using var tx = await db.Begin(default);
            foreach (var id in people)
            {
                await db.Execute("insert into certification_requirement(id, person_id, program_id, created_at) values (@id, @id, @program, @at)", new { id, program, at = hub.Clock.GetUtcNow() }, default);
                var first = await Insert(db, draw, id, program, 1, null);
                if (draw.Next(2) != 0) continue;
                var second = await Insert(db, draw, id, program, 2, first);
                // A renewal that was closed without renewing may be followed by another.
                if (await db.Row<End>("select ended_on, ended_recorded_at from certification_period where id = @second and ended_on is not null", new { second }, default) is { } end)
                    await Insert(db, draw, id, program, 3, first, end);
            }
            await tx.Commit(default);
            return 0;
        });
        var all = await hub.Rows<Period>($"select {Period.Columns} from certification_period d");
        var was = (await hub.In(s => Move(s.GetRequiredService<Db>(), draw, all))).ToLookup(w => w.PeriodId);
        return [.. all.Select(p => (p, all.Where(s => s.RenewsId == p.Id).OrderBy(s => s.Number).ToList(), was[p.Id].ToList()))];
    }

    /// <summary>Every third period was moved once or twice: its due date while it was open, all its dates once it was certified.</summary>
    private static async Task<List<PeriodWas>> Move(Db db, Random draw, List<Period> all)
    {
        var moves = new List<PeriodWas>();
        await using var tx = await db.Begin(default);
        foreach (var period in all.Where(_ => draw.Next(3) == 0))
        {
            var until = period.CompletedRecordedAt ?? period.RecordedAt;
            for (var times = draw.Next(1, 3); times > 0; times--)
            {
                until = until.AddHours(draw.Next(1, 240));
                var expires = period.ExpiresOn?.AddDays(draw.Next(-9, 9));
                moves.Add(new PeriodWas(period.Id, until, period.DueOn?.AddDays(draw.Next(5)), expires, expires?.AddDays(draw.Next(8))));
                await db.Execute(
                    "insert into certification_period_was(period_id, until, policy_id, due_on, expires_on, grace_ends_on, why) values (@PeriodId, @Until, @PolicyId, @DueOn, @ExpiresOn, @GraceEndsOn, 'recalculated')",
                    new { moves[^1].PeriodId, moves[^1].Until, period.PolicyId, moves[^1].DueOn, moves[^1].ExpiresOn, moves[^1].GraceEndsOn }, default);
            }
        }
        await tx.Commit(default);
        return moves;
    }

    private static Task<long> Insert(Db db, Random draw, long requirement, long program, int number, long? renews, End? after = null)
    {
        DateTimeOffset At(DateOnly day) => new DateTimeOffset(day.AddDays(draw.Next(-2, 6)), new TimeOnly(draw.Next(24), draw.Next(60)), TimeSpan.Zero);
        var assigned = (after?.EndedOn ?? First).AddDays(draw.Next(20));
        var recorded = Later(At(assigned), after?.EndedRecordedAt ?? DateTimeOffset.MinValue);
        DateOnly? due = draw.Next(4) == 0 ? null : assigned.AddDays(draw.Next(15));
        // A second period of one person stays open or ends without ever being completed, else two would be in force at once.
        DateOnly? completed = draw.Next(3) == 0 || renews is not null ? null : assigned.AddDays(draw.Next(20));
        var validFrom = completed?.AddDays(draw.Next(3));
        var expires = validFrom?.AddDays(draw.Next(20));
        var grace = expires?.AddDays(draw.Next(8));
        var completedAt = completed is { } c ? Later(At(c), recorded) : (DateTimeOffset?)null;
        var reason = draw.Next(2) == 0 && renews is null ? null : (string[])["renewed", "revoked", "waived", "unassigned"] is var reasons ? reasons[draw.Next(completed is null ? 2 : 0, completed is null ? 4 : 2)] : null;
        if (renews is null && completed is null && reason is null) reason = "waived";
        DateOnly? ended = reason is null ? null : (completed ?? assigned).AddDays(draw.Next(25));
        var endedAt = ended is { } e ? Later(At(e), completedAt ?? recorded) : (DateTimeOffset?)null;
        return db.Insert(
            """
            insert into certification_period(requirement_id, person_id, program_id, number, renews_id, program_version_id, policy_id, assigned_on, due_on, recorded_at,
                completed_on, valid_from, expires_on, window_opens_on, grace_ends_on, completed_recorded_at, ended_on, end_reason, ended_recorded_at)
            select @requirement, @requirement, @program, @number, @renews, p.current_version_id, p.current_policy_id, @assigned, @due, @recorded,
                @completed, @validFrom, @expires, @expires, @grace, @completedAt, @ended, @reason, @endedAt
            from certification_program p where p.id = @program
            returning id
            """,
            new { requirement, program, number, renews, assigned, due, recorded, completed, validFrom, expires, grace, completedAt, ended, reason, endedAt }, default);
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
