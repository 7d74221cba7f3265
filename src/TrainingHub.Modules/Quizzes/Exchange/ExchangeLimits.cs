namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>What one file may hold. Beyond it the import says so before it reads on.</summary>
internal static class ExchangeLimits
{
    public const int FileMegabytes = 64;
    public const int FileBytes = FileMegabytes * 1024 * 1024;

    public const int Items = 50_000;

    /// <summary>Characters of one text: a stem, an option, a feedback.</summary>
    public const int Text = 20_000;

    public const int Options = 50;

    /// <summary>What a zip may hold unpacked, all files together. A well-made one shrinks to a tenth; a bomb to a thousandth.</summary>
    public const int UnpackedMegabytes = 256;
    public const long UnpackedBytes = UnpackedMegabytes * 1024L * 1024;

    public const int EntryBytes = 16 * 1024 * 1024;
    public const int Entries = Items + 10_000;

    public const int PictureBytes = 2 * 1024 * 1024;
    public const int XmlDepth = 60;
}
