using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Import;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Certification.Carried;

/// <summary>Choose a file of certifications that people hold already, see what it would do, do it.</summary>
[Requires(CertificationPermissions.Carry)]
[RequestFormLimits(ValueLengthLimit = ImportUpload.MostBytes * 2, MultipartBodyLengthLimit = ImportUpload.MostBytes)]
internal sealed class CarriedPageModel(ImportCarried import, Parcels parcels) : HubPage
{
    private const string Purpose = "certification.carried";

    [BindProperty] public bool SkipBad { get; set; }
    [BindProperty] public string? Parcel { get; set; }

    public CarriedPlan? Plan { get; private set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPost(IFormFile? file, CancellationToken ct)
    {
        var (bytes, problem) = await ImportUpload.Read(file, "periods import", ct);
        if (bytes is null) return Refuse(problem!);
        Plan = await import.Plan(bytes, SkipBad, ct);
        ModelState.Clear();
        if (Plan.CanApply) Parcel = parcels.Pack(Purpose, bytes);
        else Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    public async Task<IActionResult> OnPostApply(CancellationToken ct)
    {
        if (parcels.Unpack(Purpose, Parcel) is not { } bytes) return Refuse(Problem.Because("The preview is too old. Choose the file again."));
        var result = await import.Handle(bytes, SkipBad, ct);
        if (result.Applied) return Done("/hr/programs", "Carried over: {0} certifications, {1} were there already, {2} lines skipped.", result.Carried, result.Unchanged, result.Faults.Count);
        Plan = (await import.Plan(bytes, SkipBad, ct)) with { Faults = result.Faults, SkipBad = false };
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
