using System.Text.Json.Serialization;
using ElasticGrains.Blocks;
using ElasticGrains.Inputs;
using ElasticGrains.Jobs;

namespace ElasticGrains.Ledger;

/// <summary>What happened to a job, in order, for good. The state of a job is the fold of its events.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(Accepted), "accepted")]
[JsonDerivedType(typeof(WriterTaken), "writer-taken")]
[JsonDerivedType(typeof(Planned), "planned")]
[JsonDerivedType(typeof(Granted), "granted")]
[JsonDerivedType(typeof(Adopted), "adopted")]
[JsonDerivedType(typeof(Split), "split")]
[JsonDerivedType(typeof(Committed), "committed")]
[JsonDerivedType(typeof(AttemptEnded), "attempt-ended")]
[JsonDerivedType(typeof(Quarantined), "quarantined")]
[JsonDerivedType(typeof(Finished), "finished")]
[JsonDerivedType(typeof(Reopened), "reopened")]
public abstract record LedgerEvent
{
    private LedgerEvent()
    {
    }

    /// <summary>The block to which this event refers; null for none.</summary>
    public BlockHandle? FindBlock() => this switch
    {
        Committed it => it.Payload.Block,
        Quarantined it => it.Input?.Block,
        Finished it => it.Outcome.ResultBlock,
        _ => null,
    };

    /// <summary>The job exists. Always the first event.</summary>
    /// <param name="Spec">What to compute.</param>
    /// <param name="SpecHash">XxHash128 of the spec, hexadecimal.</param>
    /// <param name="Items">The number of items.</param>
    /// <param name="At">When.</param>
    public sealed record Accepted(JobSpec Spec, string SpecHash, long Items, DateTimeOffset At) : LedgerEvent
    {
        /// <summary>The trace that the submission belongs to (W3C traceparent), or null.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? TraceParent { get; init; }

        /// <summary>
        /// What jobs of the same answer have in common, hexadecimal (<see cref="Hashing.CacheKey"/>); null for a job that neither takes the answer of
        /// another nor lends its own.
        /// </summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? CacheKey { get; init; }
    }

    /// <summary>A writer took the job over; every earlier writer is fenced. Written by the ledger itself.</summary>
    /// <param name="Epoch">The new writer epoch, one more than the last.</param>
    /// <param name="Writer">Who: host, process, silo.</param>
    /// <param name="At">When.</param>
    public sealed record WriterTaken(long Epoch, string Writer, DateTimeOffset At) : LedgerEvent;

    /// <summary>The items are cut evenly: shard <c>i</c> of <c>n</c> begins at <c>i · Items / n</c> (rounded down).</summary>
    /// <param name="Shards">The number of shards, numbered from 0; 0 only when there are no items.</param>
    public sealed record Planned(int Shards) : LedgerEvent;

    /// <summary>
    /// An attempt at the uncommitted rest of a shard, or of a run: adjacent planned shards that one slot computes one after the other, and
    /// that are named together by the first of them. Each commits by itself.
    /// </summary>
    /// <param name="Shard">The shard, or the run's first.</param>
    /// <param name="Attempt">The attempt epoch: 1 for the first, one more for each grant or adoption of this shard.</param>
    /// <param name="Silo">Where.</param>
    /// <param name="Slot">On which slot.</param>
    /// <param name="At">When.</param>
    public sealed record Granted(int Shard, long Attempt, string Silo, int Slot, DateTimeOffset At) : LedgerEvent
    {
        /// <summary>How many shards the run has beside its first.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public int More { get; init; }

        /// <summary>True when nothing else may run on the silo meanwhile: silos have died under the shard before.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool IsAlone { get; init; }

        /// <summary>
        /// The epoch of the slot's lease: the silo takes leases of a slot in rising order, and each once. 0 where a version wrote the event that
        /// did not keep it.
        /// </summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public long LeaseEpoch { get; init; }

        /// <summary>True on an express slot, which is meant to be free.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool IsExpress { get; init; }
    }

    /// <summary>A running attempt was found alive by a new writer, or has a slot alone, and goes on under a new epoch.</summary>
    /// <param name="Shard">The shard.</param>
    /// <param name="FromAttempt">The epoch it had.</param>
    /// <param name="Attempt">The epoch it has now.</param>
    /// <param name="At">When.</param>
    public sealed record Adopted(int Shard, long FromAttempt, long Attempt, DateTimeOffset At) : LedgerEvent;

    /// <summary>
    /// A shard or run was cut in two; recorded before the new one starts. A run is cut between two of its shards, of which the second heads
    /// the new run and goes on counting the attempts; only the last shard of a run, like any other, is cut into a shard that was not there.
    /// </summary>
    /// <param name="Shard">The shard, or the run's first; it now ends at <paramref name="At"/>.</param>
    /// <param name="At">An item behind everything the running attempt has taken.</param>
    /// <param name="NewShard">
    /// What begins at <paramref name="At"/> and ends where the other ended: the shard of the run that begins there, else the next free number.
    /// </param>
    public sealed record Split(int Shard, long At, int NewShard) : LedgerEvent
    {
        /// <summary>When; null in ledgers from before it was kept.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public DateTimeOffset? When { get; init; }

        /// <summary>Why, a word of <see cref="LedgerReasons"/> or one that a later release added; null in ledgers from before it was kept.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Why { get; init; }

        /// <summary>The move that the cut was made for; null when it was to give a slot work that had none, or to try what is left apart.</summary>
        [JsonIgnore]
        public MoveCause? Move => LedgerReasons.MoveOf(Why);
    }

    /// <summary>A range is done: its partial result is durable and has its number.</summary>
    /// <param name="Number">1 for the job's first commit, then gap-free.</param>
    /// <param name="Shard">The shard, also of a run.</param>
    /// <param name="Attempt">The attempt epoch that computed it, current at the time.</param>
    /// <param name="Range">Begins where the shard's committed prefix ended.</param>
    /// <param name="Payload">The encoded partial.</param>
    /// <param name="At">When.</param>
    public sealed record Committed(long Number, int Shard, long Attempt, ItemRange Range, PartialPayload Payload, DateTimeOffset At) : LedgerEvent;

    /// <summary>An attempt is over.</summary>
    /// <param name="Shard">The shard.</param>
    /// <param name="Attempt">Its epoch.</param>
    /// <param name="End">How it ended.</param>
    /// <param name="Failure">Why, unless it completed.</param>
    /// <param name="At">When.</param>
    public sealed record AttemptEnded(int Shard, long Attempt, AttemptEnd End, Failure? Failure, DateTimeOffset At) : LedgerEvent
    {
        /// <summary>The death of its silo while it was computing; null when it ended otherwise.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public SiloDeath? Death { get; init; }

        /// <summary>
        /// Why, where the end and the failure leave it open: a word of <see cref="LedgerReasons"/> or one that a later release added; null where
        /// they do not, and in ledgers from before it was kept.
        /// </summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Why { get; init; }

        /// <summary>Why it gave up the rest, which goes on elsewhere; null when it ended otherwise.</summary>
        [JsonIgnore]
        public MoveCause? Move => LedgerReasons.MoveOf(Why);

        /// <summary>Items that it had taken and that are not committed: they are computed again. Only of one that was too long for a drain.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public long Abandoned { get; init; }
    }

    /// <summary>The uncommitted rest of a shard is given up.</summary>
    /// <param name="Shard">The shard.</param>
    /// <param name="Range">The rest.</param>
    /// <param name="Failure">The failure of its last attempt.</param>
    /// <param name="At">When.</param>
    public sealed record Quarantined(int Shard, ItemRange Range, Failure Failure, DateTimeOffset At) : LedgerEvent
    {
        /// <summary>What is kept of its input; null when it has no files, or nobody could keep any.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public CapturedInput? Input { get; init; }
    }

    /// <summary>The job has ended. The last event, unless the job is opened again.</summary>
    /// <param name="Outcome">How.</param>
    /// <param name="ResultHash">XxHash128 of the answer, hexadecimal; null when there is none.</param>
    /// <param name="At">When.</param>
    public sealed record Finished(JobOutcome Outcome, string? ResultHash, DateTimeOffset At) : LedgerEvent
    {
        /// <summary>
        /// The job whose answer this one has; null when it has its own, or none. It succeeded then without a plan, a grant or a commit, and a block
        /// with the answer is its own.
        /// </summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public AnswerSource? CopiedFrom { get; init; }
    }

    /// <summary>
    /// A job that failed or was cancelled goes on: what is committed stays, what was given up may run again, and no attempt is running any
    /// more. Written by the ledger itself, just before a <see cref="WriterTaken"/>.
    /// </summary>
    /// <param name="At">When; the deadline counts from here.</param>
    public sealed record Reopened(DateTimeOffset At) : LedgerEvent;
}
