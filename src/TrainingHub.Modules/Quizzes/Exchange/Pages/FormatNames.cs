namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>The formats as people know them: English texts for the screen.</summary>
internal static class FormatNames
{
    public static string Of(string format) => format switch
    {
        ReadItems.Gift => "GIFT (Moodle)",
        ReadItems.MoodleXml => "Moodle XML",
        ReadItems.Aiken => "Aiken",
        ReadItems.Csv => "CSV table",
        ReadItems.Xlsx => "Excel workbook",
        _ => "QTI 2.2 or 3.0 package",
    };
}
