using System.Security.Cryptography;
using System.Text;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Simulation;

/// <summary>
/// Draws that repeat themselves. What is drawn about a subject depends on the seed and the subject alone; the rest also on how often the process was started,
/// so that what a killed one had drawn and kept is not drawn again.
/// </summary>
internal sealed class SimulatedEntropy(long seed, string stream) : Entropy
{
    private long blocks;

    public override byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (var at = 0; at < count; at += SHA256.HashSizeInBytes)
        {
            var block = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}|{stream}|{blocks++}"));
            block.AsSpan(0, Math.Min(block.Length, count - at)).CopyTo(bytes.AsSpan(at));
        }
        return bytes;
    }

    public override Entropy About(string subject) => new SimulatedEntropy(seed, subject);
}
