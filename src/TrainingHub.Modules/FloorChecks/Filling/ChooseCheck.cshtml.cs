using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.FloorChecks.Filling;

/// <summary>Chooses a checklist and for whom it is filled in.</summary>
[Requires(FloorChecksPermissions.Fill)]
internal sealed class ChooseCheckModel(CheckSheets sheets, CheckedPeople people) : SearchPage
{
    private const int Most = 50;

    public IReadOnlyList<CheckSheets.Choice> Lists { get; private set; } = [];
    public IReadOnlyList<CheckedPerson> People { get; private set; } = [];
    public bool HasMore { get; private set; }

    /// <summary>The list that is chosen: the first where none is.</summary>
    public CheckSheets.Choice? Chosen { get; private set; }

    public async Task OnGet(string? list, CancellationToken ct)
    {
        Lists = await sheets.All(ct);
        Chosen = Lists.FirstOrDefault(l => l.Key == list) ?? (Lists.Count > 0 ? Lists[0] : null);
        var found = await people.Search(Q, Most + 1, ct);
        (People, HasMore) = ([.. found.Take(Most)], found.Count > Most);
    }
}
