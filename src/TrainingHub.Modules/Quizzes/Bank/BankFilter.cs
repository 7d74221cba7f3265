using System.Globalization;
using Dapper;
using Microsoft.AspNetCore.WebUtilities;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>Which questions of the bank are meant: the list's filters, as its address carries them.</summary>
public sealed class BankFilter
{
    /// <summary>For <see cref="Course"/>: questions of no course.</summary>
    public const string Shared = "-";

    /// <summary>Words that all occur in its texts.</summary>
    public string? Search { get; set; }
    public string? Course { get; set; }
    public string? Category { get; set; }

    /// <summary>The category alone, without those below.</summary>
    public bool Only { get; set; }

    /// <summary>All of these, by comma.</summary>
    public string? Tag { get; set; }
    public string? Clause { get; set; }
    public int? Difficulty { get; set; }
    public string? Kind { get; set; }

    /// <summary>Null: live; else proposed, retired, void or all.</summary>
    public string? State { get; set; }

    /// <summary>zh-CN or en: questions without this language.</summary>
    public string? Lacks { get; set; }

    internal IReadOnlyList<string> Tags => TagList.Read(Tag);

    /// <summary>More than the words and the course.</summary>
    internal bool IsNarrow => !string.IsNullOrEmpty($"{Category}{Tag}{Clause}{Difficulty}{Kind}{State}{Lacks}");

    internal Dictionary<string, string?> ToQuery() => new Dictionary<string, string?>
    {
        ["search"] = Search, ["course"] = Course, ["category"] = Category, ["only"] = Only ? "true" : null, ["tag"] = Tag, ["clause"] = Clause,
        ["difficulty"] = Difficulty?.ToString(CultureInfo.InvariantCulture), ["kind"] = Kind, ["state"] = State, ["lacks"] = Lacks,
    }.Where(p => !string.IsNullOrEmpty(p.Value)).ToDictionary();

    internal string Url(int page = 1)
    {
        var query = ToQuery();
        if (page > 1) query["at"] = page.ToString(CultureInfo.InvariantCulture);
        return QueryHelpers.AddQueryString("/studio/questions", query);
    }

    /// <summary>The predicate over q (quizzes_question), v (its current version), c (its course) and w (its words).</summary>
    internal (string Sql, DynamicParameters Parameters) Where()
    {
        var (terms, parameters) = (new List<string> { "q.current_version_id is not null" }, new DynamicParameters());
        void Add(bool asked, string term, string name, object? value)
        {
            if (!asked) return;
            terms.Add(term);
            parameters.Add(name, value);
        }
        foreach (var (pattern, i) in QuestionWords.Patterns(Search).Select((p, i) => (p, i))) Add(true, $"w.words like @word{i} escape '!'", $"word{i}", pattern);
        foreach (var (tag, i) in Tags.Select((t, i) => (t, i))) Add(true, $"exists (select 1 from quizzes_question_tag t where t.question_version_id = v.id and t.tag = @tag{i})", $"tag{i}", tag);
        if (Course == Shared) terms.Add("q.course_id = 0");
        else Add(!string.IsNullOrEmpty(Course), "c.slug = @course", "course", Course);
        if (CategoryPath.Tidy(Category) is { } category)
        {
            parameters.Add("category", category);
            // "a" stands above "a/b", not above "a//b", which is one name.
            terms.Add(Only ? "q.category = @category" : "(q.category = @category or (substr(q.category, 1, length(@category) + 1) = @category || '/' and substr(q.category, length(@category) + 2, 1) <> '/'))");
        }
        Add(!string.IsNullOrEmpty(Clause), "v.clause = @clause", "clause", Clause);
        Add(Difficulty is not null, "v.difficulty = @difficulty", "difficulty", Difficulty);
        Add(!string.IsNullOrEmpty(Kind), "v.kind = @kind", "kind", Kind);
        Add(Lacks is Platform.Text.Languages.Chinese or Platform.Text.Languages.English, "v.only_language <> @lacks", "lacks", Lacks);
        terms.AddRange(State switch
        {
            "all" => [],
            "retired" => ["q.retired_at is not null"],
            "void" => ["v.voided_at is not null"],
            "proposed" => ["exists (select 1 from quizzes_proposal p where p.question_id = q.id and p.state = 'waiting')"],
            _ => (string[])["q.retired_at is null", "v.voided_at is null"],
        });
        return (string.Join(" and ", terms), parameters);
    }

    internal const string From = "quizzes_question q join quizzes_question_version v on v.id = q.current_version_id left join v_course c on c.id = q.course_id left join quizzes_question_words w on w.question_id = q.id";
}
