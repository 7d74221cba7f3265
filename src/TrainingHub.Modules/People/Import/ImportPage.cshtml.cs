using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Import;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.People.Import;

/// <summary>Choose a file, see what it would do, do it.</summary>
[Requires(PeoplePermissions.Edit)]
[RequestFormLimits(ValueLengthLimit = ImportUpload.MostBytes * 2, MultipartBodyLengthLimit = ImportUpload.MostBytes)]
internal sealed class ImportPageModel(ImportPeople import, Parcels parcels) : HubPage
{
    private const string Purpose = "people.import";

    [BindProperty] public bool SkipBad { get; set; }
    [BindProperty] public bool Full { get; set; }
    [BindProperty] public int AllowLeaving { get; set; } = 10;
    [BindProperty] public string? Parcel { get; set; }

    public ImportPlan? Plan { get; private set; }

    private ImportOptions Options => new(Full, Math.Clamp(AllowLeaving, 0, 100), SkipBad);

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPost(IFormFile? file, CancellationToken ct)
    {
        var (bytes, problem) = await ImportUpload.Read(file, "people import", ct);
        if (bytes is null) return Refuse(problem!);
        Plan = await import.Plan(bytes, Options, ct);
        ModelState.Clear();
        if (Plan.CanApply) Parcel = parcels.Pack(Purpose, bytes);
        else Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    public async Task<IActionResult> OnPostApply(CancellationToken ct)
    {
        if (parcels.Unpack(Purpose, Parcel) is not { } bytes) return Refuse(Problem.Because("The preview is too old. Choose the file again."));
        var result = await import.Handle(bytes, Options, ct);
        if (result.Applied)
            return Done("/hr/people", "Imported: {0} new, {1} changed, {2} unchanged, {3} left, {4} rows skipped.", result.New, result.Changed, result.Unchanged, result.Left, result.Faults.Count);
        Plan = (await import.Plan(bytes, Options, ct)) with { Faults = result.Faults, Blocked = true };
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
