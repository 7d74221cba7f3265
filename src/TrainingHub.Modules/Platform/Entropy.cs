using System.Security.Cryptography;

namespace TrainingHub.Modules.Platform;

/// <summary>The only source of randomness, so that a simulation can repeat itself to the byte.</summary>
public class Entropy
{
    public virtual byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        RandomNumberGenerator.Fill(bytes);
        return bytes;
    }

    /// <summary>
    /// For what is drawn about one thing, once: a certificate, an attempt. A simulation then draws the same however often it was cut off and begun again.
    /// </summary>
    /// <param name="subject">"certificate of period 12".</param>
    public virtual Entropy About(string subject) => this;

    public string Uuid()
    {
        var bytes = Bytes(16);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }

    /// <summary>A token of <paramref name="bits"/> random bits in lower-case base 32 without the letters i, l, o and u, so that it can be read aloud and typed.</summary>
    public string Token(int bits)
    {
        const string alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
        var count = (bits + 4) / 5;
        var bytes = Bytes(count);
        return string.Create(count, bytes, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = alphabet[source[i] & 31];
        });
    }

    /// <summary>A whole number from 0 to <paramref name="below"/> − 1, evenly.</summary>
    public int Below(int below)
    {
        // Rejection keeps the draw even where 2^32 is no multiple of the bound.
        var limit = uint.MaxValue - uint.MaxValue % (uint)below;
        while (true)
        {
            var value = BitConverter.ToUInt32(Bytes(4));
            if (value < limit) return (int)(value % (uint)below);
        }
    }

    public void Shuffle<T>(IList<T> items)
    {
        for (var i = items.Count - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
