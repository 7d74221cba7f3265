namespace TrainingHub.Modules.Certification.Rules;

/// <summary>What a period's expiry is counted from. Source: semantics §1, "Policy".</summary>
internal enum ExpiryBasis
{
    /// <summary>From the day of completion, always.</summary>
    Completion,

    /// <summary>From the expiry that is renewed (first: the due date), so that renewing early loses nothing; late completion starts afresh.</summary>
    Expiry,

    /// <summary>On the dates of a fixed grid, such as every 31 December; late completion does not move the grid.</summary>
    Fixed,
}

internal static class ExpiryBasisText
{
    /// <summary>Reads "completion", "expiry" or "fixed": the words of program.yaml and of the verb `periods preview`.</summary>
    public static bool TryParse(string? text, out ExpiryBasis basis)
    {
        (var known, basis) = text switch
        {
            "completion" => (true, ExpiryBasis.Completion),
            "expiry" => (true, ExpiryBasis.Expiry),
            "fixed" => (true, ExpiryBasis.Fixed),
            _ => (false, default),
        };
        return known;
    }

    public static string ToText(this ExpiryBasis basis) => basis switch
    {
        ExpiryBasis.Completion => "completion",
        ExpiryBasis.Expiry => "expiry",
        ExpiryBasis.Fixed => "fixed",
        _ => throw new ArgumentOutOfRangeException(nameof(basis), basis, "There is no such basis."),
    };
}
