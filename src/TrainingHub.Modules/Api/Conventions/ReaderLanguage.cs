using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Api.Conventions;

/// <summary>A request says for itself, with Accept-Language, in which language it wants texts; the account's or the hub's holds only where it does not.</summary>
internal static class ReaderLanguage
{
    public static Localizer Of(HttpContext context)
    {
        var texts = context.RequestServices.GetRequiredService<Localizer>();
        var asked = context.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1).Select(l => Languages.Nearest(l.Value.Value)).FirstOrDefault(l => l is not null);
        if (asked is not null) texts.Use(asked);
        return texts;
    }

    /// <summary>For every operation, so that what a command says is in that language too.</summary>
    public static ValueTask<object?> Filter(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        Of(context.HttpContext);
        return next(context);
    }
}
