namespace TrainingHub.Modules.People.Contracts;

/// <summary>What a form asks of an audience besides places, positions and days of employment, as it is typed: tags, hire dates and exceptions. Its view is <c>/People/Tags/_AudienceFields.cshtml</c>.</summary>
public sealed class AudienceFields
{
    private IReadOnlyList<Audience> kept = [];

    public string? Tags { get; set; }
    public DateOnly? HiredFrom { get; set; }
    public DateOnly? HiredTo { get; set; }
    public string[] NotDepartments { get; set; } = [];
    public string[] NotPositions { get; set; } = [];
    public string? NotTags { get; set; }

    public static AudienceFields Of(Audience audience)
    {
        var simple = (audience.Except ?? []).Where(IsSimple).ToList();
        var fields = new AudienceFields
        {
            Tags = List(audience.Tags), HiredFrom = audience.HiredFrom, HiredTo = audience.HiredTo,
            NotDepartments = [.. simple.SelectMany(e => e.Departments ?? []).Distinct(StringComparer.Ordinal)],
            NotPositions = [.. simple.SelectMany(e => e.Positions ?? []).Distinct(StringComparer.Ordinal)],
            NotTags = List(simple.SelectMany(e => e.Tags ?? []).Distinct(StringComparer.Ordinal)),
        };
        fields.Keep(audience);
        return fields;
    }

    /// <summary>Exceptions that the form has no fields for, as "cooks of one site", stay as they were saved.</summary>
    public void Keep(Audience saved) => kept = [.. (saved.Except ?? []).Where(e => !IsSimple(e))];

    public async Task<IReadOnlyList<string>> SayKept(IAudienceWords words, CancellationToken ct) =>
        kept.Count == 0 ? [] : [.. (await words.Say(new Audience(Except: kept), ct)).Skip(1)]; // the first says that all others are in it

    /// <summary>The audience with what was typed here.</summary>
    public Audience Complete(Audience audience)
    {
        var (tags, notTags) = (TagNames.Split(Tags), TagNames.Split(NotTags));
        var except = new List<Audience>();
        if (NotDepartments.Length > 0) except.Add(new Audience(Departments: NotDepartments));
        if (NotPositions.Length > 0) except.Add(new Audience(Positions: NotPositions));
        if (notTags.Count > 0) except.Add(new Audience(Tags: notTags));
        except.AddRange(kept);
        return audience with { Tags = tags.Count == 0 ? null : tags, HiredFrom = HiredFrom, HiredTo = HiredTo, Except = except.Count == 0 ? null : except };
    }

    /// <summary>Exceptions are joined by "or", so those of one kind can stand in one list.</summary>
    private static bool IsSimple(Audience exception) =>
        exception.Conditions == 1 && (exception.Departments ?? []).Count + (exception.Positions ?? []).Count + (exception.Tags ?? []).Count > 0;

    private static string? List(IEnumerable<string>? tags) => tags is null ? null : string.Join(", ", tags);
}

public sealed record NamedCode(string Code, string NameZh, string NameEn);

/// <param name="Prefix">Of the names of its inputs.</param>
/// <param name="Kept">Exceptions that have no fields, in words.</param>
public sealed record AudienceFieldsView(string Prefix, AudienceFields Fields, IReadOnlyList<NamedCode> Departments, IReadOnlyList<NamedCode> Positions, IReadOnlyList<string> TagsInUse, IReadOnlyList<string> Kept);
