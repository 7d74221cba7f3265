using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Certification.Ahead;

/// <summary>What will happen, and what would if the policy were another: computed, never stored.</summary>
internal static class AheadParts
{
    public static void Register(ModuleBuilder m)
    {
        m.Services.AddScoped<ReadAhead>();
        m.Verb<AheadVerb>();
    }
}
