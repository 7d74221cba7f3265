using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Api.Conventions;

/// <summary>How an operation is declared: its name and summary, the one permission it needs, what may go wrong, and what a repeat does.</summary>
internal static class Operations
{
    public const int JsonLimit = 1_000_000;
    public const int CsvLimit = 20_000_000;

    /// <param name="id">The operation's id in the OpenAPI document.</param>
    /// <param name="summary">One English sentence; translated on the readable page.</param>
    public static RouteHandlerBuilder Named(this RouteHandlerBuilder operation, string id, string summary) =>
        operation.WithName(id).WithSummary(summary).Tells(StatusCodes.Status400BadRequest, StatusCodes.Status500InternalServerError);

    public static RouteHandlerBuilder Needs(this RouteHandlerBuilder operation, string permission) =>
        operation.RequireAuthorization(new RequiresAttribute(permission) { AuthenticationSchemes = SignInSchemes.Token }).Tells(StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);

    /// <summary>The problems it may answer with, beside those that every operation has.</summary>
    public static RouteHandlerBuilder Tells(this RouteHandlerBuilder operation, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses) operation.Produces<ProblemDocument>(status, Refused.MediaType);
        return operation;
    }

    /// <summary>It is a list that takes a <see cref="PageQuery"/>.</summary>
    public static RouteHandlerBuilder Paged(this RouteHandlerBuilder operation) =>
        operation.AddEndpointFilter(async (context, next) => context.Arguments.OfType<PageQuery>().Single().Fault is { } fault ? (Refused)fault : await next(context));

    /// <summary>It changes something: it takes an Idempotency-Key, and a body of that size at most.</summary>
    public static RouteHandlerBuilder Writes(this RouteHandlerBuilder operation, Repeats repeats, int bodyLimit = JsonLimit) =>
        operation.WithMetadata(new WriteMetadata(), new RequestSizeLimitAttribute(bodyLimit))
            .Tells(StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType, StatusCodes.Status422UnprocessableEntity)
            .AddEndpointFilter(new Idempotency(repeats));

    /// <summary>Which token asks; only behind <see cref="Needs"/>.</summary>
    public static long TokenId(this ClaimsPrincipal user) =>
        long.Parse(user.FindFirstValue(SignInSchemes.TokenIdClaim) ?? throw new InvalidOperationException("No token signed this request in."), CultureInfo.InvariantCulture);
}

internal sealed record WriteMetadata;
