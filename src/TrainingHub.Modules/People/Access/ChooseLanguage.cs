using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.People.Access;

/// <summary>Sets the language of a person's pages and mails.</summary>
internal sealed class ChooseLanguage(Db db)
{
    public async Task<Problem?> Handle(long personId, string language, CancellationToken ct)
    {
        if (!Languages.All.Contains(language)) return Problem.Because("Choose Chinese or English.");
        await using var tx = await db.Begin(ct);
        await db.Execute("update people_person set language = @language where id = @personId", new { personId, language }, ct);
        await tx.Commit(ct);
        return null;
    }
}
