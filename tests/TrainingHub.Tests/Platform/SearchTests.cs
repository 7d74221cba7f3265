using System.Net;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Platform;

/// <summary>Lists are searched by name, and addresses end up in histories and logs.</summary>
public sealed class SearchTests
{
    [Theory]
    [InlineData("/hr/people", "site=1")]
    [InlineData("/hr/records", "status=assigned")]
    [InlineData("/hr/certificates", "state=valid")]
    [InlineData("/hr/programs/grooming", "status=assigned")]
    [InlineData("/hr/programs/grooming/assign", "site=HUB")]
    public async Task What_was_typed_to_find_somebody_stands_in_no_address_and_is_still_found_in_the_form(string list, string filter)
    {
        await using var hub = await TestHub.Start(withContent: true);
        using var browser = await hub.SignedIn(await hub.Person("HR1", Roles.Hr));
        var (name, value) = (filter.Split('=')[0], filter.Split('=')[1]);
        var answer = await Forms.Post(browser, list, list, new() { ["q"] = "Wang Xiaoming", [name] = value });
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var address = answer.Headers.Location!.ToString();
        Assert.DoesNotContain("wang", address, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(filter, address, StringComparison.Ordinal);
        var page = await browser.GetStringAsync(address);
        Assert.Contains("value=\"Wang Xiaoming\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("q=Wang", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/hr/people?find=nonsense")]
    [InlineData("/hr/records?find=nonsense")]
    [InlineData("/hr/records/records.csv?find=nonsense")]
    [InlineData("/hr/certificates?find=nonsense")]
    public async Task Sealed_words_of_another_hub_are_no_words(string address)
    {
        await using var hub = await TestHub.Start();
        using var browser = await hub.SignedIn(await hub.Person("HR1", Roles.Hr));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(address)).StatusCode);
    }
}
