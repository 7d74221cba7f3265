using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Acknowledgements.Signing;

/// <param name="Clause">Only this clause of the course; null: all that concern the person.</param>
/// <param name="Seal">Of the texts that were shown: <see cref="StandardToSign.Seal"/>.</param>
/// <param name="Number">Of this signing, as the page showed it: the same form sent twice is one signing.</param>
internal sealed record Signing(long PersonId, string Course, string? Clause, string? Name, bool HasRead, string? Seal, int Number, string Language);

/// <summary>Signs what was shown, and counts it as evidence in the same transaction. Whatever has changed since it was shown is refused: nobody signs what they have not seen.</summary>
internal sealed class SignClauses(Db db, ClausesToSign clauses, IEvidence evidence, IPersonDirectory people, TimeProvider clock)
{
    private sealed record SignedClause(string Clause, string TextSha256);

    public async Task<Problem?> Handle(Signing signing, CancellationToken ct)
    {
        var person = await people.Find(signing.PersonId, ct) ?? throw new InvalidOperationException($"There is no person {signing.PersonId}.");
        await using var tx = await db.Begin(ct);
        // The course stays as it is until the commit: no new version comes between the look and the signature.
        await db.Row<long?>($"select id from v_course where slug = @Course {db.Dialect.ForShare}", new { signing.Course }, ct);
        if (await clauses.Of(signing.PersonId, signing.Course, signing.Clause, ct) is not { } standard) return Problem.NotFound("There is nothing to sign here.");
        if (standard.Seal != signing.Seal) return Problem.Conflict("The text has changed since it was shown to you. Read it again below, then sign.");
        if (!signing.HasRead) return Problem.Because("Tick that you have read it and will follow it.");
        if (!IsNameOf(person, signing.Name)) return Problem.Because("Type your name as it stands here: {0}.", person.Name);
        var wasSigned = signing.Clause is not null && (await clauses.Of(signing.PersonId, signing.Course, null, ct))!.IsSigned;
        var id = signing.Number != standard.Signings + 1 ? null : await db.Row<long?>(
            """
            insert into acknowledgements_signing(person_id, course_id, version_id, number, typed_name, language, signed_at)
            values (@PersonId, @CourseId, @VersionId, @Number, @Name, @Language, @now) on conflict (person_id, course_id, number) do nothing returning id
            """,
            new { signing.PersonId, standard.CourseId, standard.VersionId, signing.Number, Name = Tidy(signing.Name!), signing.Language, now = clock.GetUtcNow() }, ct);
        if (id is { } signingId) await Count(signing, standard, signingId, wasSigned, ct);
        else if (!await IsRepeated(signing, standard, ct)) return Problem.Conflict("You have signed something else of this course since this page was opened. Look at it again below, then sign.");
        await tx.Commit(ct);
        return null;
    }

    /// <summary>The same form, sent twice.</summary>
    private async Task<bool> IsRepeated(Signing signing, StandardToSign standard, CancellationToken ct) => (await db.Rows<SignedClause>(
        """
        select s.clause, s.text_sha256 from acknowledgements_signature s join acknowledgements_signing g on g.id = s.signing_id
        where g.person_id = @PersonId and g.course_id = @CourseId and g.number = @Number
        """, new { signing.PersonId, standard.CourseId, signing.Number }, ct)).ToHashSet().SetEquals(standard.Clauses.Select(c => new SignedClause(c.Code, c.Sha256)));

    /// <param name="wasSigned">Every clause was signed before, perhaps a year ago: one clause signed again signs no standard again.</param>
    private async Task Count(Signing signing, StandardToSign standard, long id, bool wasSigned, CancellationToken ct)
    {
        foreach (var clause in standard.Clauses)
            await db.Execute("insert into acknowledgements_signature(signing_id, clause, text_sha256) values (@id, @Code, @Sha256)", new { id, clause.Code, clause.Sha256 }, ct);
        var (now, reference) = (clock.GetUtcNow(), $"signing:{id}");
        List<Deed> deeds = [.. standard.Clauses.Select(c => new Deed(signing.PersonId, SignedKind.Name, $"{standard.Slug}/{c.Code}", now, reference))];
        // One clause may have been the last of all.
        var whole = signing.Clause is null ? standard : (await clauses.Of(signing.PersonId, signing.Course, null, ct))!;
        if (signing.Clause is null || (whole.IsSigned && !wasSigned)) deeds.Add(new Deed(signing.PersonId, SignedKind.Name, standard.Slug, now, reference));
        await evidence.Record(deeds, ct);
    }

    private static bool IsNameOf(PersonCard person, string? typed) =>
        typed is not null && (Same(typed, person.Name) || (person.LatinName is { Length: > 0 } latin && Same(typed, latin)));

    private static bool Same(string typed, string name) => string.Equals(Tidy(typed), Tidy(name), StringComparison.OrdinalIgnoreCase);

    private static string Tidy(string name) => string.Join(' ', name.Normalize().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
