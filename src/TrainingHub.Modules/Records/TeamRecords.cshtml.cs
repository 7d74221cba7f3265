using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Records;

/// <summary>The same records at a manager's address; the scope makes it their own people.</summary>
[Requires(RecordsPermissions.Team)]
internal sealed class TeamRecords(Db db, RecordQuery records, SearchWords words) : RecordList(db, records, words)
{
    public override string Path => "/team/records";
}
