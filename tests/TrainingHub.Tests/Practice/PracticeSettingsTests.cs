using System.Net;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Practice.Contracts;
using TrainingHub.Tests.People;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Practice;

public sealed class PracticeSettingsTests
{
    [Theory, BothDatabases]
    public async Task An_administrator_switches_practice_off_and_chooses_the_scheduler_on_the_page_of_the_settings(TestDatabase database)
    {
        var (hub, tidy, _) = await PracticeWords.WithTwoCourses(database);
        await using var __ = hub;
        var person = await hub.Person("E1");
        await hub.Takes(person, tidy, "a", "a");
        await hub.Learns();
        // By memory it comes back after two days, by steps after three.
        hub.At("2026-03-04");
        Assert.Equal(PracticeState.Nothing, await hub.StateOf(person));
        using var browser = await hub.SignedIn(await hub.Person("ADM", Roles.Admin));
        Task<HttpResponseMessage> Save(params (string, string)[] fields) => browser.Submit("/admin/settings", "/admin/settings/practice", fields);
        Assert.Equal("/admin/settings", (await Save(("on", "true"), ("scheduler", "fsrs-6"))).Headers.Location!.ToString());
        Assert.Equal(PracticeState.Waiting, await hub.StateOf(person));
        await Save(("on", "true"), ("scheduler", "fsrs-6"));
        var refused = await Save(("on", "true"), ("scheduler", "sm-2"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("sm-2 is no scheduler. Choose from ladder, fsrs-6.", await refused.Text(), StringComparison.Ordinal);

        await Save(("scheduler", "fsrs-6"));
        Assert.Equal(PracticeState.Off, await hub.StateOf(person));
        Assert.Equal("Practice is switched off in this hub.", (await hub.Practises(person)).Problem?.ToString());
        using var learner = await hub.SignedIn(person);
        Assert.Contains("Practice is switched off in this hub.", await (await learner.GetAsync("/learn/practice")).Text(), StringComparison.Ordinal);
        Assert.Equal(["practice.settings-changed", "practice.settings-changed"], await hub.Rows<string>("select action from platform_audit where action like 'practice.%' order by id"));
        Assert.Contains("""{"before":{"isOn":true,"scheduler":"fsrs-6"},"now":{"isOn":false,"scheduler":"fsrs-6"}}""", await hub.Scalar<string>("select detail from platform_audit where action like 'practice.%' order by id desc limit 1"), StringComparison.Ordinal);
        Assert.Contains("/denied", (await learner.GetAsync("/admin/settings/practice")).Headers.Location!.OriginalString, StringComparison.Ordinal);
    }
}
