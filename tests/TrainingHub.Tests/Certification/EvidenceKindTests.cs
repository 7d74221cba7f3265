using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Content;
using TrainingHub.Modules.Certification.Deeds;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;
using TrainingHub.Tests.Platform;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Certification;

public sealed class EvidenceKindTests
{
    /// <summary>Whoever adds a kind is told by this test what is still missing.</summary>
    [Fact]
    public async Task Every_kind_of_evidence_is_read_written_worded_and_in_the_schema()
    {
        await using var hub = await TestHub.Start(withContent: true);
        var schema = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(SourceTree.Root, "content", "schema", "program.schema.json")))!["$defs"]!;
        var leaves = schema["tree"]!["oneOf"]!.AsArray().Select(o => o!["properties"]!.AsObject().First()).Where(p => p.Value!["type"]?.GetValue<string>() is not ("array" or "integer")).ToDictionary(
            p => p.Key, p => p.Value!["pattern"] is { } own ? own.GetValue<string>() : schema[p.Value["$ref"]!.GetValue<string>().Split('/')[^1]]!["pattern"]!.GetValue<string>());
        await hub.In(async s =>
        {
            var kinds = s.GetRequiredService<EvidenceKinds>();
            Assert.Equal(kinds.Names, leaves.Keys.Order(StringComparer.Ordinal));
            foreach (var kind in kinds.All)
            {
                Assert.Equal(kind.KeyPattern, leaves[kind.Kind]);
                foreach (var choice in await kind.Choices(default))
                {
                    Assert.Null(kinds.KeyFault(kind.Kind, choice.Key));
                    Assert.True(choice.TitleZh.Length > 0 && choice.TitleEn.Length > 0);
                }
                Assert.NotNull(kinds.KeyFault(kind.Kind, "Not a key"));
                var key = new[] { "some-thing", "some-thing/of-it" }.First(k => kinds.KeyFault(kind.Kind, k) is null);
                var faults = new Faults();
                var read = ProgramFile.Read("x/program.yaml", CertificationSteps.Yaml("x", requires: $"{kind.Kind}: {key}"), kinds, faults);
                Assert.Empty(faults.All);
                Assert.Equal(new(kind.Kind, key), Assert.Single(Assert.Single(read.Programs).Requires.Leaves));
                var english = s.GetRequiredService<Localizer>().For(Languages.English);
                var chinese = english.For(Languages.Chinese);
                foreach (var (en, zh) in new[] { (kind.Asks(english, "TITLE"), kind.Asks(chinese, "TITLE")), (kind.Done(english, "TITLE"), kind.Done(chinese, "TITLE")) })
                {
                    Assert.Contains("TITLE", en, StringComparison.Ordinal);
                    Assert.Contains("TITLE", zh, StringComparison.Ordinal);
                    Assert.NotEqual(en, zh);
                }
            }
            return 0;
        });
    }

    /// <summary>What is stored of a programme of before this version, to the letter: a new version would concern everybody who holds it.</summary>
    [Theory, BothDatabases]
    public async Task Programmes_of_before_make_no_new_version_at_import(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", requires: "allOf: [{ course: SLUG }, { anyOf: [{ quiz: SLUG }, { inOrder: [{ course: SLUG }, { quiz: SLUG }] }] }]"));
        Assert.Equal(["""{"allOf":[{"course":"grooming"},{"anyOf":[{"quiz":"grooming"},{"inOrder":[{"course":"grooming"},{"quiz":"grooming"}]}]}]}""", """{"quiz":"grooming"}""", "84a055050458226dd24afa407ccf45712c27731e350918b0c9b9e14360bdaf8d"],
            await hub.Rows<string>("select requirement from certification_program_version union all select renewal from certification_program_version union all select hash from certification_program_version"));
    }
}
