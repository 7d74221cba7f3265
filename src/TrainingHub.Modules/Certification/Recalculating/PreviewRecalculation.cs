using System.Security.Cryptography;
using System.Text;
using TrainingHub.Modules.Certification.Content;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Programmes;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Certification.Recalculating;

/// <summary>Somebody whose dates would move.</summary>
/// <param name="AtOnce">It is valid today and would not be any more.</param>
internal sealed record MovedPerson(long PersonId, string Name, string? EmployeeNumber, long SiteId, string SiteName, MovableTerm Before, PeriodTerm After, bool AtOnce)
{
    public bool IsSooner => After.Expiry < Before.ExpiresOn;

    public bool IsLater => After.Expiry > Before.ExpiresOn;
}

internal sealed record SiteMoves(string Name, int Sooner, int Later, int Others, int AtOnce);

/// <param name="Moved">By name.</param>
/// <param name="Stay">How many certified people keep all their dates.</param>
/// <param name="Digest">Of whose dates move from what to what: who applies a preview applies this and nothing else.</param>
internal sealed record RecalculationPreview(IReadOnlyList<MovedPerson> Moved, int Stay, string Digest)
{
    public const int MostNames = 50;

    public int Sooner => Moved.Count(m => m.IsSooner);

    public int Later => Moved.Count(m => m.IsLater);

    /// <summary>Valid as long as before, but the window or the grace moves.</summary>
    public int Others => Moved.Count - Sooner - Later;

    public int AtOnce => Moved.Count(m => m.AtOnce);

    public IEnumerable<SiteMoves> BySite => Moved.GroupBy(m => (m.SiteId, m.SiteName))
        .Select(g => new SiteMoves(g.Key.SiteName, g.Count(m => m.IsSooner), g.Count(m => m.IsLater), g.Count(m => m is { IsSooner: false, IsLater: false }), g.Count(m => m.AtOnce)))
        .OrderByDescending(s => s.AtOnce).ThenByDescending(s => s.Sooner + s.Later + s.Others).ThenBy(s => s.Name, StringComparer.Ordinal);
}

/// <summary>Whose dates a policy would move if it held for current periods too; nothing is changed by looking. Of the people that the one who looks is responsible for.</summary>
internal sealed class PreviewRecalculation(Db db, Reach reach, IPolicyDays days, Actor actor, TimeProvider clock)
{
    private sealed record Row(
        long PeriodId, long PersonId, DateOnly CompletedOn, DateOnly? DueOn, DateOnly ExpiresOn, DateOnly WindowOpensOn, DateOnly GraceEndsOn, DateOnly? RenewedExpiry, DateOnly? RenewedWindow, DateOnly? ChainAnchor,
        bool IsCarried, DateOnly? ExpiresAsked, DateOnly? AnchorAsked, bool HasOpened, string Name, string? EmployeeNumber, long SiteId, string SiteName, DateOnly Today, DateOnly SiteToday)
    {
        public MovableTerm Term => new(PeriodId, PersonId, CompletedOn, DueOn, ExpiresOn, WindowOpensOn, GraceEndsOn, RenewedExpiry, RenewedWindow, ChainAnchor, IsCarried, ExpiresAsked, AnchorAsked, HasOpened);
    }

    public async Task<Outcome<RecalculationPreview>> Handle(long programId, PolicyText text, CancellationToken ct)
    {
        var (policy, unsound) = ChangePolicy.Check(text);
        if (policy is null) return unsound!;
        if (await reach.WholeHub(CertificationPermissions.Edit, ct) is { } beyond) return beyond;
        var day = await days.Now(ct);
        var scope = actor.PersonId is null ? "" : $"and {PeopleScope.Sees("p.site_id", "p.department_id")}";
        var rows = await db.Rows<Row>(
            $"""
            select {MovableTerm.Columns}, p.name, p.employee_number, p.site_id, p.site_name, {day.Of("d.policy_id", day.AtSite("p.site_id"))} as today, {day.AtSite("p.site_id")} as site_today
            from {MovableTerm.Tables} join v_people_person p on p.id = d.person_id
            where d.program_id = @programId and {MovableTerm.IsMovable} and d.policy_id <> @current {scope} order by p.name_sort, p.id
            """,
            new { programId, current = await Same(programId, text, ct) ?? 0, viewer = actor.PersonId, permission = CertificationPermissions.Edit, today = day.Hub, dayBefore = day.Before, dayAfter = day.After }, ct);
        var moved = new List<MovedPerson>();
        foreach (var row in rows)
        {
            var (place, problem) = row.Term.By(policy);
            if (place is null) return problem!;
            // Another zone moves no date; but where it is a day ahead, the last valid day may be over there.
            var isOver = row.ExpiresOn >= row.Today && place.Term.Expiry < (policy.Zone?.DayOf(clock.GetUtcNow()) ?? row.SiteToday);
            if (isOver || row.Term.Differs(place.Term)) moved.Add(new MovedPerson(row.PersonId, row.Name, row.EmployeeNumber, row.SiteId, row.SiteName, row.Term, place.Term, isOver));
        }
        return new RecalculationPreview(moved, rows.Count - moved.Count, Digest(moved));
    }

    /// <summary>The present policy, if it says just this: then it holds for current periods too, without a new version. Those that were opened with it have its dates.</summary>
    public async Task<long?> Same(long programId, PolicyText text, CancellationToken ct)
    {
        var current = await db.Row<PolicyText>($"select {PolicyText.Columns} from certification_policy y join certification_program p on p.current_policy_id = y.id where p.id = @programId", new { programId }, ct);
        return current == text ? await db.Scalar<long>("select current_policy_id from certification_program where id = @programId", new { programId }, ct) : null;
    }

    private static string Digest(List<MovedPerson> moved)
    {
        var text = new StringBuilder();
        foreach (var m in moved.OrderBy(m => m.Before.PeriodId))
            text.Append(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{m.Before.PeriodId} {m.Before.ExpiresOn:O} {m.Before.WindowOpensOn:O} {m.Before.GraceEndsOn:O} {m.After.Expiry:O} {m.After.WindowOpens:O} {m.After.GraceEnds:O}\n"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
