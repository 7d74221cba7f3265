using System.Text;
using Microsoft.AspNetCore.Html;
using QRCoder;

namespace TrainingHub.Modules.Platform.Pictures;

/// <summary>A QR code as one SVG path over a white ground; no script, style or picture file is needed.</summary>
internal static class QrCode
{
    public static IHtmlContent Svg(string content, string label)
    {
        using var data = QRCodeGenerator.GenerateQrCode(content, QRCodeGenerator.ECCLevel.M);
        var size = data.ModuleMatrix.Count; // the quiet zone is part of it
        var path = new StringBuilder();
        for (var y = 0; y < size; y++)
            for (var x = 0; x < size; x++)
                if (data.ModuleMatrix[y][x]) path.Append(System.Globalization.CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
        var html = new HtmlContentBuilder();
        html.AppendFormat("<svg viewBox=\"0 0 {0} {0}\" role=\"img\" aria-label=\"{1}\" shape-rendering=\"crispEdges\"><rect width=\"{0}\" height=\"{0}\" fill=\"#fff\"/><path fill=\"#000\" d=\"{2}\"/></svg>", size, label, path.ToString());
        return html;
    }
}
