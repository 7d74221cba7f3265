using TrainingHub.Web;

return await Hub.Start(args);

/// <summary>Named so that tests can find the assembly.</summary>
public partial class Program;
