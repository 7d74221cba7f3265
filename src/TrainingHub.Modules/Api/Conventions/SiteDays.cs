using Dapper;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Api.Conventions;

/// <summary>Today, where each person works, as part of a query: a status depends on the civil day, and sites lie in different zones.</summary>
internal sealed class SiteDays(Db db, ISiteDays sites)
{
    /// <summary>Adds the parameters and gives the expression.</summary>
    public async Task<string> Today(string siteColumn, DynamicParameters args, CancellationToken ct)
    {
        var day = await sites.Today(ct);
        args.AddDynamicParams(new { today = day.Hub, yesterday = day.Hub.AddDays(-1), tomorrow = day.Hub.AddDays(1), behind = day.Behind, ahead = day.Ahead });
        return $"case when {db.Dialect.In(siteColumn, "behind")} then @yesterday when {db.Dialect.In(siteColumn, "ahead")} then @tomorrow else @today end";
    }
}
