using System.Collections.Concurrent;
using System.Threading.Channels;

namespace TrainingHub.Modules.Quizzes.Exams;

/// <summary>
/// Tells whoever looks at an exam that something there changed: not what, because each may see other people. Commands call <see cref="Changed"/> after
/// their commit; what another process did is noticed by <see cref="ExamWatcher"/>. Many changes at once become one signal.
/// </summary>
internal sealed class ExamWatch
{
    public const int MostPerPerson = 6;

    private readonly ConcurrentDictionary<Listener, byte> listeners = new();

    public void Changed(long quizId)
    {
        foreach (var listener in listeners.Keys)
            if (listener.QuizId == quizId) listener.Signal();
    }

    /// <summary>Null where this person listens in too many windows already.</summary>
    public Listener? Listen(long personId, long quizId)
    {
        if (listeners.Keys.Count(l => l.PersonId == personId) >= MostPerPerson) return null;
        var listener = new Listener(this, personId, quizId);
        listeners.TryAdd(listener, 0);
        return listener;
    }

    public IReadOnlyCollection<long> Watched => [.. listeners.Keys.Select(l => l.QuizId).Distinct()];

    public int Count => listeners.Count;

    internal sealed class Listener(ExamWatch watch, long personId, long quizId) : IDisposable
    {
        private readonly Channel<bool> signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

        public long PersonId => personId;

        public long QuizId => quizId;

        public void Signal() => signals.Writer.TryWrite(true);

        /// <summary>True where something changed; false where nothing did for so long.</summary>
        public async Task<bool> Next(TimeSpan patience, TimeProvider clock, CancellationToken ct)
        {
            using var limit = new CancellationTokenSource(patience, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
            try
            {
                return await signals.Reader.ReadAsync(either.Token);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return false;
            }
        }

        public void Dispose() => watch.listeners.TryRemove(this, out _);
    }
}
