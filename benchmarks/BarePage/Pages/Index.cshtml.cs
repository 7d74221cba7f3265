using System.Data.Common;
using Dapper;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BarePage.Pages;

internal sealed class IndexModel(DbConnection connection) : PageModel
{
    internal sealed record Row(long Id, string Name, string Number, string HiredOn);

    public IReadOnlyList<Row> People { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct) => People = (await connection.QueryAsync<Row>(new CommandDefinition(
        "select id as Id, name as Name, employee_number as Number, cast(hired_on as text) as HiredOn from people_person order by id limit 20", cancellationToken: ct))).AsList();
}
