using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Quizzes.Statistics;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Quizzes.Statistics;

/// <summary>The words in which tests speak of statistics.</summary>
internal static class StatisticsWords
{
    /// <summary>All sums, as lines that can be compared; rows in which nothing is left are as good as none.</summary>
    public static async Task<List<string>> Sums(TestHub hub)
    {
        var lines = new List<string>();
        lines.AddRange(await hub.Rows<string>("select 'mark ' || quiz_id || ' ' || site_id || ' ' || department_id || ' ' || language || ' ' || case when is_first then 1 else 0 end || ' ' || band || ': ' || attempts || ' ' || passed || ' ' || shares from quizzes_mark_sum where attempts <> 0 or passed <> 0 or shares <> 0"));
        lines.AddRange(await hub.Rows<string>("select 'item ' || question_version_id || ' ' || language || ' ' || case when is_first then 1 else 0 end || ': ' || attempts || ' ' || blank || ' ' || marks || ' ' || max_marks || ' ' || pairs || ' ' || x || ' ' || y || ' ' || xy || ' ' || xx || ' ' || yy || ' ' || timed || ' ' || seconds from quizzes_item_sum where attempts <> 0 or marks <> 0 or x <> 0 or yy <> 0 or seconds <> 0"));
        lines.AddRange(await hub.Rows<string>("select 'response ' || question_version_id || ' ' || case when is_first then 1 else 0 end || ' ' || response || ': ' || answers from quizzes_response_sum where answers <> 0"));
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    public static async Task Recount(TestHub hub, long quiz)
    {
        Assert.Null(await hub.In(s => s.GetRequiredService<RecountStatistics>().Handle(quiz, default)));
        Assert.Equal("ok", (await hub.RunJob("quizzes.recount")).Outcome);
    }
}
