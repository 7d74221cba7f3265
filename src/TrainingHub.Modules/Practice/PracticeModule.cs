using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Practice.Cards;
using TrainingHub.Modules.Practice.Contracts;
using TrainingHub.Modules.Practice.Daily;
using TrainingHub.Modules.Practice.Renewing;
using TrainingHub.Modules.Practice.Settings;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Practice;

public sealed class PracticeModule : IModule
{
    public string Name => "practice";

    public void Register(ModuleBuilder m)
    {
        m.Services.AddScoped<UsualSeconds>();
        m.Services.AddScoped<WriteCards>();
        m.Services.AddScoped<LearnAttempt>();
        m.On<AttemptGraded, LearnFromAnswers>();
        m.Services.AddScoped<AskedClauses>();
        m.Work<PracticeAsked, CountPractice>(PracticeAsked.Work);
        m.Services.AddScoped<IEvidenceKind, PractisedKind>();
        m.On<PeriodCertified, ComeBack>();
        m.On<PeriodEnded, ComeBack>();
        m.On<PeriodMoved, ComeBack>();
        m.On<StandardChanged, ComeBack>();
        m.Verb<RebuildVerb>();

        m.Services.AddScoped<PracticeSettings>();
        m.Services.AddScoped<ReadSet>();
        m.Services.AddScoped<StartSet>();
        m.Services.AddScoped<ReadStreak>();
        m.Services.AddScoped<DailyPractice>();
        m.Services.AddScoped<IDailyPractice>(p => p.GetRequiredService<DailyPractice>());

        m.Services.AddScoped<IPracticeReminders, PracticeReminders>();
        m.Services.AddScoped<ISettingsSection, PracticeOnSettings>();

        m.Permission(PracticePermissions.Do, "Practise what one is about to forget", Roles.All);
        m.Permission(PracticePermissions.Set, "Switch practice on and off, and choose when questions come back", Roles.Admin);
        m.Menu(MenuArea.Learn, "Daily practice", "/learn/practice", PracticePermissions.Do);
    }
}
