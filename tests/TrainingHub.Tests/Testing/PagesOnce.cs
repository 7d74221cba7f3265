using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;

namespace TrainingHub.Tests.Testing;

/// <summary>
/// What reflection finds about the pages, once a run instead of once a hub: it is the larger half of a start, and the same in every hub of a process. Each hub has
/// descriptors of its own, since the framework notes in them what belongs to one host.
/// </summary>
internal sealed class PagesOnce(IActionDescriptorProvider found) : IActionDescriptorProvider
{
    private static volatile IReadOnlyList<CompiledPageActionDescriptor>? pages;

    public int Order => found.Order;

    public static void Use(IServiceCollection services)
    {
        var original = services.Single(s => s.ServiceType == typeof(IActionDescriptorProvider) && s.ImplementationType?.Name == "CompiledPageActionDescriptorProvider");
        services.Remove(original);
        services.AddSingleton<IActionDescriptorProvider>(s => new PagesOnce((IActionDescriptorProvider)ActivatorUtilities.CreateInstance(s, original.ImplementationType!)));
    }

    public void OnProvidersExecuting(ActionDescriptorProviderContext context)
    {
        if (pages is null)
        {
            var own = new ActionDescriptorProviderContext();
            found.OnProvidersExecuting(own);
            pages = own.Results.Cast<CompiledPageActionDescriptor>().ToList();
        }
        foreach (var page in pages) context.Results.Add(Copy(page));
    }

    public void OnProvidersExecuted(ActionDescriptorProviderContext context) => found.OnProvidersExecuted(context);

    private static CompiledPageActionDescriptor Copy(CompiledPageActionDescriptor page) => new(page)
    {
        ActionConstraints = page.ActionConstraints,
        AttributeRouteInfo = page.AttributeRouteInfo,
        BoundProperties = page.BoundProperties,
        DeclaredModelTypeInfo = page.DeclaredModelTypeInfo,
        DisplayName = page.DisplayName,
        EndpointMetadata = page.EndpointMetadata,
        FilterDescriptors = page.FilterDescriptors,
        HandlerMethods = page.HandlerMethods,
        HandlerTypeInfo = page.HandlerTypeInfo,
        ModelTypeInfo = page.ModelTypeInfo,
        PageTypeInfo = page.PageTypeInfo,
        Parameters = page.Parameters,
        Properties = new Dictionary<object, object?>(page.Properties),
        RouteValues = page.RouteValues,
    };
}
