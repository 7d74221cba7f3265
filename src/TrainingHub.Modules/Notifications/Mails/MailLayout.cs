using System.Text.Encodings.Web;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Notifications.Mails;

/// <summary>The frame of every mail: the hub's name, the text on a card, why it came. Readable on a phone, without pictures, in light and dark.</summary>
internal static class MailLayout
{
    private const string Font = "font-family:system-ui,-apple-system,'Segoe UI','PingFang SC','Microsoft YaHei','Noto Sans SC',sans-serif;";

    public static string Html(Localizer t, string hub, string subject, string body, Uri? stop) =>
        $"""
        <!doctype html>
        <html lang="{t.Language}">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light"><title>{Encode(subject)}</title></head>
        <body style="margin:0;padding:0;background:#f6f4ef;">
        <div style="{Font}max-width:560px;margin:0 auto;padding:24px 16px;color:#22302d;font-size:16px;line-height:1.6;">
        <div style="font-weight:700;color:#0b5347;padding:0 4px 12px;">{Encode(hub)}</div>
        <div style="background:#ffffff;border:1px solid #e2ddd2;border-radius:14px;padding:24px 22px 8px;">
        <h1 style="font-size:21px;line-height:1.35;margin:0 0 16px;">{Encode(subject)}</h1>
        {body}
        </div>
        <div style="color:#5c6864;font-size:13px;padding:14px 4px 0;">{Encode(Why(t, hub))}{(stop is null ? "" : $"""<br><a href="{Encode(stop.AbsoluteUri)}" style="color:#5c6864;">{Encode(t["Switch reminder mails off"])}</a>""")}</div>
        </div>
        </body>
        </html>
        """;

    public static string Text(Localizer t, string hub, string body, Uri? stop) => $"{body}\n-- \n{Why(t, hub)}\n{(stop is null ? "" : $"{t["Switch reminder mails off"]}\n{stop.AbsoluteUri}\n")}";

    private static string Why(Localizer t, string hub) => t["{0} sends this mail for your training at work. Replies to it are not read.", hub];

    private static string Encode(string text) => HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All).Encode(text);
}
