using System.Text.Json;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Platform;

public sealed class NoticesTests
{
    [Fact]
    public void Every_package_in_a_lock_file_stands_in_the_third_party_notices()
    {
        var notices = File.ReadAllText(Path.Combine(Repository.Root, "THIRD-PARTY-NOTICES.md"));
        var packages = Repository.Files("*packages.lock.json").SelectMany(Packages).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.Contains("Dapper", packages);
        Assert.All(packages, name => Assert.True(Stands(name, notices), $"{name} does not stand in the notices."));
    }

    [Fact]
    public void No_lock_file_names_a_registry()
    {
        foreach (var file in Repository.Files("*package-lock.json"))
            Assert.DoesNotContain("\"resolved\"", File.ReadAllText(file), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Packages(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        return json.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject())
            .Where(p => p.Value.GetProperty("type").GetString() != "Project").Select(p => p.Name).ToList();
    }

    // "Family.*" in the notices stands for all packages of the family; so does a family's own name before ".core" and the like.
    private static bool Stands(string package, string notices)
    {
        if (notices.Contains(package, StringComparison.OrdinalIgnoreCase)) return true;
        for (var dot = package.LastIndexOf('.'); dot > 0; dot = package.LastIndexOf('.', dot - 1))
            if (notices.Contains(package[..dot] + ".*", StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
