using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Ahead;
using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Assigning.Together;
using TrainingHub.Modules.Certification.Carried;
using TrainingHub.Modules.Certification.Changes;
using TrainingHub.Modules.Certification.Content;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Credentials;
using TrainingHub.Modules.Certification.Deeds;
using TrainingHub.Modules.Certification.Excuses;
using TrainingHub.Modules.Certification.Forecast;
using TrainingHub.Modules.Certification.History;
using TrainingHub.Modules.Certification.Invariants;
using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Prior;
using TrainingHub.Modules.Certification.Programmes;
using TrainingHub.Modules.Certification.Recalculating;
using TrainingHub.Modules.Certification.Words;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Invariants;
using TrainingHub.Modules.Platform.Jobs;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Certification;

public sealed class CertificationModule : IModule
{
    public string Name => "certification";

    public void Register(ModuleBuilder m)
    {
        var s = m.Services;
        s.AddScoped<IContentPart, ProgramContent>();
        s.AddScoped<ImportProgram>();
        s.AddScoped<ImportExternals>();
        s.AddScoped<ExportPrograms>();
        s.AddScoped<ChangePolicy>();
        s.AddScoped<AssignProgramme>();
        s.AddScoped<AssignMany>();
        s.AddScoped<AudienceChoices>();
        s.AddScoped<DropReason>();
        s.AddScoped<AssignByHand>();
        s.AddScoped<TakeBackAssignment>();
        s.AddScoped<CatchUp>();
        s.AddScoped<EvaluatePerson>();
        s.AddScoped<LockPeople>();
        s.AddScoped<FirstLook>();
        s.AddScoped<WriteTogether>();
        s.AddScoped<EvaluateTogether>();
        s.AddScoped<EvaluateMany>();
        s.AddScoped<DoVisits>();
        s.AddScoped<DoRuleChanges>();
        s.AddScoped<ImportRules>();
        s.AddScoped<Chains>();
        s.AddScoped<DueSteps>();
        s.AddScoped<OpenPeriod>();
        s.AddScoped<OpenRenewal>();
        s.AddScoped<CompletePeriod>();
        s.AddScoped<EndPeriod>();
        s.AddScoped<RevokePeriod>();
        s.AddScoped<DueWork>();
        s.AddScoped<TellLapse>();
        s.AddScoped<ICertifications, Certifications>();
        s.AddScoped<IEvidence, RecordDeeds>();
        s.AddScoped<CountDeeds>();
        s.AddScoped<IAskedEvidence, ReadAsked>();
        s.AddScoped<TakeUp>();
        s.AddScoped<RecordHeld>();
        s.AddScoped<EvidenceKinds>();
        s.AddScoped<IEvidenceKind, CourseKind>();
        s.AddScoped<IEvidenceKind, QuizKind>();
        s.AddScoped<IEvidenceKind, ProgramKind>();
        s.AddScoped<IEvidenceKind, ExternalKind>();
        s.AddScoped<VerifyCredential>();
        s.AddScoped<WithdrawCredential>();
        s.AddScoped<ProofDownload>();
        s.AddScoped<IInvariant, NobodyCertifiedPastExpiry>();
        s.AddScoped<IPersonSection, CertificationsOnPersonPage>();
        s.AddScoped<IPolicyDays, PolicyDays>();
        s.AddScoped<Reach>();
        s.AddScoped<CheckRule>();
        s.AddScoped<CreateRule>();
        s.AddScoped<ChangeRule>();
        s.AddScoped<CompareRule>();
        s.AddScoped<EndRule>();
        s.AddScoped<RequirementWords>();
        s.AddScoped<Affected>();
        s.AddScoped<DeltaPeople>();
        s.AddScoped<AssignDelta>();
        s.AddScoped<ReadDelta>();

        m.Permission(CertificationPermissions.View, "See programmes and who is certified", Roles.Hr, Roles.Manager, Roles.Auditor, Roles.Trainer, Roles.Admin);
        m.Permission(CertificationPermissions.Team, "See how one's own team is certified", Roles.Manager);
        m.Permission(CertificationPermissions.Edit, "Assign programmes, make rules, change policies", Roles.Hr, Roles.Admin);
        m.Permission(CertificationPermissions.Revoke, "Revoke certifications", Roles.Hr, Roles.Admin);
        m.Permission(CertificationPermissions.Verify, "Record and withdraw papers from outside", Roles.Hr, Roles.Admin);
        m.Permission(CertificationPermissions.Own, "See one's own certifications", Roles.All);

        m.Menu(MenuArea.Learn, "My certifications", "/learn/programs", CertificationPermissions.Own);
        m.Menu(MenuArea.Team, "Certifications", "/team/certifications", CertificationPermissions.Team);
        m.Menu(MenuArea.Hr, "Programmes", "/hr/programs", CertificationPermissions.View);
        m.Menu(MenuArea.Hr, "Changes of the standard", "/hr/changes", CertificationPermissions.View);

        // What was done and what it earns are true together.
        m.OnInline<AttemptGraded, TellDeeds>();
        m.OnInline<CourseCompleted, TellDeeds>();
        m.On<PeriodAssigned, FreshStart>();
        m.On<PeriodsAssigned, FreshStart>();
        m.On<PeriodCertified, CountProgramme>();
        m.On<PeriodEnded, CountProgramme>();
        m.OnInline<PersonJoined, NoteVisit>();
        m.OnInline<PersonMoved, NoteVisit>();
        m.OnInline<PersonLeft, NoteVisit>();
        m.On<PersonJoined, EvaluateSoon>();
        m.On<PersonMoved, EvaluateSoon>();
        m.On<PersonLeft, EvaluateSoon>();
        m.Work<RuleChanged, EvaluateRuleChange>(RuleChanged.Work);
        m.Work<PeriodLapsed, FreshStart>(FreshStart.Lapsed);

        m.AtStart<Leaves>();
        m.NamesBlobs("select file_sha256 from certification_credential");
        m.Verb<PreviewVerb>();
        CarriedParts.Register(m);
        ExcuseParts.Register(m);
        PriorParts.Register(m);
        RecalculatingParts.Register(m);
        ForecastParts.Register(m);
        AheadParts.Register(m);
        HistoryParts.Register(m);
        m.Job<VisitsJob>("certification.visits", "Apply the rules", "Assigns what the rules ask of people and takes back what they no longer ask: of those for whom something changed, or time alone may change something.", Every.Hours(1));
        m.Job<CheckRulesJob>("certification.evaluate-rules", "Compare everybody with the rules", "Goes through all people and rules the long way. It finds nobody, unless the database was changed by hand, and then puts it right.", Weekly.OnSundays(4, 0));
        m.Job<RenewalWindowsJob>("certification.renewal-windows", "Open renewal windows", "Assigns the renewal to everybody whose renewal window has opened.", Every.Hours(1));
        m.Job<LifecycleJob>("certification.lifecycle", "Follow certification dates", "Tells what is due soon, overdue, expiring or expired, so that notices go out.", Every.Hours(1));
    }

    public void Map(IEndpointRouteBuilder endpoints)
    {
        CarriedParts.Map(endpoints);
        ForecastParts.Map(endpoints);
        HistoryParts.Map(endpoints);
        ProofDownload.Map(endpoints, "/hr/credentials", "certification_credential", CertificationPermissions.View);
        ExcuseParts.Map(endpoints);
        PriorParts.Map(endpoints);
    }
}
