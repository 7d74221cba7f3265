using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Certification.Deeds;

/// <summary>A quiz, passed.</summary>
internal sealed class QuizKind(Db db, IQuizTaking quizzes) : IEvidenceKind
{
    private sealed record Row(long Id, string Slug, string TitleZh, string TitleEn);

    public string Kind => "quiz";

    public string Asks(Localizer t, string title) => t["Pass the quiz “{0}”", title];

    public string Done(Localizer t, string title) => t["Quiz “{0}” passed", title];

    public async Task<IReadOnlyList<EvidenceChoice>> Choices(CancellationToken ct) =>
        [.. (await db.Rows<Row>("select id, slug, title_zh, title_en from v_quiz order by slug", null, ct)).Select(q => new EvidenceChoice(q.Slug, q.TitleZh, q.TitleEn, $"/learn/quizzes/{q.Id}"))];

    public bool IsBroughtBy(ContentFolder folder, string key) => key == folder.Slug;

    public Task<IReadOnlyCollection<long>> MayHold(IReadOnlyCollection<long> people, CancellationToken ct) => Task.FromResult<IReadOnlyCollection<long>>([]);

    public async Task<IReadOnlyCollection<long>> MayBeginAfresh(IReadOnlyCollection<long> people, string key, CancellationToken ct) => await db.Rows<long>(
        $"select distinct a.person_id from v_quiz_attempt a join v_quiz q on q.id = a.quiz_id where {db.Dialect.Among("a.person_id", "ids")} and q.slug = @key", new { ids = GivenRows.Of(people), key }, ct);

    /// <summary>Attempts of before use up none of those that its settings allow.</summary>
    public Task Afresh(long personId, string key, DateTimeOffset since, CancellationToken ct) => quizzes.Afresh(personId, key, since, ct);
}
