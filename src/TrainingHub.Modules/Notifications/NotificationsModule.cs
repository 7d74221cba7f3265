using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certificates.Contracts;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Notifications.Contracts;
using TrainingHub.Modules.Notifications.Gathering;
using TrainingHub.Modules.Notifications.Mails;
using TrainingHub.Modules.Notifications.Reminders;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Invariants;
using TrainingHub.Modules.Platform.Jobs;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Notifications;

public sealed class NotificationsModule : IModule
{
    public string Name => "notifications";

    public void Register(ModuleBuilder m)
    {
        m.Services.AddSingleton<MessageIds>();
        m.Services.AddScoped<ComposeMail>();
        m.Services.AddScoped<Notices>();
        m.Services.AddScoped<INotices>(p => p.GetRequiredService<Notices>());
        m.Services.AddScoped<SendAgain>();
        m.Services.AddScoped<RememberItem>();
        m.Services.AddScoped<PeriodLines>();
        m.Services.AddScoped<SayPeriods>();
        m.Services.AddScoped<GatherPractice>();
        m.Services.AddScoped<GatherSessions>();
        m.Services.AddScoped<IInvariant, NoticeOnce>();
        m.Services.AddScoped<ReminderChoice>();
        m.Services.AddSingleton<ReminderLink>();
        m.Services.AddScoped<IAccountSection, RemindersOnAccount>();

        m.Permission(NotificationsPermissions.View, "See which mails were sent, and send them again", Roles.Admin, Roles.Hr);
        m.Menu(MenuArea.Admin, "Mail", "/admin/mail", NotificationsPermissions.View);

        m.Work<NoticeWork, SendNotice>(Notices.Consumer, Queues.Mail, SendNotice.MostAttempts);
        m.OnInline<HeldWorkDiscarded, DropDiscarded>();
        m.On<PeriodAssigned, RememberAssigned>();
        m.On<PeriodsAssigned, RememberAssigned>();
        m.On<StepsDue, RememberSteps>();
        m.On<CertificateIssued, TellPassed>();
        m.On<InvitationWanted, TellInvitation>();
        m.On<PasswordResetWanted, TellPasswordReset>();
        m.On<ScheduleOpened, TellQuizOpened>();
        m.On<ScheduleReported, TellQuizResults>();
        m.Job<GatherNotices>("notifications.gather", "Gather notices", "Makes one mail a person and day of what was assigned, and one of what is due and of practice that waits.", Every.Minutes(5));
    }
}

public static class NotificationsPermissions
{
    public const string View = "notifications.view";
}
