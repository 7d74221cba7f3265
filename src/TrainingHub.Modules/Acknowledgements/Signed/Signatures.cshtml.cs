using Microsoft.AspNetCore.WebUtilities;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Acknowledgements.Signed;

/// <summary>Who in one's scope signed which standard, when and by which name.</summary>
[Requires(AcknowledgementsPermissions.View)]
internal sealed class SignaturesModel(Db db, SignatureQuery signatures, HubSettings settings) : SearchPage
{
    private const int PageSize = 50;

    public sealed record Choice(string Slug, string TitleZh, string TitleEn);

    public IReadOnlyList<Choice> Courses { get; private set; } = [];
    public List<SigningRow> Rows { get; private set; } = [];
    public string? Course { get; private set; }
    public string? NextUrl { get; private set; }

    public string CsvUrl => AddressOf("/hr/signatures.csv");

    public string At(DateTimeOffset instant) => T.Time(instant, settings.TimeZone);

    public async Task OnGet(string? course, long? before, CancellationToken ct)
    {
        Course = course;
        Courses = await db.Rows<Choice>("select slug, title_zh, title_en from v_course order by slug", null, ct);
        Rows = await signatures.Page(course, Q, before, PageSize + 1, ct);
        if (Rows.Count <= PageSize) return;
        Rows.RemoveAt(PageSize);
        NextUrl = QueryHelpers.AddQueryString(AddressOf("/hr/signatures"), "before", $"{Rows[^1].Id}");
    }

    private string AddressOf(string path) => QueryHelpers.AddQueryString(path, new Dictionary<string, string?> { ["course"] = Course, [SearchWords.Key] = Find }.Where(p => !string.IsNullOrEmpty(p.Value)));
}
