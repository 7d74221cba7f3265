using Microsoft.AspNetCore.Http;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Api.Conventions;

/// <summary>Which problem goes out with which status, and the problems that the API itself tells.</summary>
internal static class Refusals
{
    public static readonly string[] Codes =
    [
        "invalid-parameter", "invalid-body", "unauthenticated", "forbidden", "not-found", "method-not-allowed", "conflict", "stale", "locked", "paused", "body-too-large", "unsupported-media-type",
        "refused", "access-code", "network", "too-many", "idempotency-key-reused", "internal-error", "unavailable",
    ];

    public static int StatusOf(string code) => code switch
    {
        "invalid-parameter" or "invalid-body" => StatusCodes.Status400BadRequest,
        "unauthenticated" => StatusCodes.Status401Unauthorized,
        "forbidden" => StatusCodes.Status403Forbidden,
        "not-found" => StatusCodes.Status404NotFound,
        "method-not-allowed" => StatusCodes.Status405MethodNotAllowed,
        "conflict" or "stale" or "locked" or "paused" => StatusCodes.Status409Conflict,
        "body-too-large" => StatusCodes.Status413PayloadTooLarge,
        "unsupported-media-type" => StatusCodes.Status415UnsupportedMediaType,
        "too-many" => StatusCodes.Status429TooManyRequests,
        "internal-error" => StatusCodes.Status500InternalServerError,
        "unavailable" => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    /// <summary>English text, translated where it is written.</summary>
    public static string TitleOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "The request can't be read",
        StatusCodes.Status401Unauthorized => "A token is needed",
        StatusCodes.Status403Forbidden => "The token may not do this",
        StatusCodes.Status404NotFound => "There is no such thing",
        StatusCodes.Status405MethodNotAllowed => "The method does not fit",
        StatusCodes.Status409Conflict => "It contradicts what is stored",
        StatusCodes.Status413PayloadTooLarge => "The body is too large",
        StatusCodes.Status415UnsupportedMediaType => "The media type does not fit",
        StatusCodes.Status429TooManyRequests => "Too many tries",
        StatusCodes.Status500InternalServerError => "A fault of ours",
        StatusCodes.Status503ServiceUnavailable => "Not just now",
        _ => "The rules forbid it",
    };

    /// <summary>For answers that the framework gave without a word.</summary>
    public static Refused OfStatus(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => new Problem("unauthenticated", "Send a valid token: Authorization: Bearer TOKEN. It may be missing, mistyped, revoked, or its owner may have left."),
        StatusCodes.Status403Forbidden => new Problem("forbidden", "The owner of this token has no permission for this, or the token's scopes don't include it."),
        StatusCodes.Status404NotFound => new Problem("not-found", "There is nothing at this address. The operations are listed at /docs/api."),
        StatusCodes.Status405MethodNotAllowed => new Problem("method-not-allowed", "This address takes other methods only; the Allow header names them."),
        StatusCodes.Status413PayloadTooLarge => new Problem("body-too-large", "The body is larger than this operation takes: 1 MB of JSON or 20 MB of CSV."),
        StatusCodes.Status415UnsupportedMediaType => new Problem("unsupported-media-type", "Say with Content-Type which kind of body it is: application/json, or text/csv for an import."),
        < 500 => new Problem("invalid-body", "The request can't be read."),
        _ => new Problem("internal-error", "The fault is ours, and it was recorded. Nothing of this request was done; try again later."),
    };

    public static Problem Parameter(string name, string value, string expected) => new("invalid-parameter", expected, name, value);

    public static Problem Choice(string name, string value, IEnumerable<string> choices) =>
        new("invalid-parameter", "The parameter {0} must be one of {2}; it is \"{1}\".", name, value, string.Join(", ", choices));
}
