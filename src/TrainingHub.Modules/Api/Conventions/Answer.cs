using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace TrainingHub.Modules.Api.Conventions;

/// <summary>What was answered to a write, kept so that it can be said again: status, the new thing's address, body.</summary>
internal sealed record Answer(int Status, string? Location, string? Body)
{
    public static readonly Answer Pending = new(0, null, null);

    public string ToJson() => JsonSerializer.Serialize(this, ApiJson.Options);

    /// <summary>Null where the operation was refused.</summary>
    public static Answer? Of(object? result)
    {
        while (result is INestedHttpResult nested) result = nested.Result;
        if (result is Refused) return null;
        var status = (result as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status200OK;
        var body = result is IValueHttpResult { Value: { } value } ? JsonSerializer.Serialize(value, value.GetType(), ApiJson.Options) : null;
        return new Answer(status, (result as IMade)?.Location, body);
    }
}

/// <summary>The first answer once more.</summary>
internal sealed class Replay(int status, Answer answer) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.Headers[Idempotency.ReplayedHeader] = "true";
        if (answer.Location is not null) response.Headers.Location = answer.Location;
        if (answer.Body is null) return;
        response.ContentType = "application/json; charset=utf-8";
        await response.WriteAsync(answer.Body, httpContext.RequestAborted);
    }
}
