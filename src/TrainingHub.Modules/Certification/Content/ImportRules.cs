using System.Text.Json;
using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.Certification.Content;

/// <summary>
/// Brings the rules of a programme in line with its file. A rule that says something new gets another version: whoever was caught stays caught by the old words.
/// What HR changed or ended in the hub stays until the file itself says something new.
/// </summary>
internal sealed class ImportRules(Db db, Work work, HubSettings settings, TimeProvider clock)
{
    /// <returns>True where something changed.</returns>
    public async Task<bool> Handle(long programId, string slug, IReadOnlyList<RuleText> rules, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var today = settings.TimeZone.DayOf(now);
        var changed = false;
        for (var n = 1; n <= rules.Count; n++)
        {
            var rule = rules[n - 1];
            var terms = new RuleTerms(JsonSerializer.Serialize(rule.Audience, Json.Plain), rule.DueIn, rule.DueOn, rule.AtLeast, rule.From ?? today, rule.Until?.AddDays(1));
            var id = await db.Scalar<long?>("select id from certification_rule where program_id = @programId and content_number = @n", new { programId, n }, ct)
                ?? await db.Insert("insert into certification_rule(program_id, slug, content_number, created_at) values (@programId, @slug, @n, @now) returning id", new { programId, slug = $"{slug}/{n}", n, now }, ct);
            if (await Imported(id, ct) is { } imported && terms == (rule.From is null ? imported.Terms with { StartsOn = today } : imported.Terms))
            {
                await NoteFrom(imported.Id, rule, ct);
                continue;
            }
            var version = await RuleVersion.Add(db, id, terms, now, by: null, ct);
            await NoteFrom(version, rule, ct);
            await RuleChanged.Tell(work, version, ct);
            changed = true;
        }
        return await End(programId, rules.Count, ct) || changed;
    }

    /// <summary>Whether the file gave the first day: one that is the day of the import can't be told from none, and an export must say what the file said.</summary>
    private Task<int> NoteFrom(long versionId, RuleText rule, CancellationToken ct) => db.Execute(
        "update certification_rule_version set from_given = @given where id = @versionId and from_given <> @given", new { versionId, given = rule.From is not null }, ct);

    /// <summary>Ends what came from a file and stands there no more.</summary>
    /// <param name="after">The number of the last rule that still does.</param>
    public async Task<bool> End(long programId, int after, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var today = settings.TimeZone.DayOf(now);
        var vanished = await db.Rows<RuleVersion>(
            $"""
            select {RuleVersion.Columns} from {RuleVersion.Tables}
            where u.program_id = @programId and u.content_number > @after and (r.ends_on is null or r.ends_on > @today)
            and r.number = (select max(x.number) from certification_rule_version x where x.rule_id = u.id) order by r.id
            """, new { programId, after, today }, ct);
        foreach (var rule in vanished)
            await RuleChanged.Tell(work, await RuleVersion.Add(db, rule.RuleId, rule.Terms with { EndsOn = today }, now, by: null, ct), ct);
        return vanished.Count > 0;
    }

    /// <summary>What the file said last.</summary>
    private Task<RuleVersion?> Imported(long ruleId, CancellationToken ct) => db.Row<RuleVersion>(
        $"select {RuleVersion.Columns} from {RuleVersion.Tables} where r.rule_id = @ruleId and r.recorded_by is null order by r.number desc limit 1", new { ruleId }, ct);
}
