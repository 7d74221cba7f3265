using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace TrainingHub.Modules.Api.Conventions;

internal interface IMade
{
    string Location { get; }
}

/// <summary>201: the new thing, and where it is.</summary>
internal sealed class Made<T>(string location, T value) : IResult, IMade, IStatusCodeHttpResult, IValueHttpResult, IEndpointMetadataProvider
{
    public string Location { get; } = location;

    public int? StatusCode => StatusCodes.Status201Created;

    public object? Value => value;

    public Task ExecuteAsync(HttpContext httpContext) => TypedResults.Created(Location, value).ExecuteAsync(httpContext);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status201Created, typeof(T), ["application/json"]));
}
