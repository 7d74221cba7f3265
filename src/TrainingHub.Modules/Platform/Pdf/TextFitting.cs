namespace TrainingHub.Modules.Platform.Pdf;

/// <summary>Text brought to a size at which it fits.</summary>
/// <param name="Size">In points.</param>
/// <param name="Lines">At least one.</param>
/// <param name="IsCut">True if even the smallest size was too large and the end was replaced by "…".</param>
internal sealed record FittedText(double Size, IReadOnlyList<string> Lines, bool IsCut);

/// <summary>The limits text is to be kept in.</summary>
/// <param name="Width">In points.</param>
/// <param name="MaxSize">Preferred type size, in points.</param>
/// <param name="SingleLineMinSize">Down to this size one line is better than two; several lines are never larger than this.</param>
/// <param name="MinSize">Never smaller than this.</param>
/// <param name="MaxLines">At least 1.</param>
internal sealed record TextFrame(double Width, double MaxSize, double SingleLineMinSize, double MinSize, int MaxLines);

/// <summary>Makes text fit its frame: first shrinks one line a little, then wraps and shrinks, and cuts only as the last resort.</summary>
internal static class TextFitting
{
    private const double Step = 0.5;

    public static FittedText Fit(TrueTypeFont font, string text, TextFrame frame)
    {
        var trimmed = PrintableText.Of(text).Trim();
        var natural = font.Width(trimmed, 1);
        var single = natural <= 0 ? frame.MaxSize : Math.Min(frame.MaxSize, Math.Floor(frame.Width / natural / Step) * Step);
        if (single >= frame.SingleLineMinSize || (frame.MaxLines == 1 && single >= frame.MinSize)) return new FittedText(single, [trimmed], false);

        // A word is cut in two only where no size that may be used keeps it whole.
        var widestPiece = LineBreaking.Pieces(trimmed).Max(p => font.Width(p.TrimEnd(), 1));
        return Wrap(font, trimmed, frame, Math.Min(frame.SingleLineMinSize, frame.Width / widestPiece))
            ?? Wrap(font, trimmed, frame, frame.SingleLineMinSize)
            ?? Cut(font, trimmed, frame);
    }

    private static FittedText? Wrap(TrueTypeFont font, string text, TextFrame frame, double maxSize)
    {
        for (var size = Math.Floor(maxSize / Step) * Step; size >= frame.MinSize; size -= Step)
        {
            var lines = LineBreaking.Wrap(text, frame.Width, t => font.Width(t, size));
            if (lines.Count <= frame.MaxLines) return new FittedText(size, Balance(font, text, size, frame.Width, lines), false);
        }
        return null;
    }

    // Two lines of about the same length look meant; a long one with a short one below looks like an accident.
    private static IReadOnlyList<string> Balance(TrueTypeFont font, string text, double size, double width, IReadOnlyList<string> lines)
    {
        if (lines.Count == 1) return lines;
        var best = lines;
        var widestPiece = LineBreaking.Pieces(text).Max(p => font.Width(p.TrimEnd(), size));
        var (low, high) = (Math.Max(widestPiece, font.Width(text, size) / lines.Count), width);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            var tried = LineBreaking.Wrap(text, middle, t => font.Width(t, size));
            if (tried.Count <= lines.Count) (best, high) = (tried, middle);
            else low = middle;
        }
        return best;
    }

    private static FittedText Cut(TrueTypeFont font, string text, TextFrame frame)
    {
        var lines = LineBreaking.Wrap(text, frame.Width, t => font.Width(t, frame.MinSize)).Take(frame.MaxLines).ToList();
        var last = lines[^1];
        while (last.Length > 0 && font.Width(last + "…", frame.MinSize) > frame.Width) last = last[..^(char.IsLowSurrogate(last[^1]) ? 2 : 1)];
        lines[^1] = last + "…";
        return new FittedText(frame.MinSize, lines, true);
    }
}
