namespace ElasticGrains.Storage.Local;

/// <summary>What has become of a process of this host.</summary>
internal enum ProcessState
{
    /// <summary>It runs.</summary>
    Alive = 0,

    /// <summary>It was stopped (SIGSTOP, a debugger): it may go on at any time.</summary>
    Frozen = 1,

    /// <summary>It has ended, or another process has its number now.</summary>
    Gone = 2,
}
