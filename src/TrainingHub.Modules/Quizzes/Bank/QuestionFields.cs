using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>The fields of a question's form, as the pages that write questions share them; QuestionFields.cshtml.</summary>
/// <param name="MayLackOne">One language is enough: it is kept in the bank alone.</param>
/// <param name="AddOptionQuery">What the address of the page needs beside its handler, as "&amp;kind=single".</param>
internal sealed record QuestionFields(QuestionDraft Question, QuestionForm Form, EditedContent Edited, bool MayLackOne, BankChoices Choices, string AddOptionQuery = "")
{
    public IQuestionKind Kind => QuestionKinds.Find(Question.Kind);

    /// <summary>How often each option was taken at first attempts.</summary>
    public IReadOnlyDictionary<string, long> Taken { get; init; } = new Dictionary<string, long>();

    public long Asked { get; init; }

    /// <summary>A picture can be chosen in this form.</summary>
    public bool TakesPicture { get; init; }
}

/// <summary>What the bank of a course knows already, offered while typing.</summary>
internal sealed record BankChoices(IReadOnlyList<string> Categories, IReadOnlyList<string> Clauses, IReadOnlyList<string> Tags)
{
    /// <param name="courseId">0: the shared bank; null: everything.</param>
    public static async Task<BankChoices> Of(Db db, long? courseId, CancellationToken ct)
    {
        var of = new { courseId };
        return new BankChoices(
            await db.Rows<string>("select distinct category from quizzes_question where category is not null and (cast(@courseId as bigint) is null or course_id = @courseId) order by category limit 500", of, ct),
            await db.Rows<string>("select k.code from v_course_clause k join v_course c on c.version_id = k.version_id where (cast(@courseId as bigint) is null or c.id = @courseId) group by k.code order by k.code limit 500", of, ct),
            await db.Rows<string>(
                """
                select t.tag from quizzes_question_tag t join quizzes_question q on q.current_version_id = t.question_version_id
                where q.retired_at is null and (cast(@courseId as bigint) is null or q.course_id = @courseId) group by t.tag order by t.tag limit 200
                """, of, ct));
    }
}
