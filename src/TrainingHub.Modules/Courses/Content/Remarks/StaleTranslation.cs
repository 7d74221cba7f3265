using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Content.Remarks;

/// <summary>A translation was made from the text that stands there now: the stamp in translations.yaml says so.</summary>
internal sealed class StaleTranslation : IRemarkRule
{
    public IEnumerable<Remark> Look(CourseText course)
    {
        var file = course.At(ContentPaths.Translations);
        if (course.Folder.Text(ContentPaths.Translations) is not { } text)
            return [new Remark("translation", file, 0, "", "Nothing says which texts the translations were made from. Read both languages side by side, then let `content check --stamp` write this file.")];
        var stamps = Translations.Read(file, text, new Faults());
        var (source, translation) = course.Module.Source == Languages.Chinese ? ("Chinese", "English") : ("English", "Chinese");
        return Translations.Of(course.Folder, course.Module.Source).Where(u => stamps.GetValueOrDefault(u.Name) != u.Stamp).Select(unit => new Remark("translation", course.At(unit.Path), unit.Line, unit.Key,
            (stamps.ContainsKey(unit.Name) ? $"The {source} was changed after the {translation} had been made from it." : $"Nobody has confirmed yet that the {translation} says the same as the {source}.")
            + $" Bring the {translation} in line, then run `content check --stamp`."));
    }
}
