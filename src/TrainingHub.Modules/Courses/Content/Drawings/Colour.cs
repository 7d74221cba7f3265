using System.Globalization;
using System.Text.RegularExpressions;

namespace TrainingHub.Modules.Courses.Content.Drawings;

/// <summary>A colour of sRGB, each part from 0 to 1.</summary>
internal readonly partial record struct Colour(double Red, double Green, double Blue)
{
    public static readonly Colour Black = new(0, 0, 0);
    public static readonly Colour White = new(1, 1, 1);

    [GeneratedRegex(@"^rgb\(\s*(?<r>[0-9]{1,3})\s*,\s*(?<g>[0-9]{1,3})\s*,\s*(?<b>[0-9]{1,3})\s*\)\z")]
    private static partial Regex Rgb { get; }

    /// <summary>Null for what is no plain colour: none, a gradient, a name beyond black and white.</summary>
    public static Colour? Parse(string text)
    {
        if (text is "black" or "white") return text == "black" ? Black : White;
        if (text is ['#', .. var hex] && hex.Length is 3 or 6 && int.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            return hex.Length == 6 ? Of(value >> 16, (value >> 8) & 255, value & 255) : Of((value >> 8) * 17, ((value >> 4) & 15) * 17, (value & 15) * 17);
        return Rgb.Match(text) is { Success: true } rgb ? Of(Part("r"), Part("g"), Part("b")) : null;

        int Part(string name) => int.Parse(Rgb.Match(text).Groups[name].ValueSpan, CultureInfo.InvariantCulture);
    }

    private static Colour Of(int red, int green, int blue) => new(red / 255.0, green / 255.0, blue / 255.0);

    /// <summary>What one sees where this lies over another, letting it through.</summary>
    public Colour Over(Colour below, double opacity) => new(
        Red * opacity + below.Red * (1 - opacity), Green * opacity + below.Green * (1 - opacity), Blue * opacity + below.Blue * (1 - opacity));

    /// <summary>As WCAG measures it: from 1 to 21.</summary>
    public static double Contrast(Colour one, Colour other)
    {
        var (light, dark) = (Math.Max(one.Luminance, other.Luminance), Math.Min(one.Luminance, other.Luminance));
        return (light + 0.05) / (dark + 0.05);
    }

    private double Luminance => 0.2126 * Linear(Red) + 0.7152 * Linear(Green) + 0.0722 * Linear(Blue);

    private static double Linear(double part) => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);

    public override string ToString() => $"#{Byte(Red):x2}{Byte(Green):x2}{Byte(Blue):x2}";

    private static int Byte(double part) => (int)Math.Round(Math.Clamp(part, 0, 1) * 255);
}
