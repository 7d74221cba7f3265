using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Simulation.Days;

/// <summary>
/// What trainers do: now and then a lesson is revised, a question changed or a policy made longer or shorter, sometimes for who is certified already too. On the first day programmes get policies of all
/// three bases, short enough that renewals are seen, and one whose renewals ask something else each time; a later one has a time zone of its own.
/// </summary>
internal sealed partial class Studio(SimulatedHub hub, SimulationPlan plan, Jobs jobs)
{
    /// <summary>The first is that of the first day; the others come and go in mid-flight.</summary>
    private readonly (string Course, string[] Policies)[] policies =
    [
        // Renewals are seen in the shortest simulation, and do not fill the longest.
        ("5s", [$"active: {(plan.Months > 12 ? 6 : 2)}m, window: 15d, basis: completion, grace: 7d", $"active: {(plan.Months > 12 ? 8 : 3)}m, window: 20d, basis: completion, grace: 7d", $"active: {(plan.Months > 12 ? 200 : 70)}d, window: 2w, basis: expiry"]),
        ("greetings", ["active: 6m, window: 1m, basis: fixed, minimum: 1m, grace: 14d", "active: 4m, window: 1m, basis: fixed, minimum: 2m", "active: 6m, window: 6w, basis: completion, grace: 14d, zone: Pacific/Auckland"]),
        ("grooming", ["active: 12m, window: 2m, basis: expiry, grace: 14d", "active: 8m, window: 2m, basis: expiry, grace: 1m", "active: 12m, window: 2m, basis: fixed, anchor: 2024-12-31, minimum: 3m, grace: 14d"]),
    ];

    private const string Rotation =
        """
            rotation:
              - quiz: hotel-rooms
              - allOf: [ { quiz: hotel-rooms }, { quiz: greetings } ]
              - anyOf: [ { quiz: 5s }, { program: 5s } ]
            policy: { active: 3m, window: 3w, basis: expiry, grace: 7d, lapsed: full }
            assign:
              - audience: { departments: [HOUSE] }
                dueIn: 10d

        """;

    public async Task Work(DateOnly day)
    {
        foreach (var slug in await hub.In(services => services.GetRequiredService<Db>().Rows<string>("select slug from v_course order by slug", null, default)))
        {
            if (Array.Find(policies, p => p.Course == slug) is { Policies: { } choices } && PolicyOf(slug, day, choices.Length) is { } which)
            {
                await Change(slug, "Another policy", [("program.yaml", text => Policy.Replace(text, $"    policy: {{ {choices[which]} }}\n", 1))]);
                if (day > plan.Start && plan.Percent(60, slug, day, "for all")) await HoldForAll(slug);
            }
            if (day == plan.Start && slug == "hotel-rooms") await Change(slug, "Renewals by turns", [("program.yaml", text => RenewalAndPolicy.Replace(text, Rotation, 1))]);
            if (!plan.OnceIn(50, slug, day, "revise")) continue;
            if (plan.Percent(50, slug, day, "question")) await Change(slug, "A question weighed anew", [("questions.yaml", text => Weigh(text, slug, day))]);
            else await Change(slug, "A lesson revised", await Revision(slug, day));
        }
    }

    private int? PolicyOf(string slug, DateOnly day, int count) => day == plan.Start ? 0 : plan.OnceIn(150, slug, day, "policy") ? plan.Below(count, slug, day, "which policy") : null;

    /// <summary>Who is certified already has the new dates too.</summary>
    private async Task HoldForAll(string slug)
    {
        if (await hub.In(services => services.GetRequiredService<ICertifications>().HoldForAll(slug, default)) is { } refused) throw new SimulationException($"The policy of {slug} could not be recalculated: {refused}");
        await jobs.Work();
    }

    /// <summary>Whom it is asked of.</summary>
    public Task Assign(string slug, string audience) => Change(slug, "Asked of others", [("program.yaml", text => $"{Assigned.Replace(text, "", 1)}    assign:\n      - audience: {audience}\n        dueIn: 10d\n")]);

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

    [GeneratedRegex(@" {4}policy:(?: \{.*\}\n|\n(?: {6}.*\n)+)")]
    private static partial Regex Policy { get; }

    [GeneratedRegex(@" {4}renewal:\n(?: {6}.*\n)+ {4}policy:\n(?: {6}.*\n)+")]
    private static partial Regex RenewalAndPolicy { get; }

    [GeneratedRegex(@" {4}assign:\n(?: {6}.*\n)+")]
    private static partial Regex Assigned { get; }
}
