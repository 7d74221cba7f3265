using Microsoft.Extensions.Logging;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Content;

/// <summary>
/// Imports the content folder at each start. A course with a fault keeps its last good version and never keeps the site from starting.
/// </summary>
internal sealed partial class ImportStandardContent(ImportFolders import, HubSettings settings, ILogger<ImportStandardContent> log) : IStartStep
{
    public async Task Run(CancellationToken ct)
    {
        if (!Directory.Exists(settings.ContentFolder))
        {
            NoFolder(log, settings.ContentFolder);
            return;
        }
        if (!Directory.EnumerateDirectories(settings.ContentFolder).Any()) return;
        foreach (var course in await import.Handle(settings.ContentFolder, new Faults(), ct))
        {
            if (course.Result is not { } result) Faulty(log, course.Slug, course.Faults.Count, string.Join('\n', course.Faults.Take(20)));
            else if (result.Kind == ImportKind.DraftInTheWay) InTheWay(log, course.Slug, result.Number);
            else if (result.Kind != ImportKind.Unchanged) Imported(log, course.Slug, result.Number, result.Kind);
        }
    }

    [LoggerMessage(3001, LogLevel.Warning, "The content folder {Folder} does not exist; no course was imported. Correct TrainingHub:ContentFolder or create the folder")]
    private static partial void NoFolder(ILogger logger, string folder);

    [LoggerMessage(3002, LogLevel.Error, "The course {Slug} was not imported and stays as it is: {Count} faults\n{Faults}")]
    private static partial void Faulty(ILogger logger, string slug, int count, string faults);

    [LoggerMessage(3003, LogLevel.Information, "The course {Slug} was imported as version {Number} ({Kind})")]
    private static partial void Imported(ILogger logger, string slug, int number, ImportKind kind);

    [LoggerMessage(3004, LogLevel.Warning, "The course {Slug} was changed in its folder, but draft {Number} waits in the studio; publish or discard it, then start again or run content import")]
    private static partial void InTheWay(ILogger logger, string slug, int number);
}
