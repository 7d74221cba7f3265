using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.People.Tags;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Import;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.People.Import;

/// <summary>Compares a people file with the hub: what is new, changed, leaving or wrong. Only reads, outside of any transaction.</summary>
internal sealed class PlanImport(Db db, Actor actor, Reach reach, HubSettings settings, TimeProvider clock)
{
    private sealed record Known(
        long Id, string Name, string? LatinName, string? Email, string? NormalizedEmail, string? EmployeeNumber, string? NormalizedNumber, string Language, DateOnly HiredOn, DateOnly? LeftOn,
        long SiteId, long? DepartmentId, long? PositionId, DateOnly PlacedOn, bool InReach);

    private static readonly TagChange NoTags = new([], null, []);

    private sealed record HeldTag(long PersonId, string Tag);

    public async Task<ImportPlan> Handle(byte[] bytes, ImportOptions options, CancellationToken ct)
    {
        var file = PeopleFile.Read(bytes);
        var faults = file.Faults.ToList();
        if (file.Rows.Count == 0) return new ImportPlan([], [], faults, Blocked: true, options);
        var today = settings.TimeZone.DayOf(clock.GetUtcNow());
        var people = await People(ct);
        var byNumber = people.Where(p => p.NormalizedNumber is not null).ToDictionary(p => p.NormalizedNumber!, StringComparer.Ordinal);
        var byEmail = people.Where(p => p.NormalizedEmail is not null).ToDictionary(p => p.NormalizedEmail!, StringComparer.Ordinal);
        var places = await PlaceCodes.Read(db, reach, ct);
        var tags = file.Rows.All(r => r.Tags is null) ? null
            : (await db.Rows<HeldTag>("select person_id, tag from people_tag where to_on is null or to_on >= @today order by id", new { today }, ct)).ToLookup(t => t.PersonId, t => t.Tag);

        var (planned, present, seen) = (new List<PlannedRow>(), new HashSet<long>(), new Dictionary<long, int>());
        foreach (var row in file.Rows)
        {
            var number = row.EmployeeNumber is null ? null : byNumber.GetValueOrDefault(SignInName.Normalize(row.EmployeeNumber));
            var email = row.Email is null ? null : byEmail.GetValueOrDefault(SignInName.Normalize(row.Email));
            // Somebody whose row is wrong is still not absent.
            foreach (var named in new[] { number, email }.OfType<Known>()) present.Add(named.Id);
            if (file.BadLines.Contains(row.Line)) continue;
            var before = faults.Count;
            if (number is not null && email is not null && number.Id != email.Id)
                faults.Add(new ImportFault(row.Line, "email", row.Email, Problem.Because("{0} belongs to another person of the hub than the number {1}.", row.Email!, row.EmployeeNumber!)));
            var known = number ?? email;
            if (known is not null && !seen.TryAdd(known.Id, row.Line))
                faults.Add(new ImportFault(row.Line, null, null, Problem.Because("This is the same person as in line {0}. Each person has one row.", seen[known.Id])));
            if (known is { InReach: false })
                faults.Add(new ImportFault(row.Line, null, null, Problem.Because("Somebody with this e-mail address or employee number is already here, outside of your area.")));
            var place = await places.Resolve(row, known is null ? null : new Placement(known.SiteId, known.DepartmentId, known.PositionId), faults, ct);
            if (faults.Count == before && Plan(row, known, place!, [.. known is null || tags is null ? [] : tags[known.Id]], today, options.Full, faults) is { } plan) planned.Add(plan);
        }

        var leaving = options.Full ? people.Where(p => p.InReach && p.LeftOn is null && p.HiredOn <= today && !present.Contains(p.Id)).Select(p => p.Id).ToList() : [];
        var employed = people.Count(p => p.InReach && p.LeftOn is null);
        var blocked = leaving.Count * 100L > (long)options.AllowLeaving * employed;
        if (blocked)
            faults.Add(new ImportFault(0, null, null, Problem.Because("{0} of {1} people are absent from the file and would leave, more than the {2} % allowed. Is the file complete? If it is, allow more.", leaving.Count, employed, options.AllowLeaving)));
        return new ImportPlan(planned, leaving, [.. faults.OrderBy(f => f.Line)], blocked, options);
    }

    private PlannedRow? Plan(FileRow row, Known? known, Placement place, string[] tags, DateOnly today, bool full, List<ImportFault> faults)
    {
        var hasLeft = known?.LeftOn is { } left && left < today;
        var rehireOn = hasLeft && row.HiredOn > known!.LeftOn ? row.HiredOn : null;
        if (hasLeft && rehireOn is null && row.LeftOn is null)
            faults.Add(new ImportFault(row.Line, "hired_on", row.HiredOn?.ToString("yyyy-MM-dd", null), Problem.Because("This person left on {0}. Give a later hired_on to hire them again, or left_on.", known!.LeftOn!.Value.ToString("yyyy-MM-dd", null))));
        var facts = PersonFacts.Tidy(row.Name, row.LatinName ?? known?.LatinName, row.Email ?? known?.Email, row.EmployeeNumber ?? known?.EmployeeNumber,
            row.Language ?? known?.Language ?? settings.DefaultLanguage, (rehireOn is null ? row.HiredOn : null) ?? known?.HiredOn ?? today);
        if (facts.Check(today) is { } wrong) faults.Add(new ImportFault(row.Line, null, null, wrong));
        var hired = rehireOn ?? facts.HiredOn;
        if (row.LeftOn < hired) faults.Add(new ImportFault(row.Line, "left_on", row.LeftOn?.ToString("yyyy-MM-dd", null), Problem.Because("The last day can't be before the hire date, {0}.", hired.ToString("yyyy-MM-dd", null))));
        if (faults.Any(f => f.Line == row.Line)) return null;
        var edit = known is not null && facts != new PersonFacts(known.Name, known.LatinName, known.Email, known.EmployeeNumber, known.Language, known.HiredOn);
        var move = known is not null && !hasLeft && place != new Placement(known.SiteId, known.DepartmentId, known.PositionId);
        var leave = row.LeftOn is not null && (row.LeftOn != known?.LeftOn || rehireOn is not null) ? row.LeftOn : null;
        return new PlannedRow(row, known?.Id, facts, place, edit, move, rehireOn, leave, known?.PlacedOn > today ? known.PlacedOn : today, hasLeft && rehireOn is null ? NoTags : Tags(row.Tags, rehireOn is null ? tags : [], full));
    }

    /// <summary>What a cell names is given. What it does not name is taken away where the file names everybody, and where it says "none".</summary>
    private static TagChange Tags(FileTags? cell, string[] held, bool full) =>
        cell is null ? NoTags : new TagChange([.. cell.Named.Except(held, StringComparer.Ordinal)], null, full || cell.Named.Count == 0 ? [.. held.Except(cell.Named, StringComparer.Ordinal)] : []);

    private Task<List<Known>> People(CancellationToken ct) => db.Rows<Known>(
        $"""
        select p.id, p.name, p.latin_name, p.email, p.normalized_email, p.employee_number, p.normalized_number, p.language, p.hired_on, p.left_on,
               p.site_id, p.department_id, p.position_id, (select max(l.from_on) from people_placement l where l.person_id = p.id) as placed_on,
               {(reach.IsHub ? "true" : PeopleScope.Sees("p.site_id", "p.department_id"))} as in_reach
        from people_person p
        """,
        new { viewer = actor.PersonId, permission = PeoplePermissions.Edit }, ct);
}
