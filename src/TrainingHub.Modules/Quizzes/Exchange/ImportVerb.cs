using System.CommandLine;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Verbs;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>questions import FILE --format gift|moodle-xml|aiken|csv|xlsx|qti [--course SLUG] [--category C] [--language zh-CN|en] [--dry-run] [--skip-bad] [--json]</summary>
internal sealed class ImportVerb(Db db, PlanItems planner, ImportItems import, Localizer texts) : IVerb
{
    private sealed record Asked(string Path, string Format, string? Course, string? Category, string? Language, bool DryRun, bool SkipBad, bool Json);

    public string Path => "questions import";

    public Command Build(string name)
    {
        var file = new Argument<string>("FILE") { Description = "The file of questions." };
        var format = new Option<string?>("--format") { Description = $"One of {string.Join(", ", ReadItems.Formats)}; else the file's name decides." };
        format.AcceptOnlyFromAmong(ReadItems.Formats);
        var course = new Option<string?>("--course") { Description = "The slug of the course whose bank gets them; without it they wait in the shared bank." };
        var category = new Option<string?>("--category") { Description = "Where to put what the file puts nowhere, as \"Kitchen/Cleaning\"." };
        var language = new Option<string?>("--language") { Description = "The language the questions are in; without it each is judged by its characters." };
        language.AcceptOnlyFromAmong(Languages.All);
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be done, and do nothing." };
        var skipBad = new Option<bool>("--skip-bad") { Description = "Import the good questions although others are wrong." };
        var json = new Option<bool>("--json") { Description = "Print every question and every fault as JSON." };
        var command = new Command(name, "Imports questions from Moodle and other programs; all or nothing. The same file again changes nothing.") { file, format, course, category, language, dryRun, skipBad, json };
        command.SetAction(async (parsed, ct) =>
        {
            var path = CallerFolder.Resolve(parsed.GetRequiredValue(file));
            if ((parsed.GetValue(format) ?? ReadItems.Guess(path)) is not { } known)
            {
                await Console.Error.WriteLineAsync($"The format of {path} can't be told by its name; say --format {string.Join('|', ReadItems.Formats)}.");
                return ExitCodes.Usage;
            }
            return await Run(new Asked(path, known, parsed.GetValue(course), parsed.GetValue(category), parsed.GetValue(language), parsed.GetValue(dryRun), parsed.GetValue(skipBad), parsed.GetValue(json)), ct);
        });
        return command;
    }

    private async Task<int> Run(Asked asked, CancellationToken ct)
    {
        if (!File.Exists(asked.Path)) return await Fail($"There is no file {asked.Path}.");
        if (new FileInfo(asked.Path).Length > ExchangeLimits.FileBytes) return await Fail($"The file is larger than {ExchangeLimits.FileMegabytes} MB. Divide it.");
        long? courseId = 0;
        if (asked.Course is not null) courseId = await db.Scalar<long?>("select id from v_course where slug = @Course", new { asked.Course }, ct);
        if (courseId is not { } target) return await Fail($"There is no course {asked.Course}.");
        var plan = await planner.Handle(ReadItems.Of(asked.Format, await File.ReadAllBytesAsync(asked.Path, ct)), new ImportTarget(target, asked.Language, asked.Category is null ? null : ItemCategory.Normal(asked.Category)), ct);
        var isRefused = plan.Faults.Count > 0 && !asked.SkipBad;
        var writes = !asked.DryRun && !isRefused;
        Func<int, Task>? progress = Console.IsErrorRedirected ? null : done => Console.Error.WriteAsync($"\r{done} questions …");
        if (writes) plan = await import.Handle(plan, target, progress, ct);
        if (asked.Json) Console.WriteLine(ItemJson.Of(System.IO.Path.GetFileName(asked.Path), asked.Format, plan, asked.DryRun, writes, texts.For(Languages.English)));
        else await Report(plan, asked.DryRun, isRefused);
        return plan.Faults.Count > 0 ? ExitCodes.DataAtFault : ExitCodes.Done;
    }

    private async Task Report(ImportPlan plan, bool isDryRun, bool isRefused)
    {
        var english = texts.For(Languages.English);
        foreach (var fault in plan.Faults) await Console.Error.WriteLineAsync(fault.In(english));
        foreach (var planned in plan.Items)
        {
            Console.WriteLine($"{planned.Item.Line}: {planned.Item.Kind}, {planned.State.ToString().ToLowerInvariant()}: {ItemHead.Of(planned.Item)}");
            foreach (var lost in planned.Question.Lost) Console.WriteLine($"    not kept: {english[lost]}");
            if (planned.State == ItemState.Kept) Console.WriteLine("    The course's own questions.yaml has it differently; change it there.");
        }
        var counts = $"{plan.Count(ItemState.New)} new, {plan.Count(ItemState.Changed)} changed, {plan.Count(ItemState.Same)} the same, {plan.Count(ItemState.Kept)} kept as the course has them, {plan.Count(ItemState.Skipped)} that ask nothing, {plan.Faults.Count} wrong.";
        Console.WriteLine(isDryRun ? $"{counts} Nothing was done." : isRefused ? $"{counts} Nothing was imported. Mend the file, or import its good questions with --skip-bad." : counts);
    }

    private static async Task<int> Fail(string message)
    {
        await Console.Error.WriteLineAsync(message);
        return ExitCodes.DataAtFault;
    }
}
