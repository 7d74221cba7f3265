using System.Diagnostics;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Simulation;

/// <summary>Ends the process with SIGKILL at the given point, counted from the start or, where everything is prepared already, from when it goes on; 0: never.</summary>
internal sealed class SuddenDeath(long at, bool isPrepared) : FailPoints
{
    private bool isArmed = !isPrepared;
    private long passed;

    public void Arm() => isArmed = true;

    public override void Pass(FailPoint point)
    {
        if (!isArmed || ++passed != at) return;
        using var self = Process.GetCurrentProcess();
        self.Kill();
        Thread.Sleep(Timeout.Infinite); // nothing is done between the signal and the end
    }
}
