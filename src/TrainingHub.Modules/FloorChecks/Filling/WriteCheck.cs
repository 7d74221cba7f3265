using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.FloorChecks.Filling;

/// <summary>A sheet as it was filled in.</summary>
/// <param name="Form">Names the form, so that one that is sent twice is one check.</param>
/// <param name="Answers">In any order.</param>
internal sealed record FilledSheet(string? Form, IReadOnlyList<CheckAnswer> Answers, string? Note);

/// <summary>A sheet that is complete, with what comes of it.</summary>
internal sealed record JudgedSheet(IReadOnlyList<CheckAnswer> Answers, Verdict Verdict);

/// <param name="RootId">Of a correction the check that it corrects; null: none.</param>
/// <param name="Number">1, or of a correction the next.</param>
internal sealed record CheckPlace(long PersonId, CheckSheet Sheet, long? RootId, int Number, DateTimeOffset ObservedAt, string? Reason);

/// <summary>Judges a filled-in sheet, writes it, and brings the evidence in line with it. A check is never changed.</summary>
internal sealed class WriteCheck(Db db, IEvidence evidence, Audit audit, Actor actor, TimeProvider clock)
{
    public const int LongestText = 300;

    private sealed record Known(long Id, long PersonId, long ById);

    public static Outcome<JudgedSheet> Judge(CheckSheet sheet, FilledSheet filled)
    {
        if (filled.Note?.Trim().Length > LongestText || filled.Answers.Any(a => a.Note?.Trim().Length > LongestText)) return Problem.Because("A note has at most {0} characters.", LongestText);
        var given = filled.Answers.Where(a => a.Outcome is not null).GroupBy(a => a.Code).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        var missing = sheet.Points.Count(p => !given.TryGetValue(p.Code, out var a) || !p.Outcomes.Contains(a.Outcome));
        if (missing > 0) return Problem.Because("Without an answer so far: {0}. Choose one for each item; “Not applicable” is one too.", missing);
        CheckAnswer[] answers = [.. sheet.Points.Select(p => given[p.Code] with { Note = Tidy(given[p.Code].Note) })];
        return Verdict.From(sheet, answers) is { } verdict ? new JudgedSheet(answers, verdict) : Problem.Because("At least one item must apply.");
    }

    /// <summary>The check that this form was handed in as before; null where it was not, a problem where it was somebody else's.</summary>
    public async Task<Outcome<long?>> HandedIn(string? form, long personId, CancellationToken ct)
    {
        if (!Guid.TryParseExact(form, "D", out _)) return Problem.Because("The form is incomplete. Open it anew.");
        var known = await db.Row<Known>("select id, person_id, by_id from floorchecks_check where form_id = @form", new { form }, ct);
        if (known is null) return new Outcome<long?>(null, null);
        return known.PersonId == personId && known.ById == actor.Id ? new Outcome<long?>(known.Id, null) : Problem.Conflict("The form was used for something else. Open it anew.");
    }

    /// <summary>Inside the caller's transaction.</summary>
    /// <returns>Null where the same form was handed in at this very moment.</returns>
    public async Task<long?> Handle(CheckPlace place, FilledSheet filled, JudgedSheet judged, CancellationToken ct)
    {
        var (sheet, verdict) = (place.Sheet, judged.Verdict);
        var id = await db.Row<long?>(
            """
            insert into floorchecks_check(form_id, root_id, number, person_id, course, checklist, list_id, observed_at, at, by_id, points, of_points, passed, note, reason)
            values (@Form, @RootId, @Number, @PersonId, @Course, @Code, @ListId, @ObservedAt, @now, @by, @Points, @Of, @Passed, @note, @Reason) on conflict (form_id) do nothing returning id
            """,
            new
            {
                filled.Form, place.RootId, place.Number, place.PersonId, sheet.Course, sheet.Code, sheet.ListId, place.ObservedAt, now = clock.GetUtcNow(), by = actor.Id, verdict.Points, verdict.Of, verdict.Passed,
                note = Tidy(filled.Note), place.Reason,
            }, ct);
        if (id is not { } check) return null;
        foreach (var (position, answer) in judged.Answers.Index())
            await db.Execute("insert into floorchecks_answer(check_id, position, code, outcome, note) values (@check, @position, @Code, @Outcome, @Note)", new { check, position, answer.Code, answer.Outcome, answer.Note }, ct);
        // However often it is corrected, it is one deed: it was done when the person was looked at.
        var reference = $"check:{place.RootId ?? check}";
        if (verdict.Passed) await evidence.Record([new Deed(place.PersonId, CheckKind.Name, sheet.Key, place.ObservedAt, reference)], ct);
        else if (place.Number > 1) await evidence.TakeBack(place.PersonId, CheckKind.Name, sheet.Key, reference, ct);
        await audit.Write(place.Number == 1 ? "floorchecks.handed-in" : "floorchecks.corrected", reference, new { person = place.PersonId, list = sheet.Key, number = place.Number, passed = verdict.Passed, reason = place.Reason }, ct);
        return check;
    }

    private static string? Tidy(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
