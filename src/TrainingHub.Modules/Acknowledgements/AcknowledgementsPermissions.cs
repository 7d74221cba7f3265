namespace TrainingHub.Modules.Acknowledgements;

public static class AcknowledgementsPermissions
{
    /// <summary>Read and sign the standards for oneself.</summary>
    public const string Sign = "acknowledgements.sign";

    /// <summary>See and download who signed what, within one's scope.</summary>
    public const string View = "acknowledgements.view";
}
