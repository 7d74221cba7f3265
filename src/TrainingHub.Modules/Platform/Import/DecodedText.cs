using System.Text;

namespace TrainingHub.Modules.Platform.Import;

/// <summary>Reads the text of a file whose encoding nobody declared: marked UTF-8 or UTF-16, else valid UTF-8, else GB18030 (which includes GBK), as Excel in China writes it.</summary>
internal static class DecodedText
{
    private static readonly Encoding Utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);
    private static readonly Encoding Utf16 = new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true);
    private static readonly Encoding Utf16BigEndian = new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true);
    private static readonly Lazy<Encoding> Gb18030 = new(() =>
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
    });

    public static Outcome<string> Of(byte[] bytes)
    {
        if (bytes.AsSpan().StartsWith(new byte[] { 0x50, 0x4b, 3, 4 }))
            return Problem.Because("This is an Excel workbook, not CSV. In Excel choose Save as, \"CSV UTF-8\", and give that file.");
        foreach (var encoding in bytes switch
        {
            [0xff, 0xfe, ..] => new[] { Utf16 },
            [0xfe, 0xff, ..] => [Utf16BigEndian],
            [0xef, 0xbb, 0xbf, ..] => [Utf8],
            _ => [Utf8, Gb18030.Value],
        })
        {
            try
            {
                return encoding.GetString(bytes).TrimStart('\ufeff');
            }
            catch (DecoderFallbackException)
            {
                // Not this one; the next may fit.
            }
        }
        return Problem.Because("The file's characters can't be read: it is neither UTF-8, UTF-16 nor GBK. Save it as \"CSV UTF-8\" and try again.");
    }
}
