using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Jobs;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Platform;

/// <summary>What the probe job and the probe consumers do, and how often they did.</summary>
internal sealed class Probe
{
    public const string Job = "test.probe";
    public const string Work = "test.work";

    public Func<JobRun, CancellationToken, Task> OnRun { get; set; } = (_, _) => Task.CompletedTask;

    public Func<string, CancellationToken, Task> OnWork { get; set; } = (_, _) => Task.CompletedTask;

    public int Runs;

    public static Task<TestHub> Hub(TestDatabase database, Probe probe, params string[] settings) => TestHub.Start(database, services: Add(probe), settings: settings);

    public static Action<IServiceCollection> Add(Probe probe) => all =>
    {
        all.AddSingleton(probe);
        all.AddScoped<ProbeJob>();
        var registry = (Registry)all.Single(d => d.ServiceType == typeof(Registry)).ImplementationInstance!;
        registry.Jobs.Add(new JobDeclaration(Job, "Probe", "For tests.", Daily.At(3, 0), typeof(ProbeJob)));
        registry.Consumers.Add(new ConsumerDeclaration(Work, Queues.General, typeof(string), (_, payload, _, ct) => probe.OnWork((string)payload, ct)));
        registry.Consumers.Add(new ConsumerDeclaration("test.other", Queues.General, typeof(string), (_, _, _, _) => Task.CompletedTask));
    };
}

internal sealed class ProbeJob(Probe probe) : IJob
{
    public Task Run(JobRun run, CancellationToken ct)
    {
        Interlocked.Increment(ref probe.Runs);
        return probe.OnRun(run, ct);
    }
}
