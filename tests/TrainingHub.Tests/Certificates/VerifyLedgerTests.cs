using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certificates.Ledger;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Certificates;

public sealed class VerifyLedgerTests
{
    private static Task<LedgerFindings> Verify(TestHub hub, DateTimeOffset? before = null) =>
        hub.In(s => s.GetRequiredService<VerifyLedger>().Run(before, null, default));

    /// <summary>Four entries: three certificates, the second revoked.</summary>
    private static async Task<TestHub> WithChain(TestDatabase database)
    {
        var hub = await TestHub.Start(database);
        var program = await hub.Program();
        for (var i = 1; i <= 3; i++)
        {
            var period = await hub.Period(await hub.Person($"E{i}"), program);
            await hub.Certify(period);
            if (i == 2) await hub.End(period, "revoked", "test");
        }
        return hub;
    }

    [Theory, BothDatabases]
    public async Task An_untouched_chain_holds(TestDatabase database)
    {
        await using var hub = await WithChain(database);
        var found = await Verify(hub);
        Assert.Null(found.Broken);
        Assert.Equal(4, found.Entries);
        Assert.Equal(await hub.Scalar<string>("select hash from certificates_ledger_head"), found.LastHash);
    }

    private static readonly (string Deed, string Expected)[] Tampering =
    [
        ("update certificates_ledger set expires_on = valid_from where sequence = 2", "Entry 2 (issued of"),
        ("update certificates_ledger set detail = 'x' where sequence = 3", "Entry 3 (revoked of"),
        ("update certificates_ledger set hash = previous_hash where sequence = 4", "Entry 4 (issued of"),
        ("delete from certificates_ledger where sequence = 2", "Entry 2 is missing"),
        ("delete from certificates_ledger where sequence = 1", "Entry 1 is missing"),
        ("delete from certificates_ledger where sequence = 4", "Entry 4 is missing: the chain ends at entry 3"),
        ("update certificates_ledger set sequence = 99 where sequence = 2; update certificates_ledger set sequence = 2 where sequence = 3; update certificates_ledger set sequence = 3 where sequence = 99", "Entry 2 ("),
        ("delete from certificates_ledger where sequence = 4; update certificates_ledger_head set sequence = 3, hash = (select hash from certificates_ledger where sequence = 3)", "does not agree with the ledger"),
        ("update certificates_ledger_head set hash = (select hash from certificates_ledger where sequence = 3)", "The head of the ledger does not name the hash of entry 4"),
        ("delete from certificates_ledger_head", "The head of the ledger is missing"),
        ("update certificates_certificate set data = replace(data, '测试 E3', '测试 E9') where data like '%测试 E3%'", "was altered: its data is not what entry 4"),
        ("update certificates_certificate set expires_on = '2199-01-01' where id = 1", "was altered: its data is not what entry 1"),
        ("update certificates_certificate set ended_at = null, end_kind = null where id = 2", "does not agree with the ledger"),
        ("update certificates_certificate set end_kind = 'superseded' where id = 2", "does not agree with the ledger"),
        ("update certificates_certificate set number = 'X-1' where id = 3", "which is not in the hub"),
    ];

    [Theory, BothDatabases]
    public async Task Tampering_is_found_and_named(TestDatabase database)
    {
        await using var hub = await WithChain(database);
        string[] tables = ["certificates_certificate", "certificates_ledger", "certificates_ledger_head"];
        foreach (var table in tables) await hub.Execute($"create table kept_{table} as select * from {table}");
        foreach (var (deed, expected) in Tampering)
        {
            await hub.Execute(deed);
            var broken = (await Verify(hub)).Broken;
            Assert.True(broken?.ToString().Contains(expected, StringComparison.Ordinal), $"{deed}: {broken}");
            foreach (var table in tables) await hub.Execute($"delete from {table}; insert into {table} select * from kept_{table}");
            Assert.Null((await Verify(hub)).Broken);
        }
    }

    [Theory, BothDatabases]
    public async Task An_entry_recomputed_by_a_forger_breaks_the_one_after_it(TestDatabase database)
    {
        await using var hub = await WithChain(database);
        var entry = Assert.Single(await hub.Rows<Stored>("select version, sequence, at, kind, certificate_number, program, valid_from, expires_on, commitment, detail, previous_hash from certificates_ledger where sequence = 3"));
        var forged = new LedgerEntry(entry.Version, entry.Sequence, entry.At, "sealed", entry.CertificateNumber, entry.Program, entry.ValidFrom, entry.ExpiresOn, entry.Commitment, entry.Detail, entry.PreviousHash);
        await hub.Execute("update certificates_ledger set kind = 'superseded', hash = @hash where sequence = 3", new { hash = (forged with { Kind = "superseded" }).Hash() });
        Assert.Contains("Entry 4 does not follow entry 3", (await Verify(hub)).Broken!.ToString(), StringComparison.Ordinal);
    }

    private sealed record Stored(int Version, long Sequence, DateTimeOffset At, string Kind, string CertificateNumber, string Program, DateOnly ValidFrom, DateOnly? ExpiresOn, string Commitment, string? Detail, string PreviousHash);

    [Theory, BothDatabases]
    public async Task Until_a_date_only_the_entries_up_to_it_are_looked_at(TestDatabase database)
    {
        await using var hub = await WithChain(database);
        hub.Clock.Advance(TimeSpan.FromDays(3));
        await hub.Certificate(await hub.Person("E4"), await hub.Scalar<long>("select id from certification_program"));
        await hub.Execute("update certificates_ledger set detail = 'x' where sequence = 5");
        var found = await Verify(hub, hub.Clock.GetUtcNow().AddDays(-1));
        Assert.Equal((4L, null), (found.Entries, found.Broken));
        Assert.NotNull((await Verify(hub)).Broken);
    }

    [Fact]
    public async Task Two_issuers_at_once_make_one_chain_two_hundred_times()
    {
        await using var hub = await TestHub.Start(TestDatabase.Postgres);
        long[] programs = [await hub.Program("grooming"), await hub.Program("greetings")];
        long[] people = [await hub.Person("E1"), await hub.Person("E2")];
        for (var round = 1; round <= 200; round++)
        {
            // Two people complete in the same instant; on odd rounds the same programme, so that the serial's row is fought for too.
            var periods = new List<long>();
            for (var i = 0; i < 2; i++)
            {
                await hub.Execute("update certification_period set ended_on = @on, end_reason = 'unassigned' where person_id = @person and ended_on is null", new { person = people[i], on = CertificateWords.ValidFrom });
                periods.Add(await hub.Period(people[i], programs[round % 2 == 1 ? 0 : i], number: round));
            }
            using var barrier = new Barrier(2);
            await Task.WhenAll(periods.Select(p => Task.Run(() =>
            {
                barrier.SignalAndWait();
                return hub.Certify(p);
            })));
        }
        var found = await Verify(hub);
        Assert.Null(found.Broken);
        Assert.Equal(400, found.Entries);
        Assert.Equal(400, await hub.Scalar<long>("select count(distinct number) from certificates_certificate"));
    }
}
