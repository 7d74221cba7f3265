namespace TrainingHub.Modules.Platform.Pdf;

/// <summary>What a piece of a page is, for screen readers: the standard structure types in use here.</summary>
internal enum PdfTag
{
    /// <summary>A section.</summary>
    Sect,
    H1,
    H2,
    H3,

    /// <summary>A paragraph.</summary>
    P,

    /// <summary>A picture; needs an alternative text.</summary>
    Figure,
    Caption,

    /// <summary>A list, of <see cref="LI"/>.</summary>
    L,
    LI,
    LBody,

    /// <summary>A table, of <see cref="TR"/>, of <see cref="TH"/> and <see cref="TD"/>.</summary>
    Table,
    TR,
    TH,
    TD
}
