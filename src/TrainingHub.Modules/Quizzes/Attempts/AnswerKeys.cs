using System.Text.Json;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Contracts;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.Attempts;

internal sealed class AnswerKeys(Db db) : IAnswerKeys
{
    private sealed record Row(string Kind, string Body);

    public async Task<JsonElement> Answer(long attemptId, int slot, bool right, CancellationToken ct)
    {
        var row = await db.Row<Row>(
            $"select v.kind, v.body from quizzes_slot s join quizzes_question_version v on v.id = {MarkingVersion.Id} where s.attempt_id = @attemptId and s.slot = @slot", new { attemptId, slot }, ct)
            ?? throw new ArgumentException($"Attempt {attemptId} has no question {slot}.", nameof(slot));
        return QuestionKinds.Find(row.Kind).Example(QuestionBody.From(row.Body).Content, right);
    }
}
