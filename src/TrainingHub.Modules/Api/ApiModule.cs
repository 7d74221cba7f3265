using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Api.Assignments;
using TrainingHub.Modules.Api.Certificates;
using TrainingHub.Modules.Api.Conventions;
using TrainingHub.Modules.Api.Courses;
using TrainingHub.Modules.Api.People;
using TrainingHub.Modules.Api.Programs;
using TrainingHub.Modules.Api.Quizzes;
using TrainingHub.Modules.Api.Records;
using TrainingHub.Modules.Api.Reference;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Jobs;

namespace TrainingHub.Modules.Api;

public sealed class ApiModule : IModule
{
    public string Name => "api";

    public void Register(ModuleBuilder m)
    {
        var s = m.Services;
        s.Configure<JsonOptions>(o => ApiJson.Configure(o.SerializerOptions));
        // Thrown, not swallowed: so that the answer can say which parameter is wrong, in every environment.
        s.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        ApiDocument.Add(s);
        s.AddScoped<ApiReference>();
        s.AddScoped<AssignmentRows>();
        s.AddScoped<CertificateRows>();
        m.Job<ForgetKeysJob>(ForgetKeysJob.Id, "Forget idempotency keys", "Deletes the Idempotency-Keys of API requests that are older than 30 days.", Daily.At(3, 40));
    }

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        var api = endpoints.MapGroup(ApiDocument.Root).AddEndpointFilter(ReaderLanguage.Filter);
        ReadMe.Map(api);
        ListPeople.Map(api);
        ReadPerson.Map(api);
        WritePerson.Map(api);
        ImportPeople.Map(api);
        ListCourses.Map(api);
        ReadCourse.Map(api);
        SaveProgress.Map(api);
        ListPrograms.Map(api);
        ReadProgram.Map(api);
        AssignProgram.Map(api);
        ListAssignments.Map(api);
        ListQuizzes.Map(api);
        StartAttempt.Map(api);
        ReadAttempt.Map(api);
        SaveAnswer.Map(api);
        CheckAnswer.Map(api);
        MoveOn.Map(api);
        SubmitAttempt.Map(api);
        ListCertificates.Map(api);
        ReadCertificate.Map(api);
        RevokeCertificate.Map(api);
        ListRecords.Map(api);
        VerifyCertificate.Map(api);
    }
}
