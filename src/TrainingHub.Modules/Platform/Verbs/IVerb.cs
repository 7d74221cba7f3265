using System.CommandLine;

namespace TrainingHub.Modules.Platform.Verbs;

/// <summary>
/// A command-line verb: builds its command and does it. Exit codes: 0 done; 1 the data is at fault; 2 usage; 70 a fault of our own.
/// </summary>
public interface IVerb
{
    /// <summary>Where it hangs: "content import" is the command import below content.</summary>
    string Path { get; }

    /// <summary>Adds arguments and options to the command and sets its action.</summary>
    Command Build(string name);

    /// <summary>Whether the database must be there and up to date before it runs.</summary>
    bool NeedsDatabase => true;
}

internal static class ExitCodes
{
    public const int Done = 0;
    public const int DataAtFault = 1;
    public const int Usage = 2;
    public const int OwnFault = 70;

    /// <summary>As shells count a program that Ctrl+C ended.</summary>
    public const int Stopped = 130;
}
