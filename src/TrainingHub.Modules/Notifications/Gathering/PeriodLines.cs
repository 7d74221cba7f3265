using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Notifications.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Notifications.Gathering;

/// <summary>Something noted about a period, as it is now.</summary>
/// <param name="IsTrue">It is so on this day by the calendar of the period.</param>
/// <param name="IsSeen">Of somebody else: the reader may still see them.</param>
internal sealed record PeriodLine(long ItemId, PeriodStep What, bool IsTrue, bool IsSeen, Phrase Text)
{
    public bool IsOfTeam => RememberItem.IsOfTeam(What.Step);
}

/// <summary>
/// What is to be said of periods, judged at the moment of asking: whether it is true, and of a team whether the reader may see the person. It is asked twice, as a mail is gathered and as it is sent: in
/// between somebody renews, is excused, goes elsewhere, or gets another date.
/// </summary>
internal sealed class PeriodLines(Db db, ISiteDays sites, TimeProvider clock)
{
    private const int MostOfTeam = 30;

    private readonly Dictionary<long, TimeZoneInfo> zones = [];

    private sealed record Row(
        long Id, string Step, DateOnly OnDay, long PeriodId, string Whose, long SiteId, string? TimeZone, string TitleZh, string TitleEn, DateOnly? DueOn, DateOnly? ExpiresOn, bool IsOpen, bool IsHeld, bool IsExcused, bool IsSeen)
    {
        private bool IsLate(DateOnly today) => DueOn < today;

        /// <summary>
        /// A period that was completed or ended in the meantime needs no reminder; a certificate that was renewed or revoked is not said to expire, nor is one whose holder is excused from renewing it, and
        /// none is said to have expired that is valid by now.
        /// </summary>
        public bool IsTrue(DateOnly today) => Step switch
        {
            "assigned" => IsOpen,
            "due-soon" => IsOpen && !IsLate(today),
            "overdue" or RememberItem.Escalated => IsOpen && IsLate(today),
            "expiring" => IsHeld && !IsExcused && ExpiresOn >= today,
            "expired" or RememberItem.NotRenewed => IsHeld && !IsExcused && ExpiresOn < today,
            _ => throw new InvalidOperationException($"There are no words for the step {Step}."),
        };

        public Phrase Text(DateOnly today)
        {
            var title = new LocalText(TitleZh, TitleEn);
            return this switch
            {
                { Step: RememberItem.NotRenewed, ExpiresOn: { } day } => new Phrase("{0}: {1} was valid until {2}", Whose, title, day),
                { Step: RememberItem.Escalated, DueOn: { } day } => new Phrase("{0}: {1} was due on {2}", Whose, title, day),
                { Step: "expiring", ExpiresOn: { } day } => new Phrase("{0}: valid until {1}", title, day),
                { Step: "expired", ExpiresOn: { } day } => new Phrase("{0}: was valid until {1}", title, day),
                { DueOn: { } day } when IsLate(today) => new Phrase("{0}: was due on {1}", title, day),
                { DueOn: { } day } => new Phrase("{0}: please finish by {1}", title, day),
                _ => new Phrase("{0}: no fixed date, at your own pace", title),
            };
        }
    }

    /// <summary>What waits to be gathered for a person.</summary>
    public Task<List<PeriodLine>> Waiting(long personId, string gathering, CancellationToken ct) => Read("i.person_id = @personId and i.gathering = @gathering and i.settled_at is null", new { personId, gathering, permission = RememberItem.SeesTeam }, ct);

    /// <summary>What was gathered into a mail.</summary>
    public Task<List<PeriodLine>> Of(long noticeId, CancellationToken ct) => Read("i.notice_id = @noticeId", new { noticeId, permission = RememberItem.SeesTeam }, ct);

    /// <summary>One's own first, then one's team; of a very large one the first.</summary>
    public static List<Phrase> Say(IReadOnlyCollection<PeriodLine> lines)
    {
        var team = lines.Where(l => l.IsOfTeam).ToList();
        List<Phrase> said = [.. lines.Except(team).Concat(team.Take(MostOfTeam)).Select(l => l.Text)];
        if (team.Count > MostOfTeam) said.Add(new Phrase("And {0} more in your team", team.Count - MostOfTeam));
        return said;
    }

    private async Task<List<PeriodLine>> Read(string where, object parameters, CancellationToken ct)
    {
        var rows = await db.Rows<Row>(
            $"""
            select i.id, i.step, i.on_day, i.period_id, w.name as whose, w.site_id, d.time_zone, p.title_zh, p.title_en, d.due_on, d.expires_on,
                   case when d.completed_on is null and d.ended_on is null then true else false end as is_open,
                   case when d.completed_on is not null and d.ended_on is null then true else false end as is_held,
                   case when exists (select 1 from v_certification_period s where s.renews_id = d.id and s.end_reason = 'waived')
                       and not exists (select 1 from v_certification_period o where o.renews_id = d.id and o.ended_on is null) then true else false end as is_excused,
                   case when i.person_id = d.person_id or {PeopleScope.Sees("w.site_id", "w.department_id").Replace("@viewer", "i.person_id", StringComparison.Ordinal)} then true else false end as is_seen
            from notifications_item i
            join v_certification_period d on d.id = i.period_id
            join v_certification_program p on p.id = d.program_id
            join v_people_person w on w.id = d.person_id
            where {where} order by d.due_on, i.id
            """, parameters, ct);
        var lines = new List<PeriodLine>();
        foreach (var row in rows)
        {
            var today = PolicyZone.Of(row.TimeZone, await ZoneOf(row.SiteId, ct)).DayOf(clock.GetUtcNow());
            lines.Add(new PeriodLine(row.Id, new PeriodStep(row.PeriodId, row.Step, row.OnDay), row.IsTrue(today), row.IsSeen, row.Text(today)));
        }
        return lines;
    }

    private async Task<TimeZoneInfo> ZoneOf(long site, CancellationToken ct)
    {
        if (!zones.TryGetValue(site, out var zone)) zones[site] = zone = await sites.Zone(site, ct);
        return zone;
    }
}
