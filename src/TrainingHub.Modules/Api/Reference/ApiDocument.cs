using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using TrainingHub.Modules.Api.Conventions;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Api.Reference;

/// <summary>The OpenAPI document at /openapi/v1.json: what the operations declare, with the token scheme and the conventions that all of them share.</summary>
internal static class ApiDocument
{
    public const string Name = "v1";
    public const string Root = "/api/v1";
    private const string BearerScheme = "bearer";

    public static void Add(IServiceCollection services) => services.AddOpenApi(Name, o =>
    {
        o.ShouldInclude = d => ("/" + d.RelativePath).StartsWith(Root + "/", StringComparison.Ordinal);
        o.AddDocumentTransformer(Introduce);
        o.AddOperationTransformer(Describe);
        o.AddSchemaTransformer(Instants);
    });

    private static Task Introduce(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken ct)
    {
        document.Info = new OpenApiInfo
        {
            Title = $"{context.ApplicationServices.GetRequiredService<HubSettings>().HubName} API",
            Version = Name,
            Description = "Staff training and certification. Errors are RFC 9457 problem documents; lists are paged by cursor; writes take an Idempotency-Key. The readable page is /docs/api.",
        };
        document.Servers = []; // relative to where the document is: right behind every proxy
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [BearerScheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A token from the account page or from the verb \"token create\"." },
        };
        return Task.CompletedTask;
    }

    private static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<RequiresAttribute>().FirstOrDefault() is { } needs)
        {
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(BearerScheme, context.Document)] = [] }];
            operation.Description = $"{operation.Description} Permission: `{needs.Permission}`.".Trim();
        }
        else if (metadata.OfType<IAllowAnonymous>().Any()) operation.Security = [];
        if (metadata.OfType<WriteMetadata>().Any())
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = Idempotency.Header,
                In = ParameterLocation.Header,
                Description = "Makes a repeat harmless: the same key with the same request gets the first answer again.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 200 },
            });
        }
        return Task.CompletedTask;
    }

    /// <summary>Our own converter hides from the generator that an instant is a date-time.</summary>
    private static Task Instants(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type == typeof(DateTimeOffset))
        {
            schema.Type = type == context.JsonTypeInfo.Type ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
            schema.Format = "date-time";
        }
        return Task.CompletedTask;
    }
}
