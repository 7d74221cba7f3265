namespace TrainingHub.Modules.Platform.Pdf;

/// <summary>The file is not a TrueType font that can be embedded: another kind of font, or damaged.</summary>
internal sealed class FontFormatException(string message) : Exception(message);
