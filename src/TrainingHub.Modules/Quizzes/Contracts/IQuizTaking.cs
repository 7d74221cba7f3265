using System.Text.Json;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Quizzes.Contracts;

/// <summary>An attempt as its owner may see it: never the right answers, which only the review page shows.</summary>
/// <param name="State">in-progress; overdue: the time is up but it may still be submitted; finished; abandoned: it was not submitted in time and does not count</param>
/// <param name="DeadlineAt">Null where the quiz has no time limit and no closing time.</param>
/// <param name="GraceUntil">Until when it may still be submitted after the deadline; null where the deadline is the end.</param>
/// <param name="Mark">Milli-points; null until graded, and as long as the quiz does not show it.</param>
/// <param name="Passed">Null until graded, and as long as the quiz does not show it.</param>
/// <param name="PausedAt">Since when an invigilator has it paused; the deadline moves by the pause when it goes on. Null: it is not paused.</param>
/// <param name="Withheld">Why there are no questions here now. paused: wait; network: join one of the exam's; access-code: start it again with the code. Null: they are here.</param>
/// <param name="Behaviour">deferred: marked when submitted; immediate: an answer can be checked, then it stands; retry: checked, mended at a cost; confidence: each answer comes with a certainty</param>
/// <param name="Position">Where questions come in sequence, the one to answer now: later ones are not shown yet, earlier ones stand. Null: in any order.</param>
public sealed record AttemptSheet(long Id, string Uuid, long QuizId, string QuizSlug, string Title, string State, DateTimeOffset StartedAt, DateTimeOffset? DeadlineAt,
    DateTimeOffset? SubmittedAt, long? Mark, long MaxMark, bool? Passed, IReadOnlyList<AttemptQuestion> Questions,
    string Behaviour, int? Position, DateTimeOffset? GraceUntil, DateTimeOffset? PausedAt, string? Withheld);

/// <param name="Slot">From 1, in the order this attempt shows them.</param>
/// <param name="Kind">
/// What is asked, and so what an answer looks like. In all of them an empty answer takes the former one back.
/// single, true-false: one of the options, {"chosen": ["a"]}. multiple: several, {"chosen": ["a", "c"]}.
/// hotspot: options that are areas of the picture, {"chosen": ["a"]}, or points in its own units, {"points": [[120, 80]]}.
/// ordering: all options in their order, {"order": ["b", "a", "c"]}.
/// matching: for each part an option, {"pairs": {"part": "option"}}; one option may fit several parts.
/// fill-in: for each part (a gap, which the stem marks as [[id]]) a text, {"blanks": {"id": "30"}}.
/// scenario: for each part (a question with a kind of its own) its answer, {"parts": {"p1": {"chosen": ["a"]}}}.
/// free-text: {"text": "…"}; a trainer marks it. photo: {"photo": "key"} of a picture uploaded before; a trainer marks it.
/// </param>
/// <param name="Stem">With [[id]] where a gap is to be filled in.</param>
/// <param name="Media">Address of the question's picture on this hub, as "/media/….svg".</param>
/// <param name="Parts">What is answered one by one.</param>
/// <param name="Most">How many options may be chosen; null where that is no matter of choosing.</param>
/// <param name="Limit">How many characters a text (of each gap) may have.</param>
/// <param name="Answer">The answer that counts so far; null where there is none.</param>
/// <param name="Sequence">Of that answer; 0 where there is none. The next one is sent with a greater number.</param>
public sealed record AttemptQuestion(int Slot, string Kind, string Stem, string? Media, string? Alt, long MaxMark, IReadOnlyList<AttemptOption> Options, IReadOnlyList<AttemptPart> Parts,
    int? Most, int? Limit, JsonElement? Answer, long Sequence, int? Certainty, AnswerCheck? Checked);

/// <summary>What came of checking the answer that counts, as far as the quiz shows it.</summary>
/// <param name="Stands">It can't be changed any more.</param>
/// <param name="WrongTries">Answers to this question that were checked and not wholly right; null where that is not shown.</param>
/// <param name="Right">Null where the quiz does not show it.</param>
/// <param name="Mark">Milli-points; null where the quiz does not show it.</param>
/// <param name="Feedback">What the author says about the question; null where there is nothing, or it is not shown.</param>
public sealed record AnswerCheck(bool Stands, int? WrongTries, bool? Right, long? Mark, string? Feedback);

/// <param name="Area">Where it is in the picture, for a hotspot.</param>
public sealed record AttemptOption(string Id, string Text, AttemptArea? Area);

/// <param name="Shape">rect (x, y, width, height), circle (x, y, radius) or polygon (x and y of each corner)</param>
/// <param name="At">In the picture's own units.</param>
public sealed record AttemptArea(string Shape, IReadOnlyList<decimal> At);

/// <param name="Text">The left to match, the gap's name, or a scenario question's stem.</param>
/// <param name="Kind">Of a scenario's question; null for what is answered as part of one question.</param>
public sealed record AttemptPart(string Id, string Text, string? Kind, IReadOnlyList<AttemptOption> Options, IReadOnlyList<AttemptPart> Parts, int? Most, int? Limit);

/// <summary>What became of an answer. It is kept in every case.</summary>
/// <param name="Outcome">counted; stale: a later one was there already (an API answers 409 with this); late: after the deadline or the end, so it doesn't count; locked: the question was checked or left for good (409 too); paused: an invigilator paused the exam before it came, so it doesn't count (409 too).</param>
/// <param name="Sequence">Of the answer that counts now.</param>
/// <param name="Stored">The answer that counts now.</param>
/// <param name="Certainty">Of the answer that counts now.</param>
public sealed record AnswerReceipt(int Slot, string Outcome, long Sequence, JsonElement? Stored, int? Certainty);

/// <summary>One person takes a quiz. Everything may be repeated: the same attempt, receipt and result come back.</summary>
/// <remarks>An attempt is named by its number or by the UUID its client chose. Somebody else's attempt is not found.</remarks>
public interface IQuizTaking
{
    /// <summary>Starts an attempt, or gives the one that is open.</summary>
    /// <param name="uuid">Chosen by the client, so that a repeated request starts nothing new; null: the hub chooses.</param>
    /// <param name="accessCode">Exams may ask for one; null where there is none.</param>
    /// <param name="language">"zh-CN" or "en": of the texts in the sheet.</param>
    Task<Outcome<AttemptSheet>> Start(long personId, long quizId, string? uuid, string? accessCode, string language, CancellationToken ct);

    Task<AttemptSheet?> Get(long personId, string attempt, string language, CancellationToken ct);

    /// <param name="sequence">Grows with each answer to a slot; from 1.</param>
    /// <param name="device">What the client calls itself; breaks the tie between equal sequences.</param>
    /// <param name="claimedAt">By the device's own clock; kept, never trusted.</param>
    /// <param name="certainty">1 to 3: how sure the learner is; counts where the quiz is marked by confidence.</param>
    Task<Outcome<AnswerReceipt>> Answer(long personId, string attempt, int slot, JsonElement answer, long sequence, string device, DateTimeOffset? claimedAt, int? certainty, string language, CancellationToken ct);

    /// <summary>Has an answer checked before submitting, where the quiz allows it.</summary>
    /// <param name="sequence">Of the answer the learner looks at.</param>
    Task<Outcome<AttemptSheet>> Check(long personId, string attempt, int slot, long sequence, string language, CancellationToken ct);

    /// <summary>Leaves a question for good, where they come in sequence.</summary>
    /// <param name="from">The question that is left.</param>
    Task<Outcome<AttemptSheet>> MoveOn(long personId, string attempt, int from, string language, CancellationToken ct);

    /// <summary>Seals the attempt, then grades it.</summary>
    /// <param name="expected">The sequence each slot must have arrived with, so that submitting can't overtake answers on their way; null: whatever is here.</param>
    Task<Outcome<AttemptSheet>> Submit(long personId, string attempt, IReadOnlyDictionary<int, long>? expected, string language, CancellationToken ct);

    /// <summary>The quiz is asked of somebody anew: attempts begun before this time use up none of those that its settings allow. May be repeated.</summary>
    /// <param name="quiz">Its slug.</param>
    Task Afresh(long personId, string quiz, DateTimeOffset from, CancellationToken ct);
}
