using System.IO.Compression;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.People.Import;

/// <summary>
/// Choose a file, see what it would do, do it. Between the two steps the file travels through the browser, packed and encrypted:
/// what was looked at is what is imported, and nothing about people lies about on the server.
/// </summary>
[Requires(PeoplePermissions.Edit)]
[RequestFormLimits(ValueLengthLimit = MostBytes * 2, MultipartBodyLengthLimit = MostBytes)]
internal sealed class ImportPageModel(ImportPeople import, IDataProtectionProvider protection) : HubPage
{
    public const int MostBytes = 4 * 1024 * 1024;

    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("people.import").ToTimeLimitedDataProtector();

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
        if (file is null || file.Length == 0) return Refuse(Problem.Because("Choose a CSV file that is not empty."));
        if (file.Length > MostBytes) return Refuse(Problem.Because("The file is larger than {0} MB. Split it, or import it on the server with \"people import\".", MostBytes / 1024 / 1024));
        using var memory = new MemoryStream();
        await file.CopyToAsync(memory, ct);
        var bytes = memory.ToArray();
        Plan = await import.Plan(bytes, Options, ct);
        ModelState.Clear();
        if (Plan.CanApply) Parcel = Pack(bytes);
        else Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    public async Task<IActionResult> OnPostApply(CancellationToken ct)
    {
        if (Unpack(Parcel) is not { } bytes) return Refuse(Problem.Because("The preview is too old. Choose the file again."));
        var result = await import.Handle(bytes, Options, ct);
        if (result.Applied)
            return Done("/hr/people", "Imported: {0} new, {1} changed, {2} unchanged, {3} left, {4} rows skipped.", result.New, result.Changed, result.Unchanged, result.Left, result.Faults.Count);
        Plan = (await import.Plan(bytes, Options, ct)) with { Faults = result.Faults, Blocked = true };
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    private string Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal)) brotli.Write(bytes);
        return Convert.ToBase64String(protector.Protect(packed.ToArray(), TimeSpan.FromHours(1)));
    }

    private byte[]? Unpack(string? parcel)
    {
        try
        {
            using var packed = new MemoryStream(protector.Unprotect(Convert.FromBase64String(parcel ?? "")));
            using var brotli = new BrotliStream(packed, CompressionMode.Decompress);
            using var bytes = new MemoryStream();
            brotli.CopyTo(bytes);
            return bytes.ToArray();
        }
        catch (Exception e) when (e is FormatException or System.Security.Cryptography.CryptographicException)
        {
            return null; // too old, or not ours; the page says so
        }
    }
}
