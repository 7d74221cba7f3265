using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace TrainingHub.Modules.Platform.Pdf;

/// <summary>The metadata that search engines and document stores read. It claims no conformance: none was checked.</summary>
internal static class XmpPacket
{
    private static readonly XNamespace Meta = "adobe:ns:meta/", Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", Dc = "http://purl.org/dc/elements/1.1/",
        Xmp = "http://ns.adobe.com/xap/1.0/", Pdf = "http://ns.adobe.com/pdf/1.3/";

    /// <summary>UTF-8.</summary>
    public static byte[] Of(PdfInfo info, string producer)
    {
        var created = info.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var description = new XElement(Rdf + "Description",
            new XAttribute(Rdf + "about", ""), new XAttribute(XNamespace.Xmlns + "dc", Dc), new XAttribute(XNamespace.Xmlns + "xmp", Xmp), new XAttribute(XNamespace.Xmlns + "pdf", Pdf),
            new XElement(Dc + "format", "application/pdf"),
            new XElement(Dc + "title", new XElement(Rdf + "Alt", new XElement(Rdf + "li", new XAttribute(XNamespace.Xml + "lang", "x-default"), Clean(info.Title)))),
            new XElement(Dc + "creator", new XElement(Rdf + "Seq", new XElement(Rdf + "li", Clean(info.Author)))),
            new XElement(Dc + "language", new XElement(Rdf + "Bag", new XElement(Rdf + "li", Clean(info.Language)))),
            new XElement(Xmp + "CreateDate", created),
            new XElement(Xmp + "ModifyDate", created),
            new XElement(Pdf + "Producer", producer));
        var packet = new XElement(Meta + "xmpmeta", new XAttribute(XNamespace.Xmlns + "x", Meta),
            new XElement(Rdf + "RDF", new XAttribute(XNamespace.Xmlns + "rdf", Rdf), description));
        return Encoding.UTF8.GetBytes($"<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n{packet.ToString(SaveOptions.DisableFormatting)}\n<?xpacket end=\"r\"?>");
    }

    // Half a surrogate pair or a control character in a name would make the whole packet unreadable.
    private static string Clean(string text) => string.Concat(PrintableText.Of(text).EnumerateRunes().Where(r => !r.IsBmp || XmlConvert.IsXmlChar((char)r.Value)));
}
