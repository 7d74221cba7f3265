namespace TrainingHub.Modules.Platform;

/// <summary>
/// The places where the end of the process would hurt most: before and after each commit and each call outside the database.
/// Nothing happens there; a simulation puts a class of its own in its place that ends the process at some of them.
/// </summary>
public class FailPoints
{
    public virtual void Pass(FailPoint point)
    {
    }
}

public enum FailPoint
{
    BeforeCommit,
    AfterCommit,
    BeforeBlob,
    AfterBlob,
    BeforeMail,
    AfterMail,
}
