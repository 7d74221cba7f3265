using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Pictures;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.People.Staff;

internal sealed record PrintedSlip(Slip Slip, IHtmlContent Qr, string Address, Localizer Zh, Localizer En);

/// <summary>
/// Slips for whoever never signed in. The answer to the post is the printed page itself, against the custom of redirecting:
/// the secrets exist only in it, and a redirect would have to keep them somewhere.
/// </summary>
[Requires(PeoplePermissions.Edit)]
internal sealed class SlipsModel(Db db, PrintSlips print, HubSettings settings) : HubPage
{
    public sealed record Row(long Id, string Name, string? EmployeeNumber, string? Email, string SiteName);

    public IReadOnlyList<Row> Waiting { get; private set; } = [];
    public IReadOnlyList<PrintedSlip> Printed { get; private set; } = [];

    public Task OnGet(CancellationToken ct) => Read(ct);

    public async Task<IActionResult> OnPost(long[] people, CancellationToken ct)
    {
        var slips = await print.Handle(people, ct);
        if (slips.Count == 0)
        {
            await Read(ct);
            return Refuse(Problem.Because("Choose at least one person. For people who hold a role only an administrator can print slips."));
        }
        Printed = Render(slips, settings, Request, T);
        return Page();
    }

    public static List<PrintedSlip> Render(List<Slip> slips, HubSettings settings, Microsoft.AspNetCore.Http.HttpRequest request, Localizer texts)
    {
        var address = settings.BaseUrl?.ToString().TrimEnd('/') ?? $"{request.Scheme}://{request.Host}";
        var (zh, en) = (texts.For(Languages.Chinese), texts.For(Languages.English));
        return slips.ConvertAll(s => new PrintedSlip(s, QrCode.Svg(address + s.Path, texts["QR code for {0}", s.Name]), $"{address}/activate", zh, en));
    }

    private async Task Read(CancellationToken ct) => Waiting = await db.Rows<Row>(
        $"""
        select p.id, p.name, p.employee_number, p.email, s.name as site_name
        from people_person p join people_site s on s.id = p.site_id
        where p.password_hash is null and p.left_on is null and {PeopleScope.Sees("p.site_id", "p.department_id")}
        order by s.name, p.name_sort, p.id limit 500
        """,
        new { viewer = Me.Id, permission = PeoplePermissions.Edit }, ct);
}
