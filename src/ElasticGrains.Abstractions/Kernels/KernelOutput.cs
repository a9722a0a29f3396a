namespace ElasticGrains.Kernels;

/// <summary>What a job of a kernel leaves behind.</summary>
public enum KernelOutput
{
    /// <summary>One answer: partials are combined as they arrive.</summary>
    Answer = 0,

    /// <summary>A result per item: committed partials stay in the ledger, readable by item number, and are not combined.</summary>
    Items = 1,
}
