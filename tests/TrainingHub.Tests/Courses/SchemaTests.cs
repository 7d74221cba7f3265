using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TrainingHub.Modules.Certification.Content;
using TrainingHub.Modules.Courses.Content;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Yaml;
using TrainingHub.Modules.Quizzes.Kinds;
using TrainingHub.Modules.Quizzes.Settings;
using TrainingHub.Tests.Platform;
using YamlDotNet.RepresentationModel;

namespace TrainingHub.Tests.Courses;

/// <summary>The schemas that editors use say the same as the readers.</summary>
public sealed partial class SchemaTests
{
    private static readonly string Content = Path.Combine(SourceTree.Root, "content");

    private static JsonNode Schema(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Content, "schema", $"{name}.schema.json")))!;

    [GeneratedRegex("Known: (?<keys>[^.]*)")]
    private static partial Regex KnownKeys { get; }

    [Theory]
    [InlineData("module")]
    [InlineData("questions")]
    [InlineData("program")]
    [InlineData("checklists")]
    [InlineData("glossary")]
    [InlineData("dialogues")]
    public void The_standard_modules_follow_the_schema(string name)
    {
        var schema = Schema(name);
        foreach (var file in Directory.EnumerateFiles(Content, $"{name}.yaml", SearchOption.AllDirectories))
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(File.ReadAllText(file)));
            SourceTree.AssertNone(new SchemaCheck(schema).Faults(yaml.Documents[0].RootNode, schema, SourceTree.Relative(file)));
        }
    }

    [Fact]
    public void Every_key_of_module_yaml_that_the_schema_knows_the_reader_knows()
    {
        var course = new SampleCourse().Replacing("module.yaml", "source: en", "source: en\nzzz: 1").Replacing("module.yaml", "  - id: WSH-01\n", "  - id: WSH-01\n    zzz: 1\n");
        var schema = Schema("module")["properties"]!.AsObject();
        Assert.Equal([Keys(schema["clauses"]!["items"]!["properties"]!), Keys(schema)], course.Faults().Select(f => KnownKeys.Match(f).Groups["keys"].Value));
    }

    [Fact]
    public void Every_key_of_checklists_yaml_that_the_schema_knows_the_reader_knows()
    {
        var course = FloorSample.Course().Replacing("checklists.yaml", "checklists:\n  - id: hands", "zzz: 1\nchecklists:\n  - id: hands")
            .Replacing("checklists.yaml", "scored: true", "scored: true\n    zzz: 1").Replacing("checklists.yaml", "- s: soap", "- s: soap\n        zzz: 1")
            .Replacing("checklists.yaml", "{ score: 0,", "{ score: 0, zzz: 1,").Replacing("checklists.yaml", "s: soap, clause", "s: soap, zzz: 1, clause");
        var list = Schema("checklists")["properties"]!["checklists"]!["items"]!["properties"]!;
        var part = list["scale"]!["items"]!["properties"]!;
        Assert.Equal([Keys(part["levels"]!["items"]!["properties"]!), Keys(part), Keys(list["items"]!["items"]!["properties"]!), Keys(list), "checklists"], Known(course));
    }

    [Fact]
    public void Every_key_of_glossary_yaml_that_the_schema_knows_the_reader_knows() =>
        Assert.Equal([Keys(Schema("glossary")["properties"]!["terms"]!["items"]!["properties"]!), "terms"],
            Known(FloorSample.Course().Replacing("glossary.yaml", "terms:\n", "zzz: 1\nterms:\n").Replacing("glossary.yaml", "- id: lather", "- id: lather\n    zzz: 1")));

    [Fact]
    public void Every_key_of_dialogues_yaml_that_the_schema_knows_the_reader_knows()
    {
        var course = FloorSample.Course().Replacing("dialogues.yaml", "dialogues:\n", "zzz: 1\ndialogues:\n").Replacing("dialogues.yaml", "- id: towel", "- id: towel\n    zzz: 1").Replacing("dialogues.yaml", "        body:", "        zzz: 1\n        body:");
        var dialogue = Schema("dialogues")["properties"]!["dialogues"]!["items"]!["properties"]!;
        Assert.Equal([Keys(dialogue["turns"]!["items"]!["properties"]!), Keys(dialogue), "dialogues"], Known(course));
    }

    /// <summary>For each key zzz, which keys the reader would have known there.</summary>
    private static IEnumerable<string> Known(SampleCourse course) => course.Faults().Where(f => f.Contains("\"zzz\"", StringComparison.Ordinal)).Select(f => KnownKeys.Match(f).Groups["keys"].Value);

    [Fact]
    public void Every_key_of_program_yaml_that_the_schema_knows_the_reader_knows()
    {
        var faults = new Faults();
        ProgramFile.Read("program.yaml", """
            zzz: 1
            programs:
              - slug: a
                zzz: 1
                title: { zh-CN: 甲, en: A }
                summary: { zh-CN: 甲, en: A }
                requires: { course: a }
                policy: { active: 12m, window: 2m, basis: expiry, zzz: 1 }
                assign: [{ dueIn: 7d, audience: { zzz: 1, except: [{ zzz: 1, tags: [a] }] }, zzz: 1 }]
            refreshers:
              - { slug: a, title: { zh-CN: 甲, en: A }, quiz: a, every: month, weekday: monday, audience: {}, zzz: 1 }
            externals:
              - { slug: a, title: { zh-CN: 甲, en: A }, zzz: 1 }
            """, Certification.CertificationWords.Kinds, faults);
        var program = Schema("program")["properties"]!["programs"]!["items"]!["properties"]!;
        var assign = program["assign"]!["items"]!["properties"]!;
        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["zzz"] = Keys(Schema("program")["properties"]!), ["programs[0].zzz"] = Keys(program), ["programs[0].policy.zzz"] = Keys(program["policy"]!["properties"]!),
                ["programs[0].assign[0].zzz"] = Keys(assign), ["programs[0].assign[0].audience.zzz"] = Keys(Schema("program")["$defs"]!["audience"]!["properties"]!),
                ["programs[0].assign[0].audience.except[0].zzz"] = Keys(Schema("program")["$defs"]!["exception"]!["properties"]!),
                ["externals[0].zzz"] = Keys(Schema("program")["properties"]!["externals"]!["items"]!["properties"]!),
                ["refreshers[0].zzz"] = Keys(Schema("program")["properties"]!["refreshers"]!["items"]!["properties"]!),
            },
            Known(faults));
    }

    [Fact]
    public void Every_key_of_a_quiz_that_the_schema_knows_the_reader_knows()
    {
        var faults = new Faults();
        var folder = new SampleCourse().Folder;
        var module = "title: { zh-CN: 甲, en: A }\nquiz: { questions: 1, passMark: 80, bank: true, zzz: 1, review: { zzz: 1 }, draw: [{ tags: [a], count: 1, zzz: 1 }] }\n";
        QuizDraft.Read(new ContentFolder(folder.Slug, new Dictionary<string, byte[]> { ["module.yaml"] = System.Text.Encoding.UTF8.GetBytes(module) }, new HashSet<string>()), faults);
        var quiz = Schema("module")["properties"]!["quiz"]!["properties"]!;
        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal) { ["quiz.zzz"] = Keys(quiz), ["quiz.review.zzz"] = Keys(quiz["review"]!["properties"]!), ["quiz.draw[0].zzz"] = Keys(quiz["draw"]!["items"]!["properties"]!) },
            Known(faults));
    }

    /// <summary>Where the reader came upon a key it does not know, and what it knows there.</summary>
    private static SortedDictionary<string, string> Known(Faults faults) =>
        new(faults.All.Where(f => f.Key.EndsWith("zzz", StringComparison.Ordinal)).ToDictionary(f => f.Key, f => KnownKeys.Match(f.Message).Groups["keys"].Value), StringComparer.Ordinal);

    /// <summary>For each kind, the keys of a question: of the schema, and of what the reader says it knows.</summary>
    [Fact]
    public void Every_kind_of_question_has_the_same_keys_in_the_schema_and_in_the_reader()
    {
        var kinds = Schema("questions")["$defs"]!["question"]!["oneOf"]!.AsArray().ToDictionary(k => k!["properties"]!["kind"]!["const"]!.GetValue<string>(), k => Keys(k!["properties"]!));
        Assert.Equal(QuestionKinds.Names.Order(StringComparer.Ordinal), kinds.Keys.Order(StringComparer.Ordinal));
        foreach (var (kind, keys) in kinds)
        {
            var faults = new Faults();
            var folder = new SampleCourse { ["questions.yaml"] = $"questions:\n  - {{ id: a, kind: {kind}, stem: {{ zh-CN: 甲, en: A }}, zzz: 1 }}\n" }.Folder;
            TrainingHub.Modules.Quizzes.Bank.QuestionFile.Read(new ContentFolder(folder.Slug, folder.Files, new HashSet<string>()), faults);
            Assert.Equal((kind, keys), (kind, KnownKeys.Match(faults.All.Single(f => f.Key.EndsWith(".zzz", StringComparison.Ordinal)).Message).Groups["keys"].Value));
        }
    }

    [Theory]
    [InlineData("checklists: [{ id: a, title: { zh-CN: 甲, en: A }, items: [{ id: b, text: { zh-CN: 甲, en: A } }] }]", 0)]
    [InlineData("checklists: [{ id: A!, title: { zh-CN: 甲, en: A }, items: [{ id: b, text: { zh-CN: 甲 }, more: 1 }] }]", 3)]
    public void The_checker_of_this_test_bites(string yaml, int faults)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        Assert.Equal(faults, new SchemaCheck(Schema("checklists")).Faults(stream.Documents[0].RootNode, Schema("checklists"), "sample").Count());
    }

    private static string Keys(JsonNode properties) => string.Join(", ", properties.AsObject().Select(p => p.Key).Order(StringComparer.Ordinal));
}
