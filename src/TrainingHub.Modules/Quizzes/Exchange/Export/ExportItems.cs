using System.Text;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Bank;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <param name="CourseId">Null: all courses and the shared bank.</param>
/// <param name="Language">For formats with one language.</param>
internal sealed record ExportAsked(string Format, long? CourseId, string Language);

/// <summary>Writes the questions that are asked now into a file of another program, and says of each what that can't hold.</summary>
internal sealed class ExportItems(Db db)
{
    public static readonly string[] Formats = [ReadItems.Gift, ReadItems.MoodleXml, ReadItems.Aiken, ReadItems.Csv, ReadItems.Xlsx];

    private sealed record Row(string Slug, string? Category, string? Course, string Kind, string? Clause, int Difficulty, bool MustPass, long MaxMark, string Body, long VersionId);

    private sealed record Tag(long VersionId, string Name);

    public async Task<(WrittenItems Written, int Count)> Handle(ExportAsked asked, CancellationToken ct)
    {
        var tags = (await db.Rows<Tag>(
            """
            select t.question_version_id as version_id, t.tag as name from quizzes_question_tag t join quizzes_question q on q.current_version_id = t.question_version_id
            where q.retired_at is null and (cast(@CourseId as bigint) is null or q.course_id = @CourseId) order by t.tag
            """, asked, ct)).ToLookup(t => t.VersionId, t => t.Name);
        var rows = await db.Rows<Row>(
            """
            select q.slug, q.category, c.slug as course, v.kind, v.clause, v.difficulty, v.must_pass, v.max_mark, v.body, v.id as version_id
            from quizzes_question q join quizzes_question_version v on v.id = q.current_version_id left join v_course c on c.id = q.course_id
            where q.retired_at is null and v.voided_at is null and (cast(@CourseId as bigint) is null or q.course_id = @CourseId)
            order by q.course_id, q.id
            """, asked, ct);
        var both = asked.Format is ReadItems.Csv or ReadItems.Xlsx;
        var items = rows.Select(r =>
        {
            var draft = new QuestionDraft(r.Slug, 0, r.Kind, r.Clause, [.. tags[r.VersionId]], r.Difficulty, r.MustPass, r.MaxMark, QuestionBody.From(r.Body));
            // Of several courses each becomes a category of its own, so that they can be told apart.
            var category = asked.CourseId is null && r.Course is not null && r.Category is null ? r.Course : r.Category;
            return BankToItem.Of(draft, category, asked.Language, both);
        }).ToList();
        return (Write(asked.Format, items), items.Count);
    }

    public static WrittenItems Write(string format, IReadOnlyList<ExchangeItem> items)
    {
        var losses = new List<ItemLoss>();
        var bytes = format switch
        {
            ReadItems.Gift => Encoding.UTF8.GetBytes(GiftWriter.Write(items, losses)),
            ReadItems.MoodleXml => MoodleXmlWriter.Write(items, losses),
            ReadItems.Aiken => Encoding.UTF8.GetBytes(AikenWriter.Write(items, losses)),
            ReadItems.Csv => Encoding.UTF8.GetBytes(TableWriter.Csv(TableWriter.Rows(items, losses))),
            ReadItems.Xlsx => Workbook.Write(TableWriter.Rows(items, losses)),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "No format that is written."),
        };
        return new WrittenItems(bytes, losses);
    }

    public static string Extension(string format) => format switch { ReadItems.Gift => ".gift", ReadItems.MoodleXml => ".xml", ReadItems.Aiken => ".txt", ReadItems.Csv => ".csv", _ => ".xlsx" };

    /// <summary>One question of each kind, to be written over.</summary>
    public static IReadOnlyList<ExchangeItem> Template()
    {
        ItemText Two(string zh, string en) => new(en, TextFormats.Plain, new LocalText(zh, en));
        return
        [
            new ExchangeItem(0, "single", Two("冷藏食品应保存在多少度？", "At what temperature is chilled food kept?")) { Id = "example-single", Options = [new(Two("5 °C 或以下", "5 °C or below"), 100), new(Two("10 °C", "10 °C"), 0)] },
            new ExchangeItem(0, "true-false", Two("处理生肉后要洗手。", "Hands are washed after handling raw meat.")) { Id = "example-true-false", Options = [new(new ItemText("true"), 100, null, "true"), new(new ItemText("false"), 0, null, "false")] },
            new ExchangeItem(0, "matching", Two("把刀具和用途配对。", "Match each board with its use.")) { Id = "example-matching", Pairs = [new(Two("红色砧板", "Red board"), Two("生肉", "Raw meat")), new(Two("绿色砧板", "Green board"), Two("蔬菜", "Vegetables"))] },
            new ExchangeItem(0, "fill-in", Two("洗手至少 [[1]] 秒。", "Wash hands for at least [[1]] seconds.")) { Id = "example-fill-in", Gaps = [new([new ItemAnswer(null, 20, 0, 100)])] },
        ];
    }
}
