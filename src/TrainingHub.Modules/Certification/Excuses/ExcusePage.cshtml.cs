using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Credentials;
using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Programmes;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Certification.Excuses;

/// <summary>Excuses one person from one programme, for a time or for good, or ends what excuses them.</summary>
[Requires(CertificationPermissions.Excuse)]
[RequestFormLimits(MultipartBodyLengthLimit = ProofFile.MostBytes + 64 * 1024)]
internal sealed class ExcusePageModel(Db db, Chains chains, Reach reach, IPersonDirectory people, ExcusePerson excuse, EndExcuse end, TimeProvider clock) : HubPage
{
    public sealed record ProgramRow(long Id, string Slug, string TitleZh, string TitleEn);

    public PersonCard Person { get; private set; } = null!;
    public ProgramRow Program { get; private set; } = null!;
    public DateOnly Today { get; private set; }
    public string? Status { get; private set; }
    public bool IsAsked { get; private set; }
    public ExcuseList Excuses { get; private set; } = null!;
    public ExcuseLine? Present => Excuses.Lines.FirstOrDefault(x => x.HoldsOn(Today));

    [BindProperty] public string? Until { get; set; }
    [BindProperty] public string? Why { get; set; }

    public string Back => $"/hr/people/{Person.Id}/certifications";

    public async Task<IActionResult> OnGetAsync(long id, string program, CancellationToken ct) => await Load(id, program, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(long id, string program, IFormFile? proof, CancellationToken ct)
    {
        if (!await Load(id, program, ct)) return NotFound();
        DateOnly? until = DateOnly.TryParseExact(Until, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
        if (until is null && !string.IsNullOrWhiteSpace(Until)) return Refuse(Problem.Because("Write days as 2026-03-01."));
        var (file, unreadable) = proof is null ? default : await ProofFile.Read(proof, ct);
        if (unreadable is not null) return Refuse(unreadable);
        return await excuse.Handle(new NewExcuse(id, Program.Id, Why, until, file), ct) is { } problem ? Refuse(problem) : Done(Back, "{0} is excused.", Person.Name);
    }

    public async Task<IActionResult> OnPostEndAsync(long id, string program, CancellationToken ct)
    {
        if (!await Load(id, program, ct)) return NotFound();
        return await end.Handle(id, Program.Id, ct) is { } problem ? Refuse(problem) : Done(Back, "The excuse has ended. What rules or people ask of {0} is asked again.", Person.Name);
    }

    private async Task<bool> Load(long id, string slug, CancellationToken ct)
    {
        if (!await reach.Sees(id, CertificationPermissions.Excuse, ct) || await people.Find(id, ct) is not { } person) return false;
        var program = await db.Row<ProgramRow>("select v.id, v.slug, v.title_zh, v.title_en from v_certification_program v where v.slug = @slug", new { slug }, ct);
        if (program is null || (await chains.Of(id, ct)).FirstOrDefault(c => c.Requirement.ProgramId == program.Id) is not { } chain) return false;
        var now = await people.Now(id, clock, ct);
        (Person, Program, Today) = (person, program, now.Day);
        Status = chain.StatusAt(now)?.ToText();
        IsAsked = chain.Open is not null || chain.Certified is not null;
        Excuses = new ExcuseList([.. (await ExcuseLine.Of(db, id, ct)).Where(x => x.ProgramId == program.Id)], Today, person.Zone, MayExcuse: true);
        return true;
    }
}
