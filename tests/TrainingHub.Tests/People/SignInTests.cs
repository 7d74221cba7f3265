using System.Net;
using TrainingHub.Modules.People.Access;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.People;

public sealed class SignInTests
{
    [Theory, BothDatabases]
    public async Task Both_the_address_and_the_employee_number_open_the_door(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await hub.SetPassword(await hub.Person("E7"));
        foreach (var name in new[] { "e7@test.example", " E7@TEST.example ", "e7", "Ｅ７" })
        {
            using var browser = hub.Visitor();
            var response = await browser.TrySignIn(name, PeopleWords.Password);
            Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
            Assert.Equal("/", response.Headers.Location?.OriginalString);
            Assert.Contains("测试 E7", await (await browser.GetAsync("/account")).Text());
        }
    }

    [Fact]
    public async Task A_wrong_password_an_unknown_name_and_somebody_who_left_get_the_same_answer()
    {
        await using var hub = await TestHub.Start();
        await hub.SetPassword(await hub.Person("E1"));
        var gone = await hub.Person("E2");
        await hub.SetPassword(gone);
        await hub.Execute("update people_person set left_on = @day where id = @gone", new { gone, day = DateOnly.FromDateTime(hub.Clock.GetUtcNow().UtcDateTime).AddDays(-2) });
        var answers = new List<string>();
        foreach (var (name, password) in new[] { ("E1", "wrong password"), ("nobody", "wrong password"), ("E2", PeopleWords.Password) })
        {
            using var browser = hub.Visitor();
            var response = await browser.TrySignIn(name, password);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
            answers.Add((await response.Text()).Split("role=\"alert\">")[1].Split("</div>")[0]);
        }
        Assert.Single(answers.Distinct());
        Assert.StartsWith("That did not work.", answers[0]);
    }

    [Theory, BothDatabases]
    public async Task Five_wrong_passwords_close_the_account_for_ten_minutes_even_to_the_right_one(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await hub.SetPassword(await hub.Person("E1"));
        using var browser = hub.Visitor();
        for (var i = 0; i < PasswordCheck.Attempts; i++) await browser.TrySignIn("E1", "wrong password");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.TrySignIn("E1", PeopleWords.Password)).StatusCode);
        hub.Clock.Advance(PasswordCheck.Pause + TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.TrySignIn("E1", PeopleWords.Password)).StatusCode);
    }

    [Fact]
    public async Task Guesses_sent_at_the_same_moment_do_not_slip_past_the_limit()
    {
        await using var hub = await TestHub.Start();
        var person = await hub.Person("E1");
        await hub.SetPassword(person);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            using var browser = hub.Visitor();
            await browser.TrySignIn("E1", "wrong password");
        }));
        Assert.Equal(PasswordCheck.Attempts, await hub.Scalar<int>("select failed_count from people_person where id = @person", new { person }));
    }

    [Fact]
    public async Task One_address_can_try_thirty_times_a_minute()
    {
        await using var hub = await TestHub.Start();
        using var browser = hub.Visitor();
        for (var i = 0; i < SignInLimit.PerMinute; i++) await browser.TrySignIn($"nobody{i}", "wrong password");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await browser.TrySignIn("nobody", "wrong password")).StatusCode);
    }

    [Theory]
    [InlineData("/account", "/account")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    public async Task Signing_in_leads_back_only_to_a_place_of_our_own(string asked, string led)
    {
        await using var hub = await TestHub.Start();
        await hub.SetPassword(await hub.Person("E1"));
        using var browser = hub.Visitor();
        var url = "/login?ReturnUrl=" + Uri.EscapeDataString(asked);
        var response = await browser.Submit(url, ("Name", "E1"), ("Password", PeopleWords.Password));
        Assert.Equal(led, response.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        await using var hub = await TestHub.Start();
        using var browser = await hub.SignedIn(await hub.Person("E1"));
        var response = await browser.Submit("/account", "/logout");
        Assert.Equal("/login", response.Headers.Location?.OriginalString);
        Assert.StartsWith($"{hub.Url}login", (await browser.GetAsync("/account")).Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Whoever_leaves_is_out_within_a_minute_of_the_last_day()
    {
        await using var hub = await TestHub.Start();
        var person = await hub.Person("E1");
        using var browser = await hub.SignedIn(person);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account")).StatusCode);
        await hub.Execute("update people_person set left_on = @day where id = @person", new { person, day = DateOnly.FromDateTime(hub.Clock.GetUtcNow().UtcDateTime).AddDays(-2) });
        hub.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/account")).StatusCode);
    }

    [Fact]
    public async Task Changing_the_password_takes_the_current_one_and_signs_other_devices_out()
    {
        await using var hub = await TestHub.Start();
        var person = await hub.Person("E1");
        await hub.SetPassword(person);
        using var here = await hub.SignedIn(person);
        using var there = await hub.SignedIn(person);
        const string fresh = "another long secret";
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await here.Submit("/account", "/account?handler=Password", ("current", "wrong"), ("fresh", fresh), ("again", fresh))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await here.Submit("/account", "/account?handler=Password", ("current", PeopleWords.Password), ("fresh", fresh), ("again", fresh))).StatusCode);
        hub.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/account")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await there.GetAsync("/account")).StatusCode);
        using var again = hub.Visitor();
        Assert.Equal(HttpStatusCode.Redirect, (await again.TrySignIn("E1", fresh)).StatusCode);
    }

    [Fact]
    public async Task The_chosen_language_stays_with_the_person_and_the_device()
    {
        await using var hub = await TestHub.Start();
        var person = await hub.Person("E1");
        using var browser = await hub.SignedIn(person);
        await browser.Submit("/account", "/account?handler=Language", ("chosen", "zh-CN"));
        Assert.Contains("lang=\"zh-CN\"", await browser.GetStringAsync("/account"));
        Assert.Equal("zh-CN", await hub.Scalar<string>("select language from people_person where id = @person", new { person }));
    }

    [Fact]
    public async Task The_demo_accounts_sign_in_with_the_password_of_the_handbook()
    {
        await using var hub = await TestHub.Start(withDemo: true);
        foreach (var account in Modules.People.Demo.DemoPeople.Accounts)
        {
            using var browser = hub.Visitor();
            Assert.Equal(HttpStatusCode.Redirect, (await browser.TrySignIn(account.Email, "Training-Hub-1")).StatusCode);
        }
    }
}
