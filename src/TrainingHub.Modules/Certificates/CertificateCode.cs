namespace TrainingHub.Modules.Certificates;

/// <summary>The verification code as it is printed below the QR code, for those who have to type it.</summary>
internal static class CertificateCode
{
    private const int GroupSize = 4, LongestPrinted = 40;

    /// <summary>The last segment of the address in groups of four; empty where it is too long to be a code.</summary>
    public static string Of(string verifyUrl)
    {
        var path = verifyUrl.Split('?', '#')[0].TrimEnd('/');
        var code = path[(path.LastIndexOf('/') + 1)..];
        return code.Length > LongestPrinted ? "" : string.Join(' ', code.Chunk(GroupSize).Select(group => new string(group)));
    }
}
