using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TrainingHub.Modules.Simulation;

/// <summary>What is simulated; the same plan gives the same organisation, to the byte.</summary>
/// <param name="People">How many work there at a time; leavers are replaced.</param>
/// <param name="Start">The first day.</param>
internal sealed record SimulationPlan(int People, int Months, long Seed, DateOnly Start)
{
    /// <summary>The last day, inclusive.</summary>
    public DateOnly End => Start.AddMonths(Months).AddDays(-1);

    /// <summary>Whether it happens: about once in <paramref name="odds"/> such days.</summary>
    public bool OnceIn(int odds, string who, DateOnly day, string action) => Below(odds, who, day, action) == 0;

    public bool Percent(int percent, string who, DateOnly day, string action) => Below(100, who, day, action) < percent;

    /// <summary>
    /// A number from 0 to <paramref name="bound"/> − 1. Every choice depends on nothing but seed, person, day and action, so that whatever was cut off
    /// chooses the same when it is begun again.
    /// </summary>
    public int Below(int bound, string who, DateOnly day, string action) => (int)(BinaryPrimitives.ReadUInt64BigEndian(Hash(who, day, action)) % (ulong)bound);

    public string Uuid(string who, DateOnly day, string action)
    {
        var bytes = Hash(who, day, action)[..16];
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }

    private byte[] Hash(string who, DateOnly day, string action) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Seed}|{who}|{day:O}|{action}")));
}
