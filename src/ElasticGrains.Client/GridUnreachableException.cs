namespace ElasticGrains.Client;

/// <summary>The cluster did not answer for a long time. Jobs that it accepted are not lost: attach by id when it is back.</summary>
public sealed class GridUnreachableException : Exception
{
    /// <summary>Creates the error.</summary>
    public GridUnreachableException()
    {
    }

    /// <summary>Creates the error with what was tried.</summary>
    public GridUnreachableException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with what was tried, and its cause.</summary>
    public GridUnreachableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
