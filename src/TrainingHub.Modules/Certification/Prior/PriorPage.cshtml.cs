using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Credentials;
using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Programmes;
using TrainingHub.Modules.Certification.Words;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Certification.Prior;

/// <summary>Counts what somebody had learned before for what a programme asks of them now.</summary>
[Requires(CertificationPermissions.Excuse)]
[RequestFormLimits(MultipartBodyLengthLimit = ProofFile.MostBytes + 64 * 1024)]
internal sealed class PriorPageModel(Db db, Chains chains, Reach reach, IPersonDirectory people, OpenRequirement open, RequirementWords words, CountPrior count, WithdrawPrior withdraw, TimeProvider clock) : HubPage
{
    public sealed record ProgramRow(long Id, string Slug, string TitleZh, string TitleEn);

    public sealed record Choice(string What, string Text);

    public sealed record Entry(PriorLine Line, string Text, bool IsOpen);

    public PersonCard Person { get; private set; } = null!;
    public ProgramRow Program { get; private set; } = null!;
    public DateOnly Today { get; private set; }
    public IReadOnlyList<Choice> Choices { get; private set; } = [];
    public IReadOnlyList<Entry> All { get; private set; } = [];

    [BindProperty] public string? What { get; set; }
    [BindProperty] public string? LearnedOn { get; set; }
    [BindProperty] public string? Note { get; set; }

    public string Back => $"/hr/people/{Person.Id}/certifications";

    private string Here => $"{Back}/{Program.Slug}/prior-learning";

    public async Task<IActionResult> OnGetAsync(long id, string program, CancellationToken ct) => await Load(id, program, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(long id, string program, IFormFile? proof, CancellationToken ct)
    {
        if (!await Load(id, program, ct)) return NotFound();
        DateOnly? learned = DateOnly.TryParseExact(LearnedOn, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
        if (learned is null && !string.IsNullOrWhiteSpace(LearnedOn)) return Refuse(Problem.Because("Write days as 2026-03-01."));
        var (file, unreadable) = await ProofFile.Read(proof, ct);
        if (unreadable is not null) return Refuse(unreadable);
        return await count.Handle(new PriorLearning(id, Program.Id, What, learned, Note), file!, ct) is { } problem ? Refuse(problem) : Done(Back, "It counts from now on.");
    }

    public async Task<IActionResult> OnPostWithdrawAsync(long id, string program, long prior, string? why, CancellationToken ct)
    {
        if (!await Load(id, program, ct) || All.All(e => e.Line.Id != prior)) return NotFound();
        return await withdraw.Handle(prior, why, ct) is { } problem ? Refuse(problem) : Done(Here, "The prior learning was withdrawn and counts no more.");
    }

    private async Task<bool> Load(long id, string slug, CancellationToken ct)
    {
        if (!await reach.Sees(id, CertificationPermissions.Excuse, ct) || await people.Find(id, ct) is not { } person) return false;
        var program = await db.Row<ProgramRow>("select v.id, v.slug, v.title_zh, v.title_en from v_certification_program v where v.slug = @slug", new { slug }, ct);
        if (program is null || (await chains.Of(id, ct)).FirstOrDefault(c => c.Requirement.ProgramId == program.Id) is not { } chain) return false;
        var now = await people.Now(id, clock, ct);
        (Person, Program, Today) = (person, program, now.Day);
        var choices = new List<Choice>();
        if (chain.Open is { } period)
            foreach (var leaf in await open.Leaves(period.Id, chain.CountingDay(period, now), ct)) choices.Add(new Choice($"{leaf.Kind}:{leaf.Key}", await words.Asks(leaf.Kind, leaf.Key, ct)));
        Choices = choices;
        var all = new List<Entry>();
        foreach (var line in (await PriorLine.Of(db, id, ct)).Where(l => l.ProgramId == program.Id))
            all.Add(new Entry(line, await words.Asks(line.Kind, line.Key, ct), chain.Open?.Id == line.PeriodId));
        All = all;
        return true;
    }
}
