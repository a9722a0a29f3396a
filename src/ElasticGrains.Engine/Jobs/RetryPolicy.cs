using ElasticGrains.Jobs;

namespace ElasticGrains.Engine.Jobs;

/// <summary>Whether and when a failed shard runs again.</summary>
public static class RetryPolicy
{
    /// <summary>True when the shard is given up after this failure.</summary>
    public static bool GivesUp(JobPolicy policy, int failuresInARow, Failure? failure) =>
        failure is { IsRetryable: false } || failuresInARow >= policy.MaxAttempts;

    /// <summary>The pause before the next attempt: doubles from <see cref="JobPolicy.Backoff"/> up to <see cref="JobPolicy.MaxBackoff"/>.</summary>
    public static TimeSpan Pause(JobPolicy policy, int failuresInARow)
    {
        var doublings = Math.Clamp(failuresInARow - 1, 0, 30);
        return policy.Backoff.Ticks > policy.MaxBackoff.Ticks >> doublings ? policy.MaxBackoff : TimeSpan.FromTicks(policy.Backoff.Ticks << doublings);
    }
}
