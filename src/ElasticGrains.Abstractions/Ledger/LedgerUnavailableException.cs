namespace ElasticGrains.Ledger;

/// <summary>
/// The ledger or block store could not do it now; whether an append was applied is unknown, so the same append must be sent again.
/// The message says why in the user's words, for example that the disk is full.
/// </summary>
[GenerateSerializer, Alias("eg.error.ledger-unavailable")]
public sealed class LedgerUnavailableException : Exception
{
    /// <summary>Creates the error.</summary>
    public LedgerUnavailableException()
    {
    }

    /// <summary>Creates the error with the reason.</summary>
    public LedgerUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with the reason and its cause.</summary>
    public LedgerUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
