namespace ElasticGrains.Cli.Clusters;

/// <summary>A silo process of this machine.</summary>
internal interface ISiloProcess
{
    /// <summary>The silo's name, without what its start added to it.</summary>
    string Name { get; }

    int Id { get; }

    bool HasExited { get; }

    /// <summary>kill -9.</summary>
    void Kill();

    /// <summary>Sends it a signal, such as <c>STOP</c>.</summary>
    void Signal(string name);

    Task WaitForExitAsync(CancellationToken cancellationToken);

    /// <summary>How it ended, and what it said last.</summary>
    string Obituary();

    /// <summary>True when it ended because the others had declared it dead; of a process of somebody else nobody can tell, and it is true.</summary>
    bool WasGivenUp { get; }

    /// <summary>True when it ended as one that left in order does; of a process of somebody else nobody can tell, and it is true.</summary>
    bool HasLeftInOrder { get; }
}
