namespace TrainingHub.Modules.Courses.Contracts;

/// <summary>Pictures that belong to courses but are no files of theirs, as those of imported questions. Whoever may read courses may see them.</summary>
public interface IPictureSource
{
    /// <param name="sha256">64 lower-case hexadecimal digits.</param>
    /// <param name="extension">"png", without a dot.</param>
    Task<bool> Has(string sha256, string extension, CancellationToken ct);
}
