using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Courses.Content;

/// <summary>Writes what a version has for the floor as rows; inside the transaction that publishes it.</summary>
internal sealed class FloorRows(Db db, LessonHtml html)
{
    public async Task Add(long versionId, FloorContent floor, TextContext course, CancellationToken ct)
    {
        foreach (var (term, position) in floor.Terms.Select((t, i) => (t, i + 1)))
        {
            await db.Execute(
                "insert into courses_term(version_id, position, code, term_zh, term_en, pinyin, romaji, text_zh, text_en) values (@versionId, @position, @Id, @TermZh, @TermEn, @Pinyin, @Romaji, @TextZh, @TextEn)",
                new { versionId, position, term.Id, TermZh = term.Name.Zh, TermEn = term.Name.En, term.Pinyin, term.Romaji, TextZh = term.Text.Zh, TextEn = term.Text.En }, ct);
        }
        foreach (var (dialogue, position) in floor.Dialogues.Select((d, i) => (d, i + 1)))
        {
            await db.Execute(
                "insert into courses_dialogue(version_id, position, code, clause, title_zh, title_en, setting_zh, setting_en, turns) values (@versionId, @position, @Id, @Clause, @TitleZh, @TitleEn, @SettingZh, @SettingEn, @Turns)",
                new { versionId, position, dialogue.Id, dialogue.Clause, TitleZh = dialogue.Title.Zh, TitleEn = dialogue.Title.En, SettingZh = dialogue.Setting.Zh, SettingEn = dialogue.Setting.En, Turns = JsonSerializer.Serialize(dialogue.Turns, Json.Plain) }, ct);
        }
        if (floor.JobAid is { } aid)
        {
            await db.Execute(
                "insert into courses_job_aid(version_id, title_zh, title_en, html_zh, html_en) values (@versionId, @TitleZh, @TitleEn, @HtmlZh, @HtmlEn)",
                new { versionId, TitleZh = aid.Title.Zh, TitleEn = aid.Title.En, HtmlZh = html.Render(aid.Markdown.Zh, Languages.Chinese, course), HtmlEn = html.Render(aid.Markdown.En, Languages.English, course) }, ct);
        }
        await Add(versionId, floor.Checklists, ct);
    }

    public async Task Add(long versionId, IReadOnlyList<Checklist> checklists, CancellationToken ct)
    {
        foreach (var (list, position) in checklists.Select((l, i) => (l, i + 1))) await Add(versionId, list, position, ct);
    }

    private async Task Add(long versionId, Checklist list, int position, CancellationToken ct)
    {
        var id = await db.Insert(
            "insert into courses_checklist(version_id, position, code, title_zh, title_en, scale, pass) values (@versionId, @position, @Id, @TitleZh, @TitleEn, @Scale, @Pass) returning id",
            new { versionId, position, list.Id, TitleZh = list.Title.Zh, TitleEn = list.Title.En, Scale = list.Scale.Count == 0 ? null : JsonSerializer.Serialize(list.Scale, Json.Plain), list.Pass }, ct);
        foreach (var (item, at) in list.Items.Select((i, n) => (i, n + 1)))
        {
            await db.Execute(
                "insert into courses_checklist_item(checklist_id, position, code, section, clause, text_zh, text_en) values (@id, @at, @Code, @Section, @Clause, @TextZh, @TextEn)",
                new { id, at, Code = item.Id, item.Section, item.Clause, TextZh = item.Text.Zh, TextEn = item.Text.En }, ct);
        }
    }
}
