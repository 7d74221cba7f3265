using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Courses.Changes;
using TrainingHub.Modules.Courses.Content;
using TrainingHub.Modules.Courses.Content.Remarks;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Courses.Learning;
using TrainingHub.Modules.Courses.Studio;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Courses;

public sealed class CoursesModule : IModule
{
    public string Name => "courses";

    public void Register(ModuleBuilder m)
    {
        m.Services.AddScoped<CheckContent>();
        m.Services.AddScoped<FindRemarks>();
        m.Services.AddScoped<CourseVersions>();
        m.Services.AddScoped<LessonHtml>();
        m.Services.AddScoped<FloorRows>();
        m.Services.AddScoped<RecordChanges>();
        m.Services.AddScoped<JudgeChanges>();
        m.Services.AddScoped<ImportContent>();
        m.Services.AddScoped<ImportFolders>();
        m.Services.AddScoped<Rounds>();
        m.Services.AddScoped<CompleteLesson>();
        m.Services.AddScoped<CompleteCourse>();
        m.Services.AddScoped<RestartCourse>();
        m.Services.AddScoped<ICourseProgress, CourseProgress>();
        m.Services.AddScoped<ReadDraft>();
        m.Services.AddScoped<PutDraftFiles>();
        m.Services.AddScoped<ConfirmTranslations>();
        m.Services.AddScoped<PublishDraft>();
        m.Services.AddScoped<DiscardDraft>();
        m.Services.AddScoped<ICourseDrafts, CourseDrafts>();

        m.Permission(CoursesPermissions.Learn, "Read courses", Roles.All);
        m.Permission(CoursesPermissions.View, "See the courses, their versions and who completed them", Roles.Trainer, Roles.Hr, Roles.Auditor, Roles.Admin);
        m.Permission(CoursesPermissions.Edit, "Edit and publish courses", Roles.Trainer);

        m.Menu(MenuArea.Learn, "Courses", "/learn", CoursesPermissions.Learn);
        m.Menu(MenuArea.Studio, "Courses", "/studio/courses", CoursesPermissions.View);

        m.NamesBlobs("select sha256 from courses_file");
        m.On<CoursePublished, CompleteReaders>();
        m.AtStart<ImportStandardContent>();
        m.AtStart<CatchUpChecklists>();
        m.Verb<ContentCheckVerb>();
        m.Verb<ContentImportVerb>();
        m.Verb<ContentExportVerb>();
    }

    public void Map(IEndpointRouteBuilder endpoints) => MediaEndpoint.Map(endpoints);
}
