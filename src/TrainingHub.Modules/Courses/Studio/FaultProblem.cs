using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Studio;

internal static class FaultProblem
{
    /// <summary>The first fault with its place, and how many there are.</summary>
    public static Problem Of(Faults faults)
    {
        var all = faults.All.Distinct().ToList();
        return all.Count == 1
            ? new Problem("content-faults", "There is a fault in {0}", all[0].ToString())
            : new Problem("content-faults", "There are {0} faults. The first: {1}", all.Count, all[0].ToString());
    }
}
