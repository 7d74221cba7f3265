namespace TrainingHub.Modules.Quizzes.Settings;

/// <summary>A whole number with its line of help; NumberField.cshtml.</summary>
internal sealed record NumberField(string Name, string Label, int? Value, int Least, int Most, string Help);

/// <summary>One of several; ChoiceField.cshtml. <see cref="SettingWords"/> has the words.</summary>
internal sealed record ChoiceField(string Name, string Label, string Value, IReadOnlyList<string> Choices, string Help);

/// <summary>Yes or no; CheckField.cshtml.</summary>
internal sealed record CheckField(string Name, string Label, bool Value, string Help);
