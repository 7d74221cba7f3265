using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Courses.Content.Remarks;

/// <summary>New employees read on a phone, some in a second language: a sentence has at most 40 English words or 60 Chinese characters.</summary>
internal sealed class LongSentence : IRemarkRule
{
    public const int MostWords = 40;
    public const int MostCharacters = 60;

    public IEnumerable<Remark> Look(CourseText course) =>
    [
        .. course.Pages.SelectMany(page => PageBlocks.Of(page).Prepend(RunningText.Of(new TextAt(page.Title, 2))).SelectMany(block => Long(block, page.Language, course.At(page.Path), ""))),
        .. course.Texts.SelectMany(text => Languages.All.SelectMany(language => Long(RunningText.Of(text.In(language)), language, course.At(text.Path), $"{text.Key}.{language}"))),
    ];

    private static IEnumerable<Remark> Long(RunningText text, string language, string file, string key)
    {
        var (most, unit) = language == Languages.Chinese ? (MostCharacters, "characters") : (MostWords, "words");
        return Sentences.In(text, language).Where(s => s.Length > most).Select(s => new Remark("sentence", file, s.Line, key,
            $"This sentence has {s.Length} {unit}; at most {most} are read with ease. Make two of it: “{(s.Text.Length > 50 ? s.Text[..50] + "…" : s.Text)}”"));
    }
}
