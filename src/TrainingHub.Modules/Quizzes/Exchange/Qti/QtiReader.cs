using System.Xml;
using System.Xml.Linq;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Pictures;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>Reads a package of QTI 2.x or 3.0 items: each file whose root is an item is one question, in the order of their names.</summary>
internal static class QtiReader
{
    public static ItemFile Read(byte[] bytes)
    {
        if (!bytes.AsSpan().StartsWith("PK"u8)) return ReadAll([new("item.xml", bytes)], new Dictionary<string, byte[]>());
        var zip = SafeZip.Read(bytes, name => Path.GetExtension(name).ToLowerInvariant() is ".xml" or ".png" or ".jpg" or ".jpeg");
        return zip.Problem is { } problem ? ItemFile.Of(problem) : ReadAll(zip.Value!.Where(f => f.Key.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) && !f.Key.EndsWith("imsmanifest.xml", StringComparison.OrdinalIgnoreCase)), zip.Value!);
    }

    private static ItemFile ReadAll(IEnumerable<KeyValuePair<string, byte[]>> files, IReadOnlyDictionary<string, byte[]> all)
    {
        var (items, faults) = (new List<ExchangeItem>(), new List<ItemFault>());
        foreach (var (name, bytes) in files)
        {
            try
            {
                SafeXml.CheckDepth(bytes);
                using var reader = SafeXml.Open(bytes);
                var root = XDocument.Load(reader, LoadOptions.SetLineInfo | LoadOptions.PreserveWhitespace).Root!;
                if (root.Is("assessmenttest") || root.Is("assessmentsection") || root.Is("assessmentstimulus") || !root.Is("assessmentitem"))
                {
                    if (!root.Is("assessmenttest") && !root.Is("assessmentsection") && root.Name.LocalName is not ("manifest" or "lom" or "metadata")) faults.Add(new ItemFault(1, name, Problem.Because("This is no QTI item: its first element is <{0}>.", root.Name.LocalName)));
                    continue;
                }
                if (items.Count == ExchangeLimits.Items) return new ItemFile(items, [.. faults, new ItemFault(0, name, Problem.Because("The file has more than {0} questions. Divide it.", ExchangeLimits.Items))]);
                var line = ((IXmlLineInfo)root).LineNumber;
                var item = new QtiItem(root, path => Picture(name, path, all)).Read(line);
                if ((item.Problem ?? ItemRules.Check(item.Value!)) is { } problem) faults.Add(new ItemFault(line, name, problem));
                else items.Add(item.Value!);
            }
            catch (XmlException e)
            {
                faults.Add(new ItemFault(e.LineNumber, name, SafeXml.Explain(e)));
            }
        }
        if (items.Count == 0 && faults.Count == 0) faults.Add(new ItemFault(0, null, Problem.Because("There is no QTI item in this package.")));
        return new ItemFile(items, faults);
    }

    /// <summary>A picture beside the item; null where the package has none of that name, or it is none.</summary>
    private static ItemPicture? Picture(string item, string path, IReadOnlyDictionary<string, byte[]> files)
    {
        var parts = new List<string>(item.Split('/')[..^1]);
        foreach (var part in Uri.UnescapeDataString(path).Split('/'))
        {
            if (part == ".." && parts.Count > 0) parts.RemoveAt(parts.Count - 1);
            else if (part is not ("." or "..")) parts.Add(part);
        }
        var name = string.Join('/', parts);
        return files.TryGetValue(name, out var bytes) && bytes.Length <= ExchangeLimits.PictureBytes && PictureSize.Of(name.ToLowerInvariant(), bytes) is not null
            ? new ItemPicture("media/" + Path.GetFileName(name).ToLowerInvariant(), bytes, ItemText.Empty) : null;
    }
}

/// <summary>QTI 2 writes choiceInteraction, QTI 3 qti-choice-interaction, each in namespaces of its own: both are "choiceinteraction" here.</summary>
internal static class QtiNames
{
    public static string Plain(string name) => (name.StartsWith("qti-", StringComparison.Ordinal) ? name[4..] : name).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();

    public static bool Is(this XElement element, string name) => Plain(element.Name.LocalName) == name;

    public static IEnumerable<XElement> All(this XElement element, string name) => element.Descendants().Where(e => e.Is(name));

    public static string? Get(this XElement element, string name) => element.Attributes().FirstOrDefault(a => Plain(a.Name.LocalName) == name)?.Value;
}
