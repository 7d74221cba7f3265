using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Notifications.Mails;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Notifications;

[Requires(NotificationsPermissions.View)]
internal sealed class MailListModel(Db db, HubSettings settings) : HubPage
{
    private const int PageSize = 50;

    public sealed record Row(long Id, long PersonId, string Name, string Kind, string State, int Uncertain, string? Error, DateTimeOffset CreatedAt, DateTimeOffset? SentAt)
    {
        public bool CanSendAgain => State is not ("waiting" or "sending" or "declined");

        /// <summary>Of a mail that was handed over without an answer nobody can say that it was not sent.</summary>
        public (string Text, string Look) Standing => State == "failed" && Uncertain > 0 ? ("Not confirmed", "status-warn") : States.GetValueOrDefault(State, (State, ""));
    }

    /// <param name="Unsent">Given up.</param>
    /// <param name="Uncertain">Handed over at least once without an answer, whatever became of them then.</param>
    public sealed record Counts(long Waiting, long Unsent, long Uncertain);

    /// <summary>Not a state but a filter beside them.</summary>
    public const string UncertainOnes = "uncertain";

    public static readonly IReadOnlyDictionary<string, (string Text, string Look)> States = new Dictionary<string, (string, string)>
    {
        ["waiting"] = ("Waiting to be sent", "status-info"), ["sending"] = ("Sending", "status-info"), ["sent"] = ("Sent", "status-ok"),
        ["failed"] = ("Not sent", "status-bad"), ["no-address"] = ("No e-mail address", "status-warn"), ["declined"] = ("Reminders switched off", ""), ["dropped"] = ("No longer needed", ""),
    };

    public static readonly IReadOnlyDictionary<string, string> Kinds = new Dictionary<string, string>
    {
        ["invitation"] = "Invitation", ["password-reset"] = "Password reset", ["assigned"] = "Training assigned", ["due-soon"] = "Due soon", ["overdue"] = "Overdue", ["escalated"] = "Overdue in the team", ["expiring"] = "Certificate expiring",
        ["expired"] = "Certificate expired", ["reminder"] = "Reminder", ["passed"] = "Certificate issued", ["practice"] = "Daily practice", ["sessions"] = "Classroom sessions", ["quiz-open"] = "Quiz open", ["quiz-results"] = "Quiz results",
    };

    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    /// <summary>Only from a posted form: a name has no place in an address.</summary>
    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public long? Before { get; set; }

    public Counts Count { get; private set; } = null!;

    public List<Row> Mails { get; private set; } = [];

    public bool HasMore { get; private set; }

    private static string? Given(string? filter) => string.IsNullOrEmpty(filter) ? null : filter;

    public string Zoned(DateTimeOffset time) => T.Time(time, settings.TimeZone);

    public string? Why(Row mail) => NoticeData.ReadProblem(mail.Error, T);

    public Task OnGet(CancellationToken ct) => Load(ct);

    public Task OnPost(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostAgain(long id, [FromServices] SendAgain again, CancellationToken ct)
    {
        if (await again.Handle(id, ct) is not { } problem) return Done($"/admin/mail?state={Uri.EscapeDataString(State ?? "")}&kind={Uri.EscapeDataString(Kind ?? "")}", "The mail goes out again within a minute.");
        await Load(ct);
        return Refuse(problem);
    }

    private async Task Load(CancellationToken ct)
    {
        Count = (await db.Row<Counts>(
            $"""
            select count(*) filter (where n.state = 'waiting') as waiting, count(*) filter (where n.state = 'failed') as unsent, count(*) filter (where n.uncertain > 0) as uncertain
            from notifications_notice n join v_people_person p on p.id = n.person_id
            where (n.state in ('waiting', 'failed') or n.uncertain > 0) and {PeopleScope.Sees("p.site_id", "p.department_id")}
            """,
            new { viewer = Me.Id, permission = NotificationsPermissions.View }, ct))!;
        Mails = await db.Rows<Row>(
            $"""
            select n.id, n.person_id, p.name, n.kind, n.state, n.uncertain, n.error, n.created_at, n.sent_at
            from notifications_notice n join v_people_person p on p.id = n.person_id
            where {PeopleScope.Sees("p.site_id", "p.department_id")}
              and (cast(@State as text) is null or n.state = @State or (@State = 'uncertain' and n.uncertain > 0)) and (cast(@Kind as text) is null or n.kind = @Kind)
              and (cast(@Pattern as text) is null or lower(p.name) like @Pattern escape '!' or lower(coalesce(p.latin_name, '')) like @Pattern escape '!')
              and n.id < @Last
            order by n.id desc limit @Limit
            """,
            new
            {
                viewer = Me.Id, permission = NotificationsPermissions.View, State = Given(State), Kind = Given(Kind), Last = Before ?? long.MaxValue, Limit = PageSize + 1,
                Pattern = string.IsNullOrWhiteSpace(Name) ? null : "%" + Name.Trim().ToLowerInvariant().Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal) + "%",
            }, ct);
        HasMore = Mails.Count > PageSize;
        if (HasMore) Mails.RemoveAt(PageSize);
    }
}
