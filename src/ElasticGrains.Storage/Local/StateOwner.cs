namespace ElasticGrains.Storage.Local;

/// <summary>Who runs, or last ran, the jobs of a state directory.</summary>
/// <param name="Pid">Its process.</param>
/// <param name="Host">On which host.</param>
/// <param name="Description">What it does, in its own words.</param>
/// <param name="Since">Since when.</param>
/// <param name="Heartbeat">When it was last heard of.</param>
/// <param name="IsAlive">False once it has let go, has ended or stands still.</param>
public sealed record StateOwner(int Pid, string Host, string Description, DateTimeOffset Since, DateTimeOffset Heartbeat, bool IsAlive);
