using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Certification.Programmes;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Certification.Credentials;

/// <summary>Somebody's papers from outside: what HR has verified, with its proof, and a form for the next.</summary>
[Requires(CertificationPermissions.View)]
[RequestFormLimits(MultipartBodyLengthLimit = ProofFile.MostBytes + 64 * 1024)]
internal sealed class CredentialsModel(Db db, Reach reach, IPersonDirectory people, VerifyCredential verify, WithdrawCredential withdraw) : HubPage
{
    public sealed record Choice(string Slug, string TitleZh, string TitleEn);

    public sealed record Credential(
        long Id, string TitleZh, string TitleEn, string? Number, string? Issuer, DateOnly? IssuedOn, DateOnly? ExpiresOn, string FileName, string? VerifiedBy, DateTimeOffset VerifiedAt,
        DateTimeOffset? WithdrawnAt, string? WithdrawnBy, string? WithdrawnWhy);

    public PersonCard Person { get; private set; } = null!;
    public DateOnly Today { get; private set; }
    public IReadOnlyList<Choice> Choices { get; private set; } = [];
    public IReadOnlyList<Credential> All { get; private set; } = [];
    public bool MayVerify { get; private set; }

    [BindProperty] public string? What { get; set; }
    [BindProperty] public string? Number { get; set; }
    [BindProperty] public string? Issuer { get; set; }
    [BindProperty] public string? IssuedOn { get; set; }
    [BindProperty] public string? ExpiresOn { get; set; }

    private string Here => $"/hr/people/{Person.Id}/credentials";

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken ct) => await Load(id, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(long id, IFormFile? proof, CancellationToken ct)
    {
        if (!await Load(id, ct) || !MayVerify) return NotFound();
        if (!TryDay(IssuedOn, out var issued) || !TryDay(ExpiresOn, out var expires)) return Refuse(Problem.Because("Write days as 2026-03-01."));
        var file = await ProofFile.Read(proof, ct);
        if (file.Problem is { } unreadable) return Refuse(unreadable);
        if (await verify.Handle(new NewCredential(id, What, Number, Issuer, issued, expires), file.Value!, ct) is { } problem) return Refuse(problem);
        return Done(Here, "It is verified and counts from now on.");
    }

    public async Task<IActionResult> OnPostWithdrawAsync(long id, long credential, string? why, CancellationToken ct)
    {
        if (!await Load(id, ct) || !MayVerify || All.All(c => c.Id != credential)) return NotFound();
        return await withdraw.Handle(credential, why, ct) is { } problem ? Refuse(problem) : Done(Here, "It was withdrawn and counts no more.");
    }

    private static bool TryDay(string? text, out DateOnly? day)
    {
        day = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) ? read : null;
        return day is not null || string.IsNullOrWhiteSpace(text);
    }

    private async Task<bool> Load(long id, CancellationToken ct)
    {
        if (!await reach.Sees(id, CertificationPermissions.View, ct) || await people.Find(id, ct) is not { } person) return false;
        (Person, Today) = (person, await people.Today(id, ct));
        MayVerify = Me.Can(CertificationPermissions.Verify) && await reach.Sees(id, CertificationPermissions.Verify, ct);
        Choices = await db.Rows<Choice>("select slug, title_zh, title_en from certification_external order by slug", null, ct);
        All = await db.Rows<Credential>(
            """
            select c.id, x.title_zh, x.title_en, c.number, c.issuer, c.issued_on, c.expires_on, c.file_name, b.name as verified_by, c.verified_at, c.withdrawn_at, w.name as withdrawn_by, c.withdrawn_why
            from certification_credential c join certification_external x on x.id = c.external_id left join v_people_person b on b.id = c.verified_by left join v_people_person w on w.id = c.withdrawn_by
            where c.person_id = @id order by c.id desc
            """, new { id }, ct);
        return true;
    }
}
