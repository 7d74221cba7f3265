using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Invariants;

namespace TrainingHub.Modules.Simulation.Checks;

/// <summary>What the records call sent lies in the mail folder, once, and nothing else does.</summary>
internal sealed class MailFolder(Db db, HubSettings settings) : IInvariant
{
    public string Name => "Each mail that was sent is one file, and each file a mail that was sent";

    public async Task<InvariantFinding> Check(CancellationToken ct)
    {
        var sent = (await db.Rows<string>("select message_id from v_notice where state = 'sent'", null, ct)).ToHashSet(StringComparer.Ordinal);
        var folder = Path.Combine(settings.DataFolder, "mail");
        var files = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.eml").Select(f => Path.GetFileNameWithoutExtension(f)!).ToHashSet(StringComparer.Ordinal) : [];
        return new InvariantFinding(sent.Count, [.. sent.Except(files).Select(id => $"{id} was sent and is no file").Concat(files.Except(sent).Select(id => $"{id} is a file and was not sent")).Take(InvariantFinding.Most)]);
    }
}
