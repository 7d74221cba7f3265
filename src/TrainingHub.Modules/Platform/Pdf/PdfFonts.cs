namespace TrainingHub.Modules.Platform.Pdf;

/// <summary>
/// The hub's two weights, parsed at first use and then shared by all threads. A failure is not remembered: once the file is put
/// right the next certificate comes out, without a restart.
/// </summary>
/// <param name="regularPath">Path of a TrueType file.</param>
/// <param name="boldPath">Path of a TrueType file.</param>
internal sealed class PdfFonts(string regularPath, string boldPath)
{
    private readonly FontFile regular = new(regularPath);
    private readonly FontFile bold = new(boldPath);

    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="FontFormatException">It is not a TrueType font, or damaged.</exception>
    public TrueTypeFont Regular => regular.Font;

    /// <inheritdoc cref="Regular"/>
    public TrueTypeFont Bold => bold.Font;

    private sealed class FontFile(string path)
    {
        private readonly Lock parsing = new();
        private volatile TrueTypeFont? parsed;

        public TrueTypeFont Font => parsed ?? Parse();

        private TrueTypeFont Parse()
        {
            lock (parsing) return parsed ??= new TrueTypeFont(File.ReadAllBytes(path));
        }
    }
}
