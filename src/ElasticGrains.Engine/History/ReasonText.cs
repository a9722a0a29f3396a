using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.History;

/// <summary>The reasons of a ledger in sentences.</summary>
internal static class ReasonText
{
    /// <summary>Why an attempt ended, with a colon before it where the end itself was named; empty when nothing more is known.</summary>
    public static string Of(LedgerEvent.AttemptEnded end, string? silo) => WhyOf(end) switch
    {
        LedgerReasons.SiloDied => $"silo {silo} died",
        LedgerReasons.SiloKilled => $"silo {silo} died: its process has ended",
        LedgerReasons.SiloFrozen => $"silo {silo} stood still",
        LedgerReasons.SiloCutOff => $"silo {silo} could not be reached",
        LedgerReasons.SiloLeft => $"silo {silo} has left, or was gone before the job's writer could see how",
        LedgerReasons.Silent => $"it was not heard of for too long, though silo {silo} counted as alive: frozen, cut off, or too busy",
        LedgerReasons.NotAdopted => "a new writer took the job over and did not hear of it in time",
        LedgerReasons.SlotTaken => $"its slot on {silo} was not free any more; nothing ran",
        LedgerReasons.Cleared => "it has committed while it ran alone, and is no suspect any more",
        LedgerReasons.RestUnrecorded => "it had given up the end of its range, and nobody had recorded to whom",
        LedgerReasons.Drained => $"silo {silo} was drained; what is left goes on elsewhere"
            + (end.Abandoned > 0 ? $", and {end.Abandoned} items that it had begun are computed again" : ""),
        LedgerReasons.ByHand => "it was moved by hand; what is left goes on elsewhere",
        LedgerReasons.LateCopy => "it came of a late copy of its grant; another run of the attempt was further",
        { } other when end.Failure is null => other,
        _ => end.Failure is { } failure ? failure.Message : "",
    };

    /// <summary>The word for it; ledgers from before there were words have at least the death.</summary>
    public static string? WhyOf(LedgerEvent.AttemptEnded end) => end.Why ?? (end.Death is null ? null : LedgerReasons.SiloDied);

    /// <summary>What the ledger has to prove it.</summary>
    public static string? Evidence(LedgerEvent.AttemptEnded end) => end switch
    {
        { Death: { } death } =>
            $"the other silos declared {death.Silo} dead, as the job heard at {Time(death.At)}, while the shard was computed there {Company(death)}; it had not said that it would leave. "
            + Found(WhyOf(end))
            + (death.InARow > 1 ? $". Death {death.InARow} in a row under this shard" : ""),
        { Why: LedgerReasons.SiloDied or LedgerReasons.SiloKilled or LedgerReasons.SiloFrozen or LedgerReasons.SiloCutOff } =>
            $"the other silos declared it dead; nothing of the shard was being computed there any more, or yet. {Found(end.Why)}",
        { Failure: { Kind: not "lost" } failure } => $"{Fault(failure)}{(failure.TypeName is { } type ? $", {type}" : "")}{(failure.Silo is { } silo ? $", on {silo}" : "")}",
        _ => null,
    };

    /// <summary>Why a shard or run was cut.</summary>
    public static string Of(LedgerEvent.Split cut) => cut.Why switch
    {
        LedgerReasons.FreeSlot => "a slot was free and no shard waited",
        LedgerReasons.Recalled => "it ran on an express slot that jobs without any waited for",
        LedgerReasons.MadeRoom => "the attempt of another shard was lost, and every slot was busy: it made room for that",
        LedgerReasons.ByHand => "somebody asked for it",
        LedgerReasons.SetApart => "the shard before failed, and those behind it go on without it",
        LedgerReasons.Trial => "silos died under the run, of which only a part is tried alone",
        { } other => other,
        null => "the ledger does not say why",
    };

    public static string Time(DateTimeOffset at) => $"{at.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff}Z";

    // What the job's silo saw when it heard of the death.
    private static string Found(string? why) => why switch
    {
        LedgerReasons.SiloKilled => "Its address refused a connection: nothing listened there any more",
        LedgerReasons.SiloFrozen => "Its address took a connection, and nobody spoke on it: its process was there and stood still, or something on the way did",
        LedgerReasons.SiloCutOff => "Its address neither took nor refused a connection: the network was cut, or its machine is gone",
        _ => "What had become of it could not be seen",
    };

    private static string Company(SiloDeath death) => death switch
    {
        { WasAlone: true } => "alone",
        { Others: 0 } => "with no other shard of the job",
        { Others: 1 } => "with 1 other shard of the job",
        _ => $"with {death.Others} other shards of the job",
    };

    private static string Fault(Failure failure) => failure.Fault switch
    {
        FailureFault.Kernel => "the kernel's fault",
        FailureFault.Input => "the input's fault",
        _ => "the grid's fault",
    };
}
