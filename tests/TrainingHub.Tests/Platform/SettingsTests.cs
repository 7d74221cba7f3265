using Microsoft.Extensions.Configuration;
using TrainingHub.Modules.Platform;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Platform;

public sealed class SettingsTests
{
    private static HubSettings Read(params (string Key, string Value)[] settings) => HubSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => "TrainingHub:" + s.Key, s => (string?)s.Value)).Build(), isProduction: true, "/opt/hub");

    [Theory]
    [InlineData("Database:Provider", "oracle", "sqlite, postgres")]
    [InlineData("Mail:Mode", "pigeon", "folder, smtp")]
    [InlineData("Mail:Security", "ssl3", "none, starttls, tls")]
    [InlineData("Mail:Port", "0", "1 to 65535")]
    [InlineData("Mail:Port", "many", "1 to 65535")]
    [InlineData("Mail:From", "nobody", "e-mail address")]
    [InlineData("Hub:TimeZone", "Mars/Olympus", "IANA time zone")]
    [InlineData("Hub:DefaultLanguage", "fr", "zh-CN, en")]
    [InlineData("Hub:BaseUrl", "training.example.com", "https://")]
    [InlineData("Hub:BaseUrl", "ftp://training.example.com", "https://")]
    [InlineData("Demo:Seed", "maybe", "true, false")]
    public void A_wrong_setting_is_named_with_what_it_holds_and_what_it_may_hold(string key, string value, string allowed)
    {
        var refused = Assert.Throws<SettingException>(() => Read((key, value)));
        Assert.Contains("TrainingHub:" + key, refused.Message, StringComparison.Ordinal);
        Assert.Contains(value, refused.Message, StringComparison.Ordinal);
        Assert.Contains(allowed, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Theory]
    [InlineData("Database:Provider", "postgres", "Database:ConnectionString")]
    [InlineData("Mail:Mode", "smtp", "Mail:Host")]
    public void A_setting_that_another_one_needs_is_asked_for(string key, string value, string missing) =>
        Assert.Contains("TrainingHub:" + missing, Assert.Throws<SettingException>(() => Read((key, value))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Mail:User", "Mail:Password")]
    [InlineData("Mail:Password", "Mail:User")]
    public void Half_a_sign_in_to_the_mail_server_is_none(string set, string missing)
    {
        var refused = Assert.Throws<SettingException>(() => Read(("Mail:Mode", "smtp"), ("Mail:Host", "mail.example.com"), (set, "secret")));
        Assert.StartsWith($"TrainingHub:{missing} is empty", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_authority_of_the_mail_server_must_be_a_file_with_a_certificate()
    {
        using var certificates = new TestCertificates("mail.example.com");
        Assert.Equal(certificates.AuthorityFile, Read(("Mail:TrustedCertificate", certificates.AuthorityFile)).MailTrustedCertificate);
        foreach (var wrong in new[] { certificates.KeyFile, "/nowhere/authority.pem" })
            Assert.StartsWith($"TrainingHub:Mail:TrustedCertificate is \"{wrong}\"", Assert.Throws<SettingException>(() => Read(("Mail:TrustedCertificate", wrong))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_setting_with_a_slip_of_the_pen_in_its_name_is_no_setting() =>
        Assert.Contains("Hub:BaseUri", Assert.Throws<SettingException>(() => Read(("Hub:BaseUri", "https://training.example.com"))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_password_never_stands_in_a_message() =>
        Assert.DoesNotContain("secret", Assert.Throws<SettingException>(() => Read(("Mail:Password", "secret"), ("Mail:Port", "0"))).Message, StringComparison.Ordinal);

    [Fact]
    public void The_demo_is_never_seeded_in_production() => Assert.False(Read(("Demo:Seed", "true")).SeedDemo);
}
