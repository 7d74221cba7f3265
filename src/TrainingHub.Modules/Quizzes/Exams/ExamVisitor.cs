using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Quizzes.Exams;

/// <summary>
/// From where and on which device a request came. The address is the connection's, or what a trusted proxy in front says (the host reads X-Forwarded-For
/// only from those). Where there is no request — a job, a simulation — there is no network to be outside of.
/// </summary>
internal sealed class ExamVisitor(IHttpContextAccessor http, Actor actor, Entropy entropy)
{
    private const string Cookie = "exam-device";
    private string? drawn;

    public IPAddress? Address => http.HttpContext?.Connection.RemoteIpAddress;

    public bool IsWithin(IReadOnlyList<string> networks) => networks.Count == 0 || http.HttpContext is null || ExamNetworks.Contain(networks, Address);

    /// <summary>Null: a browser that never entered a code.</summary>
    public string? Device => http.HttpContext is not { } context ? "hub" : actor.Kind == "token" ? "api" : (drawn ?? context.Request.Cookies[Cookie]) is { } cookie ? Hash(cookie) : null;

    /// <summary>The device, from now on known again by a cookie.</summary>
    public string Remember()
    {
        if (Device is { } known) return known;
        drawn = entropy.Token(130);
        var context = http.HttpContext!;
        context.Response.Cookies.Append(Cookie, drawn, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, MaxAge = TimeSpan.FromDays(2), IsEssential = true });
        return Hash(drawn);
    }

    private static string Hash(string cookie) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(cookie)));
}
