using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Sessions.Attendance;
using TrainingHub.Modules.Sessions.Contracts;
using TrainingHub.Modules.Sessions.Demo;
using TrainingHub.Modules.Sessions.News;
using TrainingHub.Modules.Sessions.Places;
using TrainingHub.Modules.Sessions.Planning;
using TrainingHub.Modules.Sessions.SignIn;

namespace TrainingHub.Modules.Sessions;

public sealed class SessionsModule : IModule
{
    public string Name => "sessions";

    public void Register(ModuleBuilder m)
    {
        var s = m.Services;
        s.AddScoped<FindSession>();
        s.AddScoped<SaveTopic>();
        s.AddScoped<CheckPlan>();
        s.AddScoped<PlanSession>();
        s.AddScoped<ChangeSession>();
        s.AddScoped<CancelSession>();
        s.AddScoped<SessionChoices>();
        s.AddScoped<Seats>();
        s.AddScoped<BookPlace>();
        s.AddScoped<GiveUpPlace>();
        s.AddScoped<SignInPerson>();
        s.AddScoped<ReadAttendance>();
        s.AddScoped<WritePresence>();
        s.AddScoped<ConfirmPresence>();
        s.AddScoped<CorrectPresence>();
        s.AddScoped<IEvidenceKind, AttendedKind>();
        s.AddScoped<NoteNews>();
        s.AddScoped<ISessionNews, SessionNews>();
        s.AddScoped<IPersonSection, SessionsOnPersonPage>();
        m.On<PersonLeft, FreeSeatsOfLeavers>();
        m.AtStart<SeedDemoSessions>();

        m.Permission(SessionsPermissions.Book, "See the timetable, book a seat and sign in", Roles.All);
        m.Permission(SessionsPermissions.Plan, "Plan, change and cancel classroom sessions, and see who booked", Roles.Trainer, Roles.Hr);
        m.Permission(SessionsPermissions.Confirm, "Confirm who was present at a classroom session", Roles.Trainer, Roles.Hr);
        m.Menu(MenuArea.Learn, "Classroom sessions", "/learn/sessions", SessionsPermissions.Book);
        m.Menu(MenuArea.Studio, "Classroom sessions", "/studio/sessions", SessionsPermissions.Plan);
    }

    public void Map(IEndpointRouteBuilder endpoints) => AttendanceCsv.Map(endpoints);
}
