using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Records.Contracts;
using TrainingHub.Modules.Records.Export;

namespace TrainingHub.Modules.Records;

public sealed class RecordsModule : IModule
{
    public string Name => "records";

    public void Register(ModuleBuilder m)
    {
        m.Services.AddScoped<RecordQuery>();
        m.Services.AddScoped<IRecords, PublishedRecords>();
        m.Services.AddScoped<DownloadRecords>();
        m.Verb<RecordsExportVerb>();
        m.Permission(RecordsPermissions.View, "See and download certification records", Roles.Hr, Roles.Manager, Roles.Auditor, Roles.Admin);
        m.Permission(RecordsPermissions.Team, "See the certification records of one's team", Roles.Manager);
        m.Menu(MenuArea.Team, "My team's records", "/team/records", RecordsPermissions.Team);
        m.Menu(MenuArea.Hr, "Certification records", "/hr/records", RecordsPermissions.View);
    }

    public void Map(IEndpointRouteBuilder endpoints)
    {
        foreach (var (desk, permission) in ((string, string)[])[("/hr/records", RecordsPermissions.View), ("/team/records", RecordsPermissions.Team)])
        {
            endpoints.MapGet($"{desk}/records.csv", (HttpRequest request, DownloadRecords download) => download.Table(request)).RequireAuthorization(new RequiresAttribute(permission));
            endpoints.MapGet($"{desk}/certificates.zip", (HttpRequest request, DownloadRecords download, CancellationToken ct) => download.Papers(request, ct)).RequireAuthorization(new RequiresAttribute(permission));
        }
    }
}
