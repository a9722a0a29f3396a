namespace ElasticGrains.Storage.Postgres;

/// <summary>The database cannot be used as it is: wrong password, missing or foreign schema, another version. The message says what to do.</summary>
public sealed class DatabaseException : Exception
{
    /// <summary>Creates the error.</summary>
    public DatabaseException()
    {
    }

    /// <summary>Creates the error with what is wrong and what to do.</summary>
    public DatabaseException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with what is wrong and what to do, and its cause.</summary>
    public DatabaseException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
