using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Certification.Recalculating;

/// <summary>A changed policy that holds for current periods too, after a preview of every date that moves.</summary>
internal static class RecalculatingParts
{
    public static void Register(ModuleBuilder m)
    {
        m.Services.AddScoped<PreviewRecalculation>();
        m.Services.AddScoped<StartRecalculation>();
        m.Services.AddScoped<MoveTerms>();
        m.Work<RecalculationWork, Recalculate>(Recalculate.Work);
    }
}
