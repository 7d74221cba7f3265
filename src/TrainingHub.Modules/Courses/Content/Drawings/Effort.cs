namespace TrainingHub.Modules.Courses.Content.Drawings;

/// <summary>
/// What looking at one drawing has cost so far, in steps of about the same length. A few lines of SVG can paint each part twice within each other, or lay
/// thousands of lines over one another: what takes more than <see cref="Most"/> steps is not judged, so that it keeps no request waiting.
/// </summary>
internal sealed class Effort
{
    public const int Most = 10_000_000;

    public long Spent { get; private set; }

    public bool IsTooMuch => Spent > Most;

    /// <summary>False once it is too much.</summary>
    public bool Spend(int steps)
    {
        if (!IsTooMuch) Spent += steps;
        return !IsTooMuch;
    }
}
