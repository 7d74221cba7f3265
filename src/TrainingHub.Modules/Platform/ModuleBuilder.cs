using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Jobs;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Verbs;

namespace TrainingHub.Modules.Platform;

/// <summary>What a module can bring: services, permissions, menu entries, jobs, consumers of events, verbs, start-up and demo steps.</summary>
public sealed class ModuleBuilder(IServiceCollection services, HubSettings settings)
{
    public IServiceCollection Services { get; } = services;

    public HubSettings Settings { get; } = settings;

    internal Registry Registry { get; } = new();

    /// <summary>Declares a permission and the roles that have it.</summary>
    public void Permission(string key, string description, params string[] roles) => Registry.Permissions.Add(new Permission(key, description, roles));

    /// <param name="area">One of <see cref="MenuArea"/>; the order of registration is the order of display.</param>
    /// <param name="text">English text, translated at display.</param>
    public void Menu(MenuArea area, string text, string url, string permission) => Registry.Menu.Add(new MenuEntry(area, text, url, permission));

    public void Job<T>(string id, string title, string description, Schedule schedule) where T : class, IJob
    {
        Services.AddScoped<T>();
        Registry.Jobs.Add(new JobDeclaration(id, title, description, schedule, typeof(T)));
    }

    /// <summary>Handles an event inside the publisher's transaction: only for what must be true together.</summary>
    public void OnInline<TEvent, THandler>() where TEvent : notnull where THandler : class, IHandler<TEvent>
    {
        Services.AddScoped<THandler>();
        Registry.Handlers.Add(new HandlerDeclaration(typeof(TEvent), typeof(THandler), (provider, e, ct) => ((IHandler<TEvent>)provider.GetRequiredService(typeof(THandler))).Handle((TEvent)e, ct)));
    }

    /// <summary>Handles an event later, from a work row written in the publisher's transaction; at least once.</summary>
    /// <param name="queue">Which job works it off: see <see cref="Queues"/>.</param>
    public void On<TEvent, TConsumer>(string queue = Queues.General) where TEvent : notnull where TConsumer : class, IConsumer<TEvent>
    {
        // The event is part of the name: a class that handles two events must not get one's payload as the other's.
        var name = $"{typeof(TConsumer).FullName!["TrainingHub.Modules.".Length..]}({typeof(TEvent).Name})";
        Work<TEvent, TConsumer>(name, queue);
        Registry.Subscriptions.Add(new Subscription(typeof(TEvent), name));
    }

    /// <summary>Declares a kind of work that is enqueued by name.</summary>
    /// <param name="mostAttempts">Eight end after half an hour; from the tenth on there is one an hour.</param>
    public void Work<TPayload, TConsumer>(string name, string queue = Queues.General, int mostAttempts = WorkQueue.MostAttempts) where TPayload : notnull where TConsumer : class, IConsumer<TPayload>
    {
        // Work rows are found by this name alone: two payloads under one name would be read as each other.
        if (Registry.Consumers.Exists(c => c.Name == name)) throw new InvalidOperationException($"The work {name} is declared twice.");
        Services.AddScoped<TConsumer>();
        Registry.Consumers.Add(new ConsumerDeclaration(name, queue, typeof(TPayload), (provider, payload, item, ct) => ((IConsumer<TPayload>)provider.GetRequiredService(typeof(TConsumer))).Handle((TPayload)payload, item, ct), mostAttempts));
    }

    /// <summary>A command-line verb; see <see cref="IVerb"/>.</summary>
    public void Verb<T>() where T : class, IVerb => Services.AddScoped<IVerb, T>();

    /// <summary>Something a backup writes down about the state it shows and a restore finds again, as the head of the ledger.</summary>
    /// <param name="sql">Gives one text; on both databases, and on the schema of any version.</param>
    public void BackupFact(string name, string sql) => Registry.BackupFacts.Add(new BackupFact(name, sql));

    /// <summary>Which blobs the module's tables name, so that a backup can prove that it holds them.</summary>
    /// <param name="sql">Gives their SHA-256 as one column, without nulls.</param>
    public void NamesBlobs(string sql) => Registry.BlobReferences.Add(sql);

    /// <summary>Runs in a restored database, in one transaction with the rest, before the hub starts on it: takes back what must not come to life again.</summary>
    public void AfterRestore(RestoreStep step) => Registry.RestoreSteps.Add(step);

    /// <summary>Runs at each start after the migrations, in the order of registration; must be idempotent.</summary>
    public void AtStart<T>() where T : class, IStartStep
    {
        Services.AddScoped<T>();
        Registry.StartSteps.Add(typeof(T));
    }
}

/// <summary>One thing done at each start, after the migrations and before the first request.</summary>
public interface IStartStep
{
    Task Run(CancellationToken ct);
}

internal sealed record BackupFact(string Name, string Sql);

/// <summary>Changes a restored database by SQL; see <see cref="ModuleBuilder.AfterRestore"/>.</summary>
public delegate Task RestoreStep(Data.Db db, DateTimeOffset now, CancellationToken ct);

/// <summary>Everything the modules declared; read-only once the host is built.</summary>
internal sealed class Registry
{
    public List<Permission> Permissions { get; } = [];
    public List<MenuEntry> Menu { get; } = [];
    public List<JobDeclaration> Jobs { get; } = [];
    public List<HandlerDeclaration> Handlers { get; } = [];
    public List<Subscription> Subscriptions { get; } = [];
    public List<ConsumerDeclaration> Consumers { get; } = [];
    public List<Type> StartSteps { get; } = [];
    public List<BackupFact> BackupFacts { get; } = [];
    public List<string> BlobReferences { get; } = [];
    public List<RestoreStep> RestoreSteps { get; } = [];
}
