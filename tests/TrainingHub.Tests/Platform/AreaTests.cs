using System.Net;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Platform;

public sealed class AreaTests
{
    [Theory]
    [InlineData(Roles.Trainer, "/studio", "/studio/courses")]
    [InlineData(Roles.Hr, "/hr", "/hr/people")]
    [InlineData(Roles.Admin, "/admin", "/admin/jobs")]
    [InlineData(Roles.Learner, "/admin", "/")]
    public async Task The_address_of_an_area_leads_to_its_first_page_that_is_open_to_the_reader(string role, string area, string page)
    {
        await using var hub = await TestHub.Start();
        var person = role == Roles.Learner ? await hub.Person("E1") : await hub.Person("E1", role);
        using var client = await hub.SignedIn(person);
        using var answer = await client.GetAsync(area);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(page, answer.Headers.Location?.ToString());
    }
}
