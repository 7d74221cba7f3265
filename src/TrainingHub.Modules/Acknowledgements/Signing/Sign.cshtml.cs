using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Acknowledgements.Signing;

/// <summary>The clauses of a course, or one of them, in full, and the line to sign on.</summary>
[Requires(AcknowledgementsPermissions.Sign)]
internal sealed class SignModel(ClausesToSign clauses, SignClauses sign, IPersonDirectory people) : HubPage
{
    public StandardToSign Standard { get; private set; } = null!;
    public PersonCard Person { get; private set; } = null!;

    /// <summary>Only this clause.</summary>
    public string? Clause { get; private set; }

    [BindProperty] public string? Name { get; set; }
    [BindProperty] public bool HasRead { get; set; }
    [BindProperty] public string? Seal { get; set; }
    [BindProperty] public int Number { get; set; }

    public async Task<IActionResult> OnGetAsync(string slug, string? clause, CancellationToken ct) => await Load(slug, clause, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string slug, string? clause, CancellationToken ct)
    {
        if (!await Load(slug, clause, ct)) return NotFound();
        if (await sign.Handle(new Signing(Me.Id, slug, clause, Name, HasRead, Seal, Number, T.Language), ct) is { } problem)
        {
            // What is shown now is the text of now; it has to be read before it is ticked.
            if (problem.Code == "conflict") HasRead = false;
            ModelState.Clear();
            return Refuse(problem);
        }
        return Done($"/learn/sign/{slug}{(clause is null ? "" : $"/{clause}")}", "Signed. Thank you.");
    }

    private async Task<bool> Load(string slug, string? clause, CancellationToken ct)
    {
        if (await clauses.Of(Me.Id, slug, clause, ct) is not { } standard) return false;
        (Standard, Clause, Person) = (standard, clause, (await people.Find(Me.Id, ct))!);
        return true;
    }
}
