using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.People.Access;

/// <param name="Path">The link, below the hub's address.</param>
/// <param name="Code">Can be typed together with the employee number; in groups of four.</param>
internal sealed record ActivationSecrets(string Path, string Code);

/// <summary>Makes one-time ways in. Only their hashes are kept, so a secret exists in the mail or on the paper alone.</summary>
internal sealed class Activations(Db db, Audit audit, Entropy entropy, TimeProvider clock) : IActivations
{
    public async Task<string> NewLink(long personId, string purpose, CancellationToken ct) => (await Make(personId, purpose, ct)).Path;

    public async Task<ActivationSecrets> Make(long personId, string purpose, CancellationToken ct)
    {
        var expires = clock.GetUtcNow() + ActivationPurposes.Lifetime(purpose);
        var token = entropy.Token(160);
        // 60 bits: enough against guessing even for somebody who has the table of hashes, short enough to type once.
        var code = purpose == ActivationPurposes.Slip ? entropy.Token(60) : null;
        await using var tx = await db.Begin(ct);
        // The row lock makes two makers take turns, so that one secret of a purpose is left, not two.
        await db.Scalar<long>($"select id from people_person where id = @personId {db.Dialect.ForUpdate}", new { personId }, ct);
        await db.Execute("delete from people_activation where person_id = @personId and purpose = @purpose and used_at is null", new { personId, purpose }, ct);
        var id = await db.Insert(
            "insert into people_activation(person_id, purpose, token_hash, code_hash, expires_at, created_at) values (@personId, @purpose, @TokenHash, @CodeHash, @expires, @Now) returning id",
            new { personId, purpose, TokenHash = Secrets.Hash(token), CodeHash = code is null ? null : CodeHash(personId, code), expires, Now = clock.GetUtcNow() }, ct);
        await audit.Write("people.activation-made", $"person:{personId}", new { activation = id, purpose }, ct);
        await tx.Commit(ct);
        return new ActivationSecrets($"/activate/{token}", code is null ? "" : string.Join('-', code.Chunk(4).Select(c => new string(c))));
    }

    /// <summary>Salted with the person, so that one guess can't be tried against everybody's code at once.</summary>
    public static string CodeHash(long personId, string code) => Secrets.Hash($"{personId}:{Plain(code)}");

    /// <summary>What was typed, without blanks, dashes and case, and with the letters that are mistaken for digits put right.</summary>
    private static string Plain(string code) => new([.. SignInName.Normalize(code).ToLowerInvariant()
        .Where(char.IsAsciiLetterOrDigit).Select(c => c switch { 'i' or 'l' => '1', 'o' => '0', 'u' => 'v', _ => c })]);
}
