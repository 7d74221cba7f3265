using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.People.Access;

/// <summary>Makes an API token for a person. The token is in the answer and nowhere else.</summary>
internal sealed class CreateToken(Db db, Registry registry, Audit audit, Entropy entropy, TimeProvider clock)
{
    /// <param name="scopes">Permission keys, separated by blanks, or "all".</param>
    public async Task<Outcome<string>> Handle(string user, string scopes, CancellationToken ct)
    {
        var named = scopes.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (named.Length == 0) return Problem.Because("Name at least one scope, or \"all\".");
        if (named.FirstOrDefault(s => s != TokenScopes.All && registry.Permissions.All(p => p.Key != s)) is { } unknown)
            return Problem.Because("\"{0}\" is no scope. Scopes are \"all\" or permissions: {1}.", unknown, string.Join(", ", registry.Permissions.Select(p => p.Key).Order(StringComparer.Ordinal)));
        var name = SignInName.Normalize(user);
        var personId = await db.Scalar<long?>("select id from people_person where (normalized_email = @name or normalized_number = @name) order by case when normalized_email = @name then 0 else 1 end limit 1", new { name }, ct);
        if (personId is null) return Problem.NotFound("Nobody here has the e-mail address or employee number {0}.", user);

        var token = "th_" + entropy.Token(256);
        await using var tx = await db.Begin(ct);
        var id = await db.Insert("insert into people_token(person_id, name, token_hash, scopes, created_at) values (@personId, @Name, @hash, @Scopes, @now) returning id",
            new { personId, Name = "command line", hash = Secrets.Hash(token), Scopes = string.Join(' ', named), now = clock.GetUtcNow() }, ct);
        await audit.Write("people.token-created", $"token:{id}", new { personId, scopes = named }, ct);
        await tx.Commit(ct);
        return token;
    }
}
