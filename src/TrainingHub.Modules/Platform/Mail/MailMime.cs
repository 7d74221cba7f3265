using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TrainingHub.Modules.Platform.Mail;

/// <summary>
/// Writes a mail as bytes (RFC 5322, 2045–2047): ASCII throughout, no line over 78 characters that we fold ourselves, CRLF, text and HTML as alternatives.
/// The same mail gives the same bytes, so that writing it again changes nothing.
/// </summary>
internal static class MailMime
{
    private const int MostBytesPerWord = 39; // 52 characters of base 64 and 12 around them: fits a line beside "Subject: "

    public static byte[] Write(MailMessage mail, DateTimeOffset date)
    {
        var boundary = "=_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mail.MessageId)))[..24]; // "_" never occurs in base 64
        var mime = new StringBuilder();
        Line(mime, "Date: " + date.ToUniversalTime().ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture));
        Line(mime, "From: " + Mailbox(mail.FromName, mail.FromAddress));
        Line(mime, "To: " + Mailbox(mail.ToName, mail.ToAddress));
        Line(mime, "Subject: " + Words(mail.Subject));
        Line(mime, $"Message-ID: <{mail.MessageId}>");
        Line(mime, "Auto-Submitted: auto-generated");
        if (mail.Unsubscribe is { } link)
        {
            Line(mime, $"List-Unsubscribe: <{new UriBuilder(link) { Host = link.IdnHost }.Uri.AbsoluteUri}>");
            if (link.Scheme == Uri.UriSchemeHttps) Line(mime, "List-Unsubscribe-Post: List-Unsubscribe=One-Click"); // RFC 8058
        }
        Line(mime, "MIME-Version: 1.0");
        if (mail.Attachments.Count == 0)
        {
            Alternatives(mime, mail, boundary);
        }
        else
        {
            Line(mime, $"Content-Type: multipart/mixed; boundary=\"{boundary}m\"\r\n\r\n--{boundary}m");
            Alternatives(mime, mail, boundary);
            foreach (var attachment in mail.Attachments) Attachment(mime, attachment, boundary);
            Line(mime, $"--{boundary}m--");
        }
        return Encoding.ASCII.GetBytes(mime.ToString());
    }

    /// <summary>Whether the address can stand in a header and in the dialogue; whatever could end a line or a bracket can't.</summary>
    public static bool IsPlainAddress(string address) =>
        address.Length is > 2 and <= 254 && address.IndexOf('@') > 0 && address.All(c => c is > ' ' and < '\x7f' and not ('<' or '>' or '(' or ')' or ',' or ';' or ':' or '"' or '\\' or '[' or ']'));

    private static void Alternatives(StringBuilder mime, MailMessage mail, string boundary)
    {
        Line(mime, $"Content-Type: multipart/alternative; boundary=\"{boundary}a\"\r\n\r\n--{boundary}a");
        Text(mime, "text/plain", mail.Text);
        Line(mime, $"--{boundary}a");
        Text(mime, "text/html", mail.Html);
        Line(mime, $"--{boundary}a--");
    }

    private static void Text(StringBuilder mime, string type, string text)
    {
        Line(mime, $"Content-Type: {type}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n");
        Base64(mime, Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")));
    }

    private static void Attachment(StringBuilder mime, MailAttachment attachment, string boundary)
    {
        Line(mime, $"--{boundary}m");
        Line(mime, $"Content-Type: {attachment.ContentType}");
        Line(mime, $"Content-Disposition: attachment;\r\n filename*=utf-8''{Uri.EscapeDataString(attachment.FileName)}");
        Line(mime, "Content-Transfer-Encoding: base64\r\n");
        Base64(mime, attachment.Bytes);
    }

    private static void Base64(StringBuilder mime, byte[] bytes) => Line(mime, Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks));

    private static void Line(StringBuilder mime, string line) => mime.Append(line).Append("\r\n");

    private static string Mailbox(string name, string address)
    {
        if (!IsPlainAddress(address)) throw new MailRefusedException(Problem.Because("The e-mail address holds characters that a mail can't be sent to."));
        return name.Length == 0 ? address : $"{Words(name, quoted: true)}\r\n <{address}>";
    }

    /// <summary>Plain where it is short ASCII, else RFC 2047 words that never cut a character in two.</summary>
    private static string Words(string text, bool quoted = false)
    {
        var clean = new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]);
        if (clean.Length <= 60 && clean.All(c => c is >= ' ' and < '\x7f') && !clean.Contains("=?", StringComparison.Ordinal))
            return quoted ? $"\"{clean.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : clean;
        var words = new List<string>();
        var bytes = new List<byte>();
        void End()
        {
            if (bytes.Count > 0) words.Add($"=?utf-8?B?{Convert.ToBase64String([.. bytes])}?=");
            bytes.Clear();
        }

        foreach (var rune in clean.EnumerateRunes())
        {
            var encoded = Encoding.UTF8.GetBytes(rune.ToString());
            if (bytes.Count + encoded.Length > MostBytesPerWord) End();
            bytes.AddRange(encoded);
        }
        End();
        return string.Join("\r\n ", words);
    }
}
