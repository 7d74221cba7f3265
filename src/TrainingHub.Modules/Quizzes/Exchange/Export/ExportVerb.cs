using System.CommandLine;
using System.Globalization;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Verbs;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>questions export --format gift|moodle-xml|aiken|csv|xlsx --out FILE [--course SLUG] [--language zh-CN|en]</summary>
internal sealed class ExportVerb(Db db, ExportItems export, Localizer texts, HubSettings settings) : IVerb
{
    public string Path => "questions export";

    public Command Build(string name)
    {
        var format = new Option<string>("--format") { Description = $"One of {string.Join(", ", ExportItems.Formats)}.", Required = true };
        format.AcceptOnlyFromAmong(ExportItems.Formats);
        var file = new Option<string>("--out") { Description = "The file to write.", Required = true };
        var course = new Option<string?>("--course") { Description = "Only the questions of this course, by its slug." };
        var language = new Option<string?>("--language") { Description = "The language to write, where the format has only one; else the hub's own." };
        language.AcceptOnlyFromAmong(Languages.All);
        var command = new Command(name, "Writes the questions into a file for another program, and says of each what the format can't hold.") { format, file, course, language };
        command.SetAction((parsed, ct) => Run(parsed.GetRequiredValue(format), CallerFolder.Resolve(parsed.GetRequiredValue(file)), parsed.GetValue(course), parsed.GetValue(language) ?? settings.DefaultLanguage, ct));
        return command;
    }

    private async Task<int> Run(string format, string file, string? course, string language, CancellationToken ct)
    {
        long? courseId = null;
        if (course is not null && (courseId = await db.Scalar<long?>("select id from v_course where slug = @course", new { course }, ct)) is null)
        {
            await Console.Error.WriteLineAsync($"There is no course {course}.");
            return ExitCodes.DataAtFault;
        }
        var (written, count) = await export.Handle(new ExportAsked(format, courseId, language), ct);
        try
        {
            await File.WriteAllBytesAsync(file, written.Bytes, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"{file} can't be written: {e.Message}");
            return ExitCodes.DataAtFault;
        }
        var english = texts.For(Languages.English);
        foreach (var loss in written.Losses)
            await Console.Error.WriteLineAsync($"{loss.Item}: {(loss.IsLeftOut ? "left out. " : "lost: ")}{string.Join(' ', loss.What.Select(w => english[w]))}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count - written.Losses.Count(l => l.IsLeftOut)} of {count} questions written to {file}."));
        return ExitCodes.Done;
    }
}
