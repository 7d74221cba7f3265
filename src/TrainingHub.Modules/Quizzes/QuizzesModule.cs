using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Jobs;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Quizzes.Attempts;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Bank.Remarks;
using TrainingHub.Modules.Quizzes.Contracts;
using TrainingHub.Modules.Quizzes.Exams;
using TrainingHub.Modules.Quizzes.Exchange;
using TrainingHub.Modules.Quizzes.Kinds;
using TrainingHub.Modules.Quizzes.Marking;
using TrainingHub.Modules.Quizzes.Overrides;
using TrainingHub.Modules.Quizzes.Practising;
using TrainingHub.Modules.Quizzes.Regrading;
using TrainingHub.Modules.Quizzes.Results;
using TrainingHub.Modules.Quizzes.Schedules;
using TrainingHub.Modules.Quizzes.Schedules.Results;
using TrainingHub.Modules.Quizzes.Settings;
using TrainingHub.Modules.Quizzes.Statistics;

namespace TrainingHub.Modules.Quizzes;

public sealed class QuizzesModule : IModule
{
    public string Name => "quizzes";

    public void Register(ModuleBuilder m)
    {
        m.Services.AddScoped<IContentPart, ImportQuestions>();
        m.Services.AddScoped<IContentRemarks, QuestionRemarks>();
        m.Services.AddScoped<StartAttempt>();
        m.Services.AddScoped<SaveAnswer>();
        m.Services.AddScoped<SealAttempt>();
        m.Services.AddScoped<EndOverdue>();
        m.Services.AddScoped<CheckAnswer>();
        m.Services.AddScoped<MoveOn>();
        m.Services.AddScoped<Reveals>();
        m.Services.AddScoped<Allowances>();
        m.Services.AddScoped<LengthenAttempts>();
        m.Services.AddScoped<GrantOverride>();
        m.Services.AddScoped<EndOverride>();
        m.Services.AddScoped<AcceptLateAnswer>();
        m.Services.AddScoped<CountAbandoned>();
        m.Services.AddScoped<SubmitAttempt>();
        m.Services.AddScoped<GradeAttempt>();
        m.Services.AddScoped<KeepPhoto>();
        m.Services.AddScoped<MarkAnswer>();
        m.Services.AddScoped<OverrideMark>();
        m.Services.AddScoped<IQuizTaking, QuizTaking>();
        m.Services.AddScoped<IAnswerKeys, AnswerKeys>();
        m.Services.AddScoped<Afresh>();
        m.Services.AddScoped<PracticeQuiz>();
        m.Services.AddScoped<ClauseQuestions>();
        m.Services.AddScoped<AskedNow>();
        m.Services.AddScoped<StartPractice>();
        m.Services.AddScoped<ClauseAnswers>();
        m.Services.AddScoped<IPractice, PracticeSets>();
        m.Services.AddScoped<IRefreshers, KeepRefreshers>();
        m.Services.AddScoped<IClauseSittings, ClauseSittings>();
        m.Services.AddScoped<EnoughQuestions>();
        m.Services.AddScoped<ReadSeries>();
        m.Services.AddScoped<ScheduleChoices>();
        m.Services.AddScoped<SeriesFigures>();
        m.Services.AddScoped<ScheduleResults>();
        m.Services.AddScoped<IScheduleResults>(p => p.GetRequiredService<ScheduleResults>());
        m.Services.AddScoped<SeriesCsv>();
        m.Services.AddScoped<MakeOccurrences>();
        m.Services.AddScoped<SaveSeries>();
        m.Services.AddScoped<ChangeSeries>();
        m.Services.AddScoped<ChangeOccurrence>();
        m.Services.AddScoped<OpenSchedule>();
        m.Services.AddScoped<CloseSchedule>();
        m.Services.AddScoped<CancelSchedule>();
        m.Services.AddScoped<EditQuestion>();
        m.Services.AddScoped<StoredQuestions>();
        m.Services.AddScoped<AddVersion>();
        m.Services.AddScoped<DrawSupply>();
        m.Services.AddScoped<AddQuestion>();
        m.Services.AddScoped<ChangeQuestions>();
        m.Services.AddScoped<RetireQuestion>();
        m.Services.AddScoped<ProposeQuestion>();
        m.Services.AddScoped<DecideProposal>();
        m.Services.AddScoped<EditQuiz>();
        m.Services.AddScoped<ReadContribution>();
        m.Services.AddScoped<RecountStatistics>();
        m.Services.AddScoped<ResultScope>();
        m.Services.AddScoped<ResultQuery>();
        m.Services.AddScoped<ResultsCsv>();
        m.Services.AddScoped<AnswerReviewNote>();
        m.Verb<RebuildVerb>();
        m.Services.AddScoped<WorkOutMarks>();
        m.Services.AddScoped<ChangedPeople>();
        m.Services.AddScoped<PlanRegrade>();
        m.Services.AddScoped<PreviewRegrade>();
        m.Services.AddScoped<RegradeQuestion>();
        m.Work<RegradeWork, RegradeAttempts>(RegradeAttempts.Name);
        m.OnInline<AttemptGraded, CountAttempts>();

        m.Services.AddSingleton<ExamWatch>();
        m.Services.AddHostedService<ExamWatcher>();
        m.Services.AddSingleton<CodeTries>();
        m.Services.AddScoped<ExamVisitor>();
        m.Services.AddScoped<ExamCodes>();
        m.Services.AddScoped<ExamDoor>();
        m.Services.AddScoped<EnterExam>();
        m.Services.AddScoped<NoteSeen>();
        m.Services.AddScoped<Interventions>();
        m.Services.AddScoped<PauseExam>();
        m.Services.AddScoped<ResumeExam>();
        m.Services.AddScoped<AddExamTime>();
        m.Services.AddScoped<EndExamAttempt>();
        m.Services.AddScoped<EndForgotten>();
        m.Services.AddScoped<DrawExamCode>();
        m.Services.AddScoped<FindExam>();
        m.Services.AddScoped<ReadExamBoard>();

        m.Services.AddScoped<PlanItems>();
        m.Services.AddScoped<ImportItems>();
        m.Services.AddScoped<KeepUpload>();
        m.Services.AddScoped<KeepPicture>();
        m.Services.AddScoped<ApplyUpload>();
        m.Work<ImportUpload, ApplyUpload>(ApplyUpload.Consumer);
        m.Job<ClearUploadsJob>("quizzes.clear-uploads", "Put away chosen files", "Deletes files that were chosen for import more than a day ago.", Daily.At(3, 40));
        m.NamesBlobs("select sha256 from quizzes_upload union select sha256 from quizzes_picture");
        m.Services.AddScoped<ExportItems>();
        m.Services.AddScoped<EditStoredQuestion>();
        m.Services.AddScoped<IPictureSource, ImportedPictures>();
        m.Verb<ImportVerb>();
        m.Verb<ExportVerb>();

        m.Permission(QuizzesPermissions.Take, "Take quizzes", Roles.All);
        m.Permission(QuizzesPermissions.Propose, "See the question bank and propose questions", Roles.Trainer, Roles.Author);
        m.Permission(QuizzesPermissions.Edit, "Edit questions and decide on proposed ones", Roles.Trainer);
        m.Permission(QuizzesPermissions.Results, "See quiz results", Roles.Trainer, Roles.Hr, Roles.Manager, Roles.Auditor);
        m.Permission(QuizzesPermissions.Accommodate, "Give extra time and attempts, accept late answers", Roles.Trainer, Roles.Hr);
        m.Permission(QuizzesPermissions.Invigilate, "Watch exams: pause, add time, end attempts", Roles.Trainer, Roles.Hr, Roles.Manager);
        m.Permission(QuizzesPermissions.Mark, "Mark answers and change marks", Roles.Trainer);
        m.Permission(QuizzesPermissions.Regrade, "Void questions and mark attempts anew", Roles.Trainer);
        m.Permission(QuizzesPermissions.Told, "Be mailed the results of scheduled quizzes", Roles.Manager);
        m.Permission(QuizzesPermissions.Schedule, "Schedule quizzes for an audience", Roles.Trainer, Roles.Hr);

        m.Menu(MenuArea.Studio, "Quizzes", "/studio/quizzes", QuizzesPermissions.Edit);
        m.Menu(MenuArea.Studio, "Question bank", "/studio/questions", QuizzesPermissions.Propose);
        m.Menu(MenuArea.Studio, "Proposed questions", "/studio/questions/proposals", QuizzesPermissions.Propose);
        m.Menu(MenuArea.Studio, "Scheduled quizzes", "/studio/schedules", QuizzesPermissions.Schedule);
        m.Menu(MenuArea.Studio, "Exams", "/studio/exams", QuizzesPermissions.Invigilate);
        m.Menu(MenuArea.Studio, "Answers to mark", "/studio/marking", QuizzesPermissions.Mark);
        m.Menu(MenuArea.Studio, "Quiz results", "/studio/results", QuizzesPermissions.Results);
        m.Menu(MenuArea.Studio, "Results of scheduled quizzes", "/studio/results/series", QuizzesPermissions.Results);
        m.Menu(MenuArea.Studio, "Quiz statistics", "/studio/results/quizzes", QuizzesPermissions.Results);
        m.Menu(MenuArea.Studio, "Questions to look at", "/studio/review-notes", QuizzesPermissions.Edit);
        m.Menu(MenuArea.Studio, "Regrades", "/studio/regrades", QuizzesPermissions.Results);

        m.Job<SchedulesJob>("quizzes.schedules", "Open and close scheduled quizzes", "Opens each scheduled quiz for its audience at its time, and closes it at its end.", Every.Minutes(5));
        m.Job<CloseOverdueJob>("quizzes.close-overdue", "Close quizzes whose time is up", "Does with every attempt whose deadline has passed what its settings say: submits what was saved, lets it be submitted for a while, or leaves it out of account.", Every.Minutes(1));
        m.Job<RecountJob>("quizzes.recount", "Recount quiz statistics", "Counts the attempts of quizzes whose statistics are being worked out anew, as after an upgrade.", Every.Minutes(5));
        m.Job<OpenReviewNotesJob>("quizzes.review-notes", "Look for poor questions", "Opens a note to the authors for questions that are too hard, too easy or tell little apart.", Daily.At(4, 30));
        m.Job<GradeJob>("quizzes.grade", "Grade submitted quizzes", "Grades attempts that were submitted but not graded, because something failed in between.", Every.Minutes(1));

        m.Job<KeepWordsJob>("quizzes.keep-words", "Index questions for search", "Writes down the words of questions that can't be found by them yet, as after an upgrade.", Every.Minutes(5));

        m.NamesBlobs("select sha256 from quizzes_photo");
    }

    public void Map(IEndpointRouteBuilder endpoints)
    {
        PhotoEndpoints.Map(endpoints);
        ExamEvents.Map(endpoints);
        BankEndpoints.Map(endpoints);
        endpoints.MapGet("/studio/results/results.csv", (HttpRequest request, ResultsCsv csv) => csv.Download(request)).RequireAuthorization(new RequiresAttribute(QuizzesPermissions.Results));
        endpoints.MapGet("/studio/results/series/{id:long}/results.csv", (long id, SeriesCsv csv, CancellationToken ct) => csv.Download(id, ct)).RequireAuthorization(new RequiresAttribute(QuizzesPermissions.Results));
    }
}
