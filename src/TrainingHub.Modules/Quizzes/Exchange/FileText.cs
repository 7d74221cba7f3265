using System.Text;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>
/// The text of a file whose encoding nobody declared: marked UTF-8, UTF-16 or UTF-32; UTF-16 by its zero bytes; valid UTF-8; else GB18030 (which includes GBK),
/// where what it gives is mostly common Chinese, else Windows-1252, which takes anything.
/// </summary>
internal static class FileText
{
    internal sealed record Decoded(string Text, string Encoding);

    static FileText() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static Outcome<Decoded> Of(byte[] bytes)
    {
        if (bytes.AsSpan().StartsWith("PK\u0003\u0004"u8)) return Problem.Because("This is a zip file, not text. Choose its format, or unpack it first.");
        if (bytes.AsSpan().StartsWith("%PDF"u8)) return Problem.Because("This is a PDF, not a file of questions.");
        foreach (var (name, skip) in Candidates(bytes))
        {
            if (TryDecode(name, bytes.AsSpan(skip)) is not { } text) continue;
            if (text.Contains('\0')) return Problem.Because("The file is not text: it holds zero characters. Save it as UTF-8 and try again.");
            return new Decoded(text, name);
        }
        return Problem.Because("The file's characters can't be read as {0}. Save it as UTF-8 and try again.", Candidates(bytes)[0].Name);
    }

    private static (string Name, int Skip)[] Candidates(byte[] bytes) => bytes switch
    {
        [0xef, 0xbb, 0xbf, ..] => [("utf-8", 3)],
        [0xff, 0xfe, 0, 0, ..] => [("utf-32", 4)],
        [0xff, 0xfe, ..] => [("utf-16", 2)],
        [0xfe, 0xff, ..] => [("utf-16BE", 2)],
        _ when Zeros(bytes) is var (even, odd) && even + odd > bytes.Length / 8 => [(even > odd ? "utf-16BE" : "utf-16", 0)],
        _ when LooksChinese(bytes) => [("utf-8", 0), ("gb18030", 0), ("windows-1252", 0)],
        _ => [("utf-8", 0), ("windows-1252", 0)],
    };

    private static string? TryDecode(string name, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null; // not this one; the next may fit
        }
    }

    /// <summary>Latin letters and spaces of UTF-16 have one zero byte each, on one side.</summary>
    private static (int Even, int Odd) Zeros(byte[] bytes)
    {
        var (even, odd) = (0, 0);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != 0) continue;
            if (i % 2 == 0) even++;
            else odd++;
        }
        return (even, odd);
    }

    /// <summary>
    /// GB18030 writes nearly every Chinese character as two high bytes, the first from 0xB0 to 0xF7 for the 6,763 common ones; in a western text high bytes
    /// mostly stand alone between letters.
    /// </summary>
    private static bool LooksChinese(ReadOnlySpan<byte> bytes)
    {
        var (pairs, singles) = (0, 0);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] < 0x80) continue;
            if (i + 1 < bytes.Length && bytes[i] is >= 0xa1 and <= 0xf7 && bytes[i + 1] is >= 0xa1 and <= 0xfe)
            {
                pairs++;
                i++;
            }
            else
            {
                singles++;
            }
        }
        return pairs > singles;
    }
}
