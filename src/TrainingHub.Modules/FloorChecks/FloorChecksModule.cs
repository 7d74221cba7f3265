using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.FloorChecks.Filling;
using TrainingHub.Modules.FloorChecks.Results;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.FloorChecks;

/// <summary>Checklists of the courses, filled in for a person on the floor: what was seen, and evidence where a programme asks for it.</summary>
public sealed class FloorChecksModule : IModule
{
    public string Name => "floorchecks";

    public void Register(ModuleBuilder m)
    {
        m.Services.AddScoped<CheckSheets>();
        m.Services.AddScoped<CheckedPeople>();
        m.Services.AddScoped<WriteCheck>();
        m.Services.AddScoped<HandInCheck>();
        m.Services.AddScoped<CorrectCheck>();
        m.Services.AddScoped<ReadChecks>();
        m.Services.AddScoped<ChecksCsv>();
        m.Services.AddScoped<IEvidenceKind, CheckKind>();
        m.Services.AddScoped<IPersonSection, ChecksOnPersonPage>();

        m.Permission(FloorChecksPermissions.Fill, "Fill in checklists for people on the floor, and correct them with a reason", Roles.Manager, Roles.Trainer);
        m.Permission(FloorChecksPermissions.View, "See and download how people were checked on the floor", Roles.Hr, Roles.Manager, Roles.Trainer, Roles.Auditor, Roles.Admin);
        m.Permission(FloorChecksPermissions.Own, "See how one was checked on the floor", Roles.All);
        m.Menu(MenuArea.Learn, "Floor checks", "/learn/checks", FloorChecksPermissions.Own);
        m.Menu(MenuArea.Team, "Fill in a checklist", "/team/checks", FloorChecksPermissions.Fill);
        m.Menu(MenuArea.Hr, "Floor checks", "/hr/checks", FloorChecksPermissions.View);
    }

    public void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/hr/checks.csv", (HttpRequest request, ChecksCsv csv) => csv.Download(request)).RequireAuthorization(new RequiresAttribute(FloorChecksPermissions.View));
}
