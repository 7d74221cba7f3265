using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Settings;
using TrainingHub.Tests.Quizzes;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Courses;

/// <summary>The courses that come with the hub, as learners meet them.</summary>
public sealed partial class StandardModulesTests
{
    private static readonly string[] Modules = ["grooming", "greetings", "5s", "hotel-rooms", "property-desk", "writing-standards"];

    private sealed record Lesson(string Course, string Slug, string TitleZh, string TitleEn);

    private sealed record Given(int Slot, string Slug, long Mark, long MaxMark);

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task Every_lesson_is_whole_in_each_language(string language)
    {
        await using var hub = await TestHub.Start(withContent: true);
        using var reader = await hub.SignedIn(await hub.Person("E1"));
        await reader.GetAsync($"/?lang={language}");
        var lessons = await hub.Rows<Lesson>("select c.slug as course, l.slug, l.title_zh, l.title_en from v_course c join v_course_lesson l on l.version_id = c.version_id order by c.slug, l.position");
        Assert.True(lessons.Count >= 46, $"Only {lessons.Count} lessons.");
        var pictures = new HashSet<string>();
        foreach (var lesson in lessons)
        {
            var url = $"/learn/courses/{lesson.Course}/{lesson.Slug}";
            var page = await reader.Page(url);
            Assert.Equal((url, language), (url, page.DocumentElement.GetAttribute("lang")));
            Assert.Equal(language == "en" ? lesson.TitleEn : lesson.TitleZh, page.QuerySelector("h1")!.TextContent.Trim());
            foreach (var box in (string[])["goal", "standard", "summary"]) Assert.True(page.QuerySelector($".box-{box}") is not null, $"{url} has no box {box}");
            Assert.True(page.QuerySelector(".box-case, .box-check") is not null, $"{url} asks the reader nothing");
            // What is said in another language says so: no sentence is left over from the other one.
            foreach (var said in page.QuerySelectorAll("main p, main li, main td, main th, main h2, main h3, main .box-title, main button, main summary").Where(e => e.Closest("[lang]") == page.DocumentElement))
            {
                var isChinese = Chinese().IsMatch(said.TextContent);
                if (language == "en") Assert.False(isChinese, $"{url}: {said.TextContent}");
                else Assert.True(isChinese || !Words().IsMatch(said.TextContent), $"{url}: {said.TextContent}");
            }
            foreach (var picture in page.QuerySelectorAll("main img").Cast<IHtmlImageElement>())
            {
                Assert.False(string.IsNullOrWhiteSpace(picture.AlternativeText), url);
                if (pictures.Add(picture.GetAttribute("src")!)) Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync(picture.GetAttribute("src"))).StatusCode);
            }
        }
        Assert.True(pictures.Count >= 45, $"Only {pictures.Count} pictures.");
    }

    [Fact]
    public async Task Every_question_can_be_answered_right_and_wrong_and_is_shown_in_both_languages()
    {
        await using var hub = await TestHub.Start(withContent: true);
        foreach (var module in Modules)
        {
            var quiz = await hub.Scalar<long>("select id from v_quiz where slug = @module", new { module });
            var count = await hub.Scalar<int>("select count(*) from quizzes_question q join v_course c on c.id = q.course_id where c.slug = @module and q.retired_at is null", new { module });
            Assert.InRange(count, module is "grooming" or "greetings" or "5s" ? 60 : 25, 200);
            await AsksEverything(hub, quiz, count);
            foreach (var right in (bool[])[true, false])
            {
                var person = await hub.Person($"{module}-{right}");
                var attempt = await hub.Started(person, quiz);
                using var browser = await hub.SignedIn(person);
                foreach (var language in (string[])["en", "zh-CN"])
                    Assert.Equal(count, (await browser.Page($"/learn/attempts/{attempt}?lang={language}")).QuerySelectorAll(".question").Length);
                for (var slot = 1; slot <= count; slot++)
                    Assert.Equal("counted", (await hub.Answers(person, attempt, slot, (await hub.AnswerTo(attempt, slot, right)).GetRawText())).Value?.Outcome);
                Assert.Null(await hub.Submits(person, attempt));
                foreach (var mark in await hub.Rows<Given>("select s.slot, q.slug, s.mark, v.max_mark from quizzes_slot s join quizzes_question_version v on v.id = s.question_version_id join quizzes_question q on q.id = v.question_id where s.attempt_id = @attempt", new { attempt }))
                    Assert.True(right ? mark.Mark == mark.MaxMark : mark.Mark < mark.MaxMark, $"{module} {mark.Slug}: {mark.Mark} of {mark.MaxMark}, answered {(right ? "right" : "wrong")}");
            }
        }
    }

    private static async Task AsksEverything(TestHub hub, long quiz, int count)
    {
        var settings = QuizSettings.From((await hub.Scalar<string>("select settings from v_quiz where id = @quiz", new { quiz }))!);
        var all = JsonSerializer.Serialize(settings with { Questions = count, TimeLimit = 0, Layout = "all", Draw = [new DrawLine([], count)] }, Json.Plain);
        await hub.Execute("update quizzes_quiz_version set settings = @all where id = (select version_id from v_quiz where id = @quiz)", new { all, quiz });
    }

    [GeneratedRegex(@"[\u4e00-\u9fff]")]
    private static partial Regex Chinese();

    /// <summary>Three words of Latin letters in a row are a sentence that was not translated; names, terms and numbers are fewer.</summary>
    [GeneratedRegex(@"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")]
    private static partial Regex Words();
}
