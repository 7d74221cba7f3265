using System.Text;
using TrainingHub.Modules.Certificates.Ledger;

namespace TrainingHub.Tests.Certificates;

/// <summary>The format is final: these bytes and hashes may never change.</summary>
public sealed class LedgerEntryTests
{
    private static readonly LedgerEntry First = new(1, 1, new DateTimeOffset(2026, 3, 14, 1, 2, 3, TimeSpan.Zero).AddMicroseconds(4), LedgerKinds.Issued, "GROO-2026-000001", "grooming",
        new DateOnly(2026, 3, 14), new DateOnly(2027, 3, 14), new string('a', 64), null, LedgerEntry.FirstPreviousHash);

    [Fact]
    public void An_entry_is_its_version_byte_and_its_canonical_json()
    {
        var bytes = First.ToBytes();
        Assert.Equal(1, bytes[0]);
        Assert.Equal(
            $$"""{"at":"2026-03-14T01:02:03.000004Z","certificate":"GROO-2026-000001","commitment":"{{new string('a', 64)}}","detail":null,"expiresOn":"2027-03-14","kind":"issued","previous":"{{new string('0', 64)}}","program":"grooming","sequence":1,"validFrom":"2026-03-14"}""",
            Encoding.UTF8.GetString(bytes[1..]));
    }

    [Fact]
    public void Its_hash_is_the_one_of_the_published_example() =>
        Assert.Equal("7ef0718429098fe31d705205a7756bb9911d11e3dfe892c1f1d124d8dc9f433e", First.Hash());

    [Fact]
    public void Every_member_counts()
    {
        LedgerEntry[] changed =
        [
            First with { Version = 2 }, First with { Sequence = 2 }, First with { At = First.At.AddMicroseconds(1) }, First with { Kind = LedgerKinds.Revoked }, First with { CertificateNumber = "GROO-2026-000002" },
            First with { Program = "greetings" }, First with { ValidFrom = First.ValidFrom.AddDays(1) }, First with { ExpiresOn = null }, First with { Commitment = new string('b', 64) }, First with { Detail = "x" },
            First with { PreviousHash = new string('1', 64) },
        ];
        Assert.Equal(changed.Length + 1, changed.Append(First).Select(e => e.Hash()).Distinct().Count());
    }
}
