namespace TrainingHub.Modules.Platform;

/// <summary>
/// An expected failure as a value: what is wrong, where, and what to do, as an English template with arguments
/// so that it can be said in the reader's language. Bugs are exceptions; this is not for them.
/// </summary>
/// <param name="Code">Stable, machine-readable, lower-case with hyphens. Part of the public API.</param>
/// <param name="Template">English text with {0}-style places; the key of its translations.</param>
/// <param name="Arguments">What fills the places.</param>
public sealed record Problem(string Code, string Template, params object[] Arguments)
{
    public static Problem Because(string template, params object[] arguments) => new("refused", template, arguments);

    public static Problem NotFound(string template, params object[] arguments) => new("not-found", template, arguments);

    public static Problem Conflict(string template, params object[] arguments) => new("conflict", template, arguments);

    /// <summary>The text in English, for logs, verbs and tests.</summary>
    public override string ToString() =>
        string.Format(System.Globalization.CultureInfo.InvariantCulture, Template, Arguments);
}

/// <summary>Either a value or the problem that kept it from being.</summary>
public readonly record struct Outcome<T>(T? Value, Problem? Problem)
{
    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Problem problem) => new(default, problem);
}
