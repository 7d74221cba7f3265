using System.Xml;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>XML from strangers: no document type (so no entities of its own, no files, no network), bounded in length and depth.</summary>
internal static class SafeXml
{
    static SafeXml() => System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);

    public static XmlReader Open(byte[] bytes) => XmlReader.Create(new MemoryStream(bytes, writable: false), new XmlReaderSettings
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = ExchangeLimits.FileBytes, IgnoreComments = true, IgnoreProcessingInstructions = true, CheckCharacters = true,
    });

    /// <summary>A tree so deep that whatever walks it would run out of stack is refused before one is built.</summary>
    public static void CheckDepth(byte[] bytes)
    {
        using var reader = Open(bytes);
        try
        {
            while (reader.Read())
                if (reader.Depth > ExchangeLimits.XmlDepth) throw new XmlTooDeepException(((IXmlLineInfo)reader).LineNumber);
        }
        catch (XmlException e) when (e is not XmlTooDeepException)
        {
            // Told by whoever reads on, after what stands before it.
        }
    }

    public static Problem Explain(XmlException e) => e switch
    {
        XmlTooDeepException => Problem.Because("The elements lie more than {0} deep in one another.", ExchangeLimits.XmlDepth),
        _ when e.Message.Contains("DTD", StringComparison.Ordinal) => Problem.Because("The file declares a document type, which could draw in other files. Remove the line <!DOCTYPE …>."),
        _ => Problem.Because("From here on the file is not well-formed XML: {0}", e.Message),
    };

    private sealed class XmlTooDeepException(int line) : XmlException("Too deep.", null, line, 0);
}
