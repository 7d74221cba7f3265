using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certificates.Ledger;
using TrainingHub.Modules.Platform.Backups;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Certificates;

/// <summary>"ledger verify" as a shell sees it.</summary>
public sealed class LedgerVerbTests(ITestOutputHelper output)
{
    [Fact]
    public async Task It_says_what_holds_names_the_first_broken_entry_and_stops_at_the_end_of_the_day_it_is_given()
    {
        using var shell = new HubProcess();
        await using (var hub = await TestHub.Start())
        {
            var program = await hub.Program();
            // In Shanghai, the hub's zone: the last minute of 1 March, the first of 2 March, and noon of it.
            foreach (var at in (string[])["2099-03-01T15:59:30Z", "2099-03-01T16:00:30Z", "2099-03-02T04:00:00Z"])
            {
                hub.Clock.MoveTo(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture));
                await hub.Certificate(await hub.Person($"E{at[9..16].Replace(":", "", StringComparison.Ordinal)}"), program, expiresOn: new DateOnly(2199, 1, 1));
            }
            await hub.Execute("update certificates_ledger set program = 'other' where sequence = 2");
            Assert.NotNull((await hub.Services.GetRequiredService<MakeBackup>().Handle(Path.Combine(shell.Folder, "x.backup"), default)).Value);
        }
        Assert.Equal(0, (await shell.Verb("restore", "x.backup")).Code);

        var broken = await shell.Verb("ledger", "verify");
        Assert.Equal((1, ""), (broken.Code, broken.Output));
        Assert.StartsWith("Entry 2 (issued of GROO-2099-000002) was altered", Assert.Single(broken.Error.TrimEnd().Split('\n'), line => line.StartsWith("Entry", StringComparison.Ordinal)), StringComparison.Ordinal);
        var before = await shell.Verb("ledger", "verify", "--until", "2099-03-01");
        Assert.Equal(0, before.Code);
        Assert.StartsWith("1 entries hold. Last hash: ", before.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await shell.Verb("ledger", "verify", "--until", "2099-03-02")).Code);
        Assert.Equal(2, (await shell.Verb("ledger", "verify", "--until", "yesterday")).Code);
    }

    /// <summary>Prints how long a chain of 100,000 entries takes; the figure is in docs/reliability.md.</summary>
    [Fact]
    public async Task A_hundred_thousand_entries_are_verified()
    {
        const int Entries = 100_000;
        await using var hub = await TestHub.Start();
        var program = await hub.Program();
        var person = await hub.Person("E1");
        await hub.Certificate(person, program);
        await hub.In(async services =>
        {
            var db = services.GetRequiredService<Db>();
            await using var tx = await db.Begin(default);
            var previous = (await db.Scalar<string>("select hash from certificates_ledger", null, default))!;
            for (var i = 2; i <= Entries; i++)
            {
                var entry = new LedgerEntry(LedgerEntry.CurrentVersion, i, LedgerEntry.Instant(hub.Clock.GetUtcNow()), LedgerKinds.Issued, $"X-{i}", "grooming", CertificateWords.ValidFrom, null, "none", null, previous);
                previous = entry.Hash();
                await db.Execute(
                    """
                    insert into certificates_ledger(sequence, version, at, kind, certificate_number, program, valid_from, expires_on, commitment, detail, previous_hash, hash)
                    values (@Sequence, @Version, @At, @Kind, @CertificateNumber, @Program, @ValidFrom, @ExpiresOn, @Commitment, @Detail, @PreviousHash, @previous)
                    """, new { entry.Sequence, entry.Version, entry.At, entry.Kind, entry.CertificateNumber, entry.Program, entry.ValidFrom, entry.ExpiresOn, entry.Commitment, entry.Detail, entry.PreviousHash, previous }, default);
            }
            await db.Execute(
                """
                insert into certificates_certificate(number, code, period_id, person_id, program_id, language, commitment, program, valid_from, issued_at)
                select certificate_number, certificate_number, -sequence, @person, @program, 'en', commitment, program, valid_from, at from certificates_ledger where sequence > 1
                """, new { person, program }, default);
            await db.Execute("update certificates_ledger_head set sequence = @Entries, hash = @previous", new { Entries, previous }, default);
            await tx.Commit(default);
            return 0;
        });
        var watch = Stopwatch.StartNew();
        var found = await hub.In(s => s.GetRequiredService<VerifyLedger>().Run(null, null, default));
        Assert.Null(found.Broken);
        Assert.Equal(Entries, found.Entries);
        output.WriteLine($"{Entries} entries in {watch.Elapsed.TotalSeconds:0.0} s");
    }
}
