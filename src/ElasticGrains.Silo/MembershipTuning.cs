using Orleans.Configuration;

namespace ElasticGrains.Silo;

/// <summary>
/// Membership for a grid: a killed silo of three is noticed in about a second, a frozen one in under ten, and a whole cluster that
/// crashed can start again in half a minute. Orleans' defaults take 10 s, more than 55 s and 90 s.
/// </summary>
internal static class MembershipTuning
{
    /// <summary>
    /// A call that was lost on its way through a dead silo fails after this; everything the grid sends is repeated by its sender, so
    /// nothing waits for the default of 30 s.
    /// </summary>
    public static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The signs of life in the membership table are dates: a silo whose clock is further off than they may be old (15 s, see below) is
    /// taken for dead, or takes others for dead. It is refused before it can.
    /// </summary>
    public static readonly TimeSpan MaxClockSkew = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long after an attempt to connect that failed the next is made; a probe in between fails without one. Less than the time between two
    /// probes, so that each asks the network: a connection that broke and was refused once would be a death otherwise.
    /// </summary>
    public static readonly TimeSpan ConnectAgainAfter = TimeSpan.FromMilliseconds(200);

    public static void Configure(ClusterMembershipOptions options)
    {
        // Probes follow each other after half of ProbeTimeout where they are answered at once, and a killed silo's port refuses them at once. No
        // vote counts against a silo from which anything came within MaxProbeTimeout × missed limit on a connection that is still open: neither
        // load nor a short stall is a death.
        options.ProbeTimeout = TimeSpan.FromMilliseconds(600);
        options.MaxProbeTimeout = TimeSpan.FromSeconds(2);
        options.NumMissedProbesLimit = 3;

        // Two silos must agree that a third is dead, so that one with a bad network cannot evict the others.
        options.NumVotesForDeathDeclaration = 2;

        // News of a death travels by gossip; the table makes good for lost gossip.
        options.TableRefreshTimeout = TimeSpan.FromSeconds(5);

        // After a crash of all, a row that was not refreshed three times is taken for dead: 15 s.
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        options.NumMissedTableIAmAliveLimit = 3;

        // Each start of a silo leaves a row; an hour is enough to look at them.
        options.DefunctSiloExpiration = TimeSpan.FromHours(1);
    }
}
