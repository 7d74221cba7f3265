using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using TrainingHub.Modules.Api.Conventions;

namespace TrainingHub.Modules.Api.Reference;

internal sealed record FieldNote(string Name, string Place, string Type, bool IsRequired, string? Description);

internal sealed record OperationNote(
    string Id, string Method, string Path, string Summary, string? Description, IReadOnlyList<FieldNote> Parameters, IReadOnlyList<FieldNote> Body, IReadOnlyList<FieldNote> Answer, IReadOnlyList<string> Statuses, string Curl);

internal sealed record OperationGroup(string Name, IReadOnlyList<OperationNote> Operations);

/// <summary>The OpenAPI document turned into what the readable page shows; so the page can't say anything else than the document.</summary>
internal sealed class ApiReference([FromKeyedServices(ApiDocument.Name)] IOpenApiDocumentProvider documents)
{
    private static readonly JsonSerializerOptions Compact = new(ApiJson.Options) { WriteIndented = false };

    public async Task<IReadOnlyList<OperationGroup>> Groups(Uri address, CancellationToken ct)
    {
        var document = await documents.GetOpenApiDocumentAsync(ct);
        return
        [
            .. document.Paths.SelectMany(p => (p.Value.Operations ?? []).Select(o => (Group: o.Value.Tags!.First().Name!, Note: Note(address, p.Key, o.Key, o.Value))))
                .GroupBy(o => o.Group).Select(g => new OperationGroup(g.Key, [.. g.Select(o => o.Note)])),
        ];
    }

    private static OperationNote Note(Uri address, string path, HttpMethod method, OpenApiOperation operation)
    {
        var body = operation.RequestBody?.Content?.FirstOrDefault();
        var answer = (operation.Responses ?? []).Where(r => r.Key.StartsWith('2')).SelectMany(r => r.Value.Content ?? new Dictionary<string, OpenApiMediaType>()).FirstOrDefault();
        return new OperationNote(
            operation.OperationId!, method.Method, path, operation.Summary!, operation.Description,
            [.. (operation.Parameters ?? []).Select(p => new FieldNote(p.Name!, p.In?.ToString().ToLowerInvariant() ?? "", TypeOf(p.Schema), p.Required, p.Description))],
            Fields(body?.Value?.Schema), Fields(answer.Value?.Schema),
            [.. (operation.Responses ?? []).Keys.Order(StringComparer.Ordinal)],
            Curl(address, path, method, operation, body, answer.Key));
    }

    private static List<FieldNote> Fields(IOpenApiSchema? schema) =>
        [.. (schema?.Properties ?? new Dictionary<string, IOpenApiSchema>()).Select(p => new FieldNote(p.Key, "body", TypeOf(p.Value), schema!.Required?.Contains(p.Key) == true, p.Value.Description))];

    private static string TypeOf(IOpenApiSchema? schema) => schema switch
    {
        null => "",
        { Items: { } items } => $"[{TypeOf(items)}]",
        { Format: "date" } => "date",
        { Format: "date-time" } => "instant",
        { Format: "uuid" } => "uuid",
        { Properties: { Count: > 0 } properties } => $"{{{string.Join(", ", properties.Keys)}}}",
        { OneOf: [.., { } last] } => TypeOf(last),
        { Type: { } type } => (type & ~JsonSchemaType.Null).ToString().ToLowerInvariant(),
        _ => "json",
    };

    private static string Curl(Uri address, string path, HttpMethod method, OpenApiOperation operation, KeyValuePair<string, OpenApiMediaType>? body, string? answer)
    {
        var parts = new List<string> { $"curl {(method == HttpMethod.Get ? "" : $"-X {method} ")}{new Uri(address, path).OriginalString}".Replace("%7B", "{", StringComparison.Ordinal).Replace("%7D", "}", StringComparison.Ordinal) };
        if (operation.Security is { Count: > 0 }) parts.Add("-H \"Authorization: Bearer $TOKEN\"");
        if (method == HttpMethod.Post) parts.Add($"-H \"{Idempotency.Header}: $(uuidgen)\"");
        if (body is { Value.Schema: { } schema } sent)
        {
            parts.Add($"-H 'Content-Type: {sent.Key}'");
            parts.Add(sent.Key == "text/csv" ? "--data-binary @people.csv" : $"-d '{Sample(schema)?.ToJsonString(Compact)}'");
        }
        if (answer == "application/pdf") parts.Add("-o certificate.pdf");
        return string.Join(" \\\n  ", parts);
    }

    private static JsonNode? Sample(IOpenApiSchema schema) => schema switch
    {
        { Format: "date" } => "2026-03-14",
        { Format: "date-time" } => "2026-03-14T09:30:00Z",
        { Format: "uuid" } => "0f8fad5b-d9cb-469f-a165-70867728950e",
        { Items: { } items } => new JsonArray(Sample(items)),
        { Properties: { Count: > 0 } properties } => new JsonObject(properties.Where(p => schema.Required?.Contains(p.Key) == true).Select(p => KeyValuePair.Create(p.Key, Sample(p.Value)))),
        { AdditionalProperties: not null } => new JsonObject(),
        { Type: { } type } when type.HasFlag(JsonSchemaType.Boolean) => true,
        { Type: { } type } when type.HasFlag(JsonSchemaType.Integer) => 1,
        { Type: { } type } when type.HasFlag(JsonSchemaType.String) => "…",
        _ => new JsonObject { ["chosen"] = new JsonArray("a") },
    };
}
