using System.Numerics;
using System.Runtime.InteropServices;
using ElasticGrains.Blocks;
using ElasticGrains.Hashing;
using ElasticGrains.Inputs;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Ledger;

/// <summary>
/// A 64-bit digest of the events of an append, the same in every process: tells a re-send from another append with the same version.
/// Payloads take part by length and checksum.
/// </summary>
public static class EventDigest
{
    // Odd constants from the 64-bit primes of xxHash (github.com/Cyan4973/xxHash, doc/xxhash_spec.md).
    private const ulong Prime1 = 0x9E3779B185EBCA87;
    private const ulong Prime2 = 0xC2B2AE3D27D4EB4F;

    /// <summary>The digest.</summary>
    public static ulong Of(IEnumerable<LedgerEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var digest = Prime1;
        foreach (var happened in events)
        {
            digest = Add(digest, happened);
        }

        return digest;
    }

    private static ulong Add(ulong digest, LedgerEvent happened) => happened switch
    {
        LedgerEvent.Committed it => Mix(
            Mix(digest, 1, it.Number, it.Shard, it.Attempt, it.Range.Start, it.Range.End, it.Payload.Length, (long)it.Payload.Checksum, it.At.UtcTicks),
            it.Payload.Block?.Id),
        LedgerEvent.Granted it => Mix(Mix(MixLease(it.IsAlone ? Mix(digest, 11) : digest, it), 2, it.Shard, it.Attempt, it.Slot, it.At.UtcTicks, it.More), it.Silo),
        LedgerEvent.AttemptEnded it => Mix(
            Mix(Mix(it.Abandoned == 0 ? MixWhy(digest, it.Why) : Mix(MixWhy(digest, it.Why), 17, it.Abandoned), it.Death), 3, it.Shard, it.Attempt, (int)it.End, it.At.UtcTicks), it.Failure),
        LedgerEvent.Adopted it => Mix(digest, 4, it.Shard, it.FromAttempt, it.Attempt, it.At.UtcTicks),
        LedgerEvent.Split it => Mix(it.When is { } when ? Mix(MixWhy(digest, it.Why), 16, when.UtcTicks) : MixWhy(digest, it.Why), 5, it.Shard, it.At, it.NewShard),
        LedgerEvent.Planned it => Mix(digest, 6, it.Shards),
        LedgerEvent.Quarantined it => Mix(Mix(Mix(digest, it.Input), 7, it.Shard, it.Range.Start, it.Range.End, it.At.UtcTicks), it.Failure),
        LedgerEvent.Finished it => Mix(Mix(Mix(digest, it.CopiedFrom), 8, it.At.UtcTicks), it),
        LedgerEvent.Accepted it => Mix(Mix(it.CacheKey is { } key ? Mix(digest, key) : digest, 9, it.Items, it.At.UtcTicks), it.SpecHash),
        LedgerEvent.WriterTaken it => Mix(Mix(digest, 10, it.Epoch, it.At.UtcTicks), it.Writer),
        _ => throw new ArgumentException($"{happened.GetType().Name} has no digest.", nameof(happened)),
    };

    private static ulong Mix(ulong digest, LedgerEvent.Finished it)
    {
        digest = Mix(digest, (int)it.Outcome.Phase, (long)Checksum.Of(it.Outcome.Result.Span), it.Outcome.Quarantined.Count);
        foreach (var range in it.Outcome.Quarantined)
        {
            digest = Mix(digest, range.Start, range.End);
        }

        return Mix(Mix(Mix(digest, it.Outcome.ResultBlock), it.Outcome.Failure), it.ResultHash);
    }

    // As below.
    private static ulong Mix(ulong digest, BlockHandle? answer) => answer is null ? digest : Mix(Mix(digest, 13, answer.Length, (long)answer.Checksum), answer.Id);

    // As below.
    private static ulong Mix(ulong digest, AnswerSource? source) => source is null ? digest : Mix(Mix(digest, 18, source.AcceptedAt.UtcTicks), source.JobId);

    // As below.
    private static ulong MixWhy(ulong digest, string? why) => why is null ? digest : Mix(Mix(digest, 15), why);

    // Events without it keep the digest that they had before there was any.
    private static ulong Mix(ulong digest, SiloDeath? death) => death is null
        ? digest
        : Mix(Mix(digest, 12, death.At.UtcTicks, death.Others, death.WasAlone ? 1 : 0, death.InARow), death.Silo);

    private static ulong MixLease(ulong digest, LedgerEvent.Granted it) =>
        it is { LeaseEpoch: 0, IsExpress: false } ? digest : Mix(digest, 14, it.LeaseEpoch, it.IsExpress ? 1 : 0);

    private static ulong Mix(ulong digest, CapturedInput? input) => input is null
        ? digest
        : Mix(
            Mix(
                Mix(digest, 13, input.Range.Start, input.Range.End, input.At.UtcTicks, input.Block?.Length ?? -1, (long)(input.Block?.Checksum ?? 0)),
                input.Block?.Id),
            input.Reason);

    private static ulong Mix(ulong digest, Failure? failure) => failure is null
        ? Mix(digest, -1)
        : Mix(Mix(Mix(Mix(Mix(MixSilo(digest, failure.Silo), (int)failure.Fault), failure.Kind), failure.Message), failure.TypeName), failure.RemoteStack);

    private static ulong MixSilo(ulong digest, string? silo) => silo is null ? digest : Mix(digest, silo);

    private static ulong Mix(ulong digest, string? text) =>
        text is null ? Mix(digest, -2) : Mix(digest, text.Length, (long)Checksum.Of(MemoryMarshal.AsBytes(text.AsSpan())));

    private static ulong Mix(ulong digest, params ReadOnlySpan<long> values)
    {
        foreach (var value in values)
        {
            digest = (BitOperations.RotateLeft(digest, 27) ^ ((ulong)value * Prime2)) * Prime1;
        }

        return digest;
    }
}
