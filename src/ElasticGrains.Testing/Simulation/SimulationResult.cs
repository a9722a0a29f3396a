using ElasticGrains.Engine.Verification;

namespace ElasticGrains.Testing.Simulation;

/// <summary>What one seed did.</summary>
public sealed record SimulationResult
{
    /// <summary>The seed.</summary>
    public required long Seed { get; init; }

    /// <summary>A hash of every message and effect; the same seed, profile and rules give the same one.</summary>
    public required ulong Hash { get; init; }

    /// <summary>What was wrong; null when nothing was.</summary>
    public string? Problem { get; init; }

    /// <summary>The last events and effects, oldest first.</summary>
    public required IReadOnlyList<string> Story { get; init; }

    /// <summary>True when nothing was wrong.</summary>
    public bool IsSound => Problem is null;

    /// <summary>Jobs that ran.</summary>
    public int Jobs { get; init; }

    /// <summary>Jobs that gave their answer.</summary>
    public int Succeeded { get; init; }

    /// <summary>
    /// Jobs that gave none, with a reason that the faults are to blame for: a shard whose silos are killed again and again, by whatever it is, is
    /// taken for the cause and given up.
    /// </summary>
    public int GivenUp => IsSound ? Jobs - Succeeded : 0;

    /// <summary>Shards of all jobs, splits included.</summary>
    public int Shards { get; init; }

    /// <summary>Splits.</summary>
    public int Splits { get; init; }

    /// <summary>Runs of more than one shard that were granted, without those that splits made.</summary>
    public int Runs { get; init; }

    /// <summary>Faults that struck, each counted for every job that was running. Messages lost, doubled or late are not counted here.</summary>
    public int Faults { get; init; }

    /// <summary>Jobs with at least fifty shards that at least three faults struck before they ended.</summary>
    public int FullDose { get; init; }

    /// <summary>Messages lost, doubled or delayed.</summary>
    public long BadMessages { get; init; }

    /// <summary>Writer epochs beyond the first of each job.</summary>
    public long TakeOvers { get; init; }

    /// <summary>Attempts that a new writer adopted.</summary>
    public int Adoptions { get; init; }

    /// <summary>Attempts that gave up their rest because their silo was drained, or somebody asked for it.</summary>
    public int Moves { get; init; }

    /// <summary>How many silos one job's kernel killed, at most.</summary>
    public int MostKills { get; init; }

    /// <summary>Commits.</summary>
    public long Commits { get; init; }

    /// <summary>Items committed, of all jobs.</summary>
    public long Committed { get; init; }

    /// <summary>Items computed, those computed again included.</summary>
    public long Computed { get; init; }

    /// <summary>Items computed again, because what had computed them was lost before it was committed.</summary>
    public long Recomputed => Math.Max(0, Computed - Committed);

    /// <summary>Attempts granted; counted for a kernel of the caller's.</summary>
    public int Attempts { get; init; }

    /// <summary>What a verifier finds wrong in the ledger's rows; looked for with a kernel of the caller's.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>The cases that occurred, by name: kinds of ledger events, answers and ends. For a test that all of them do.</summary>
    public required IReadOnlySet<string> Cases { get; init; }

    /// <summary>Messages handled and effects carried out.</summary>
    public long Steps { get; init; }

    /// <summary>The simulated time until everything was at rest.</summary>
    public TimeSpan SimulatedTime { get; init; }

    /// <summary>The simulated time until the last job had its outcome.</summary>
    public TimeSpan Makespan { get; init; }

    /// <summary>
    /// What all items take on all slots if each is busy until the end and nothing else costs time; express slots are not counted. Says something in
    /// fair weather only, and where no job is limited to fewer slots.
    /// </summary>
    public TimeSpan Ideal { get; init; }

    /// <summary>What the dearest item takes on the slowest silo.</summary>
    public TimeSpan LongestItem { get; init; }

    /// <inheritdoc/>
    public override string ToString() => IsSound
        ? $"Seed {Seed}: sound, {Jobs} jobs, {Shards} shards, {Faults} faults, {Steps} steps, hash {Hash:x16}."
        : $"Seed {Seed}: {Problem}{Environment.NewLine}{string.Join(Environment.NewLine, Story)}";
}
