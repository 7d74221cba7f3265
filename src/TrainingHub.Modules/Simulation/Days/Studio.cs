using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Simulation.Days;

/// <summary>What trainers do: now and then a lesson is revised or a question changed, and on the first day two programmes get shorter policies, so that renewals are seen.</summary>
internal sealed partial class Studio(SimulatedHub hub, SimulationPlan plan, Jobs jobs)
{
    private static readonly (string Course, string Policy)[] Policies =
    [
        ("5s", "    policy:\n      active: 2m\n      window: 15d\n      basis: completion\n      grace: 7d\n"),
        ("greetings", "    policy:\n      active: 6m\n      window: 1m\n      basis: fixed\n      minimum: 1m\n      grace: 14d\n"),
    ];

    public async Task Work(DateOnly day)
    {
        foreach (var slug in await hub.In(services => services.GetRequiredService<Db>().Rows<string>("select slug from v_course order by slug", null, default)))
        {
            if (day == plan.Start && Array.Find(Policies, p => p.Course == slug) is { Policy: { } policy }) await Change(slug, "Shorter policy", [("program.yaml", text => Policy.Replace(text, policy))]);
            if (!plan.OnceIn(50, slug, day, "revise")) continue;
            if (plan.Percent(50, slug, day, "question")) await Change(slug, "A question weighed anew", [("questions.yaml", text => Weigh(text, slug, day))]);
            else await Change(slug, "A lesson revised", await Revision(slug, day));
        }
    }

    private async Task Change(string slug, string note, IReadOnlyList<(string Path, Func<string, string> Edit)> edits)
    {
        await hub.In(async services =>
        {
            var drafts = services.GetRequiredService<ICourseDrafts>();
            foreach (var (path, edit) in edits)
            {
                var draft = (await drafts.Current(slug, default))!;
                var text = draft.Folder.Text(path)!;
                if (edit(text) is { } edited && edited != text && (await drafts.PutFile(slug, path, Encoding.UTF8.GetBytes(edited), draft.Stamp(path), default)).Problem is { } problem)
                    throw new SimulationException($"A change of {slug}/{path} was refused: {problem}");
            }
            if ((await drafts.Current(slug, default))!.IsDraft && await drafts.Publish(slug, note, default) is { } refused) throw new SimulationException($"{slug} could not be published: {refused}");
            return 0;
        });
        await jobs.Work();
    }

    /// <summary>The same lesson in both languages; a text that has the line already stays as it is.</summary>
    private async Task<IReadOnlyList<(string, Func<string, string>)>> Revision(string slug, DateOnly day)
    {
        var draft = (await hub.In(services => services.GetRequiredService<ICourseDrafts>().Current(slug, default)))!;
        var lessons = draft.Folder.Files.Keys.Where(p => p.StartsWith("lessons/", StringComparison.Ordinal) && p.EndsWith(".en.md", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        var lesson = lessons[plan.Below(lessons.Count, slug, day, "lesson")][..^".en.md".Length];
        var date = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return [($"{lesson}.en.md", text => With(text, $"Revised on {date}.")), ($"{lesson}.zh-CN.md", text => With(text, $"{date} 修订。"))];
    }

    private static string With(string text, string line) => text.Contains(line, StringComparison.Ordinal) ? text : $"{text.TrimEnd()}\n\n{line}\n";

    private string Weigh(string text, string slug, DateOnly day)
    {
        var places = Difficulty.Matches(text);
        var place = places[plan.Below(places.Count, slug, day, "which question")];
        return $"{text[..place.Index]}difficulty: {1 + plan.Below(3, slug, day, "difficulty")}{text[(place.Index + place.Length)..]}";
    }

    [GeneratedRegex(@"difficulty: [123]")]
    private static partial Regex Difficulty { get; }

    [GeneratedRegex(@" {4}policy:\n(?: {6}.*\n)+")]
    private static partial Regex Policy { get; }
}
