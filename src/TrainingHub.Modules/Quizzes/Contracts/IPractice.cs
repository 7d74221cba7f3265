namespace TrainingHub.Modules.Quizzes.Contracts;

/// <summary>A clause of a course, as questions name it.</summary>
public sealed record CourseClause(long CourseId, string Clause);

/// <summary>A question that can be asked on a clause now.</summary>
public sealed record ClauseQuestion(long CourseId, string Clause, long QuestionId, long VersionId);

/// <summary>What somebody answered, and what it shows.</summary>
/// <param name="Certainty">1 (not sure) to 3, where the quiz asked for it.</param>
/// <param name="Seconds">Null where it is not known how long it took.</param>
public sealed record ClauseAnswer(int Slot, long QuestionId, long CourseId, string Clause, bool IsRight, int? Certainty, int? Seconds);

/// <param name="Answers">Of the questions on clauses that were answered and count.</param>
public sealed record GradedAnswers(long AttemptId, long PersonId, DateTimeOffset SubmittedAt, IReadOnlyList<ClauseAnswer> Answers);

/// <summary>
/// Sets of practice: attempts whose questions somebody else chose. They are taken like any quiz (saved answer by answer, with or without JavaScript), with feedback
/// after each question, and kept out of statistics, result lists, records and attempt limits.
/// </summary>
public interface IPractice
{
    /// <summary>What can be asked of this person on these clauses: marked at once, in the language, of the person's trades; those seen least come first.</summary>
    Task<IReadOnlyList<ClauseQuestion>> Questions(long personId, IReadOnlyCollection<CourseClause> clauses, string language, CancellationToken ct);

    /// <summary>Ids of questions that this person is, or may be, asked in a quiz that is open now: a set, which shows answers, must not have them.</summary>
    Task<IReadOnlySet<long>> AskedNow(long personId, CancellationToken ct);

    /// <summary>Starts a set with these questions, in the caller's transaction. An older set that is still open is handed in as it stands.</summary>
    /// <returns>The attempt's id.</returns>
    Task<long> Start(long personId, IReadOnlyList<long> versionIds, string language, CancellationToken ct);

    /// <summary>Null where there is no such graded attempt.</summary>
    Task<GradedAnswers?> Answers(long attemptId, CancellationToken ct);

    /// <summary>Ids of all graded attempts, sets of practice too, ascending.</summary>
    Task<IReadOnlyList<long>> Graded(long after, int most, CancellationToken ct);
}
