namespace ElasticGrains.Storage.Postgres;

/// <summary>The life of a silo in the membership table, with the numbers that Orleans writes.</summary>
public enum MemberStatus
{
    /// <summary>Unknown.</summary>
    None = 0,

    /// <summary>Announced.</summary>
    Created = 1,

    /// <summary>About to become active.</summary>
    Joining = 2,

    /// <summary>A member.</summary>
    Active = 3,

    /// <summary>Leaving in order.</summary>
    ShuttingDown = 4,

    /// <summary>Leaving.</summary>
    Stopping = 5,

    /// <summary>Gone, or given up by the others.</summary>
    Dead = 6,
}
