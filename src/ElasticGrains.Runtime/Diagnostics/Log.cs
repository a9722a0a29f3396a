using ElasticGrains.Scheduling;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Diagnostics;

/// <summary>What the runtime logs. Ids: 1000 jobs, 1100 shards, 1150 their output, 1200 scheduling, 1400 membership, 1500 security, 1600 calls, 1700 warm state.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1000, Message = "Job {Job} runs under writer epoch {Epoch}: {Committed} of {Items} items are committed.")]
    public static partial void JobStarted(ILogger logger, LogLevel level, string job, long epoch, long committed, long items);

    [LoggerMessage(EventId = 1001, Message = "Job {Job} has ended: {Phase}.")]
    public static partial void JobEnded(ILogger logger, LogLevel level, string job, ElasticGrains.Jobs.JobPhase phase);

    [LoggerMessage(1002, LogLevel.Warning, "Job {Job} stands down: {Reason}.")]
    public static partial void JobStoodDown(ILogger logger, string job, string reason);

    [LoggerMessage(1003, LogLevel.Error, "Protocol violation in job {Job}: {Story}")]
    public static partial void Violation(ILogger logger, string job, string story);

    [LoggerMessage(1004, LogLevel.Warning, "The ledger did not take an append of job {Job}: {Reason}. It is sent again.")]
    public static partial void AppendFailed(ILogger logger, string job, string reason);

    [LoggerMessage(1005, LogLevel.Warning, "No answer of an earlier job could be looked for, for job {Job}: {Reason} It is computed.")]
    public static partial void NoAnswerFound(ILogger logger, string job, string reason);

    [LoggerMessage(1006, LogLevel.Warning, "The answer of job {Source} could not be copied for job {Job}: {Reason} It is computed.")]
    public static partial void AnswerNotCopied(ILogger logger, string job, string source, string reason);

    [LoggerMessage(1100, LogLevel.Warning, "Shard {Shard} cannot store a partial: {Reason}. It tries again.")]
    public static partial void BlockFailed(ILogger logger, string shard, string reason);

    [LoggerMessage(1101, LogLevel.Error, "The kernel does not return; slot {Slot} of {Silo} is retired.")]
    public static partial void SlotRetired(ILogger logger, int slot, string silo);

    [LoggerMessage(1102, LogLevel.Warning, "The input of items {Range} of job {Job}, which are given up, was not kept: {Reason}")]
    public static partial void InputNotCaptured(ILogger logger, string job, ItemRange range, string reason);

    [LoggerMessage(1150, LogLevel.Warning, "The job log did not take {Lines} lines of kernels: {Reason}. They are sent again.")]
    public static partial void OutputWaits(ILogger logger, int lines, string reason);

    [LoggerMessage(1151, LogLevel.Error, "The job log refused {Lines} lines of kernels; they are lost.")]
    public static partial void OutputLost(ILogger logger, Exception error, int lines);

    [LoggerMessage(1200, LogLevel.Warning, "A report of slots was lost; the next follows.")]
    public static partial void SlotReportLost(ILogger logger, Exception error);

    [LoggerMessage(1201, LogLevel.Debug, "A message was lost; its sender repeats it.")]
    public static partial void MessageLost(ILogger logger, Exception error);

    [LoggerMessage(1202, LogLevel.Information, "Silo {Silo} is ordered to be {Intake}.")]
    public static partial void IntakeOrdered(ILogger logger, string silo, SiloIntake intake);

    [LoggerMessage(1203, LogLevel.Information, "Silo {Silo} is drained: {Shards} shards gave up their rest and {Jobs} jobs were handed over in {Elapsed}.")]
    public static partial void SiloDrained(ILogger logger, string silo, int shards, int jobs, TimeSpan elapsed);

    [LoggerMessage(1204, LogLevel.Warning, "{Count} shards did not come to a safe point, or could not commit, within {Deadline}: what they had begun is computed again elsewhere.")]
    public static partial void ShardsAbandoned(ILogger logger, int count, TimeSpan deadline);

    [LoggerMessage(1206, LogLevel.Warning, "The host allows no more time for the drain: {Shards} shards and {Jobs} jobs are left as they are; other silos take them.")]
    public static partial void DrainCutShort(ILogger logger, int shards, int jobs);

    [LoggerMessage(1205, LogLevel.Warning, "{Count} jobs could not be handed over; other silos take them when this one has left.")]
    public static partial void JobsNotHandedOver(ILogger logger, int count);

    [LoggerMessage(1400, LogLevel.Warning, "Silos were lost; {Active} are active. Their jobs are woken elsewhere.")]
    public static partial void SilosLost(ILogger logger, int active);

    [LoggerMessage(1401, LogLevel.Warning, "The ledger could not say which jobs are unfinished: {Reason}. They are looked for again.")]
    public static partial void SweepFailed(ILogger logger, string reason);

    [LoggerMessage(1404, LogLevel.Warning, "Jobs that ended long ago, or inputs whose time is up, could not be forgotten: {Reason}. It is tried again.")]
    public static partial void NotForgotten(ILogger logger, string reason);

    [LoggerMessage(1403, LogLevel.Information, "{Count} jobs that ended more than {Age} ago are forgotten.")]
    public static partial void JobsPurged(ILogger logger, int count, TimeSpan age);

    [LoggerMessage(1405, LogLevel.Information, "{Count} inputs whose time was up are forgotten.")]
    public static partial void InputsForgotten(ILogger logger, int count);

    [LoggerMessage(1402, LogLevel.Warning, "Job {Job} could not be woken: {Reason}. It is tried again.")]
    public static partial void JobNotWoken(ILogger logger, string job, string reason);

    [LoggerMessage(1406, LogLevel.Warning, "Silo {Silo} does not say which jobs it has: {Reason} All of them are woken.")]
    public static partial void JobsNotListed(ILogger logger, string silo, string reason);

    [LoggerMessage(1500, LogLevel.Warning, "A call to {Interface}.{Method} by {Source} was refused: {Why}.")]
    public static partial void CallRefused(ILogger logger, string @interface, string method, string source, string why);

    [LoggerMessage(1600, LogLevel.Warning, "A call to {Interface}.{Method} failed.")]
    public static partial void CallFailed(ILogger logger, Exception error, string @interface, string method);

    [LoggerMessage(1700, LogLevel.Information, "The warm state of kernel '{Kernel}' was {How} in {Elapsed}.")]
    public static partial void WarmStateReady(ILogger logger, string kernel, string how, TimeSpan elapsed);

    [LoggerMessage(1701, LogLevel.Warning, "The warm state of kernel '{Kernel}' could not be carried over from silo {Silo}: {Reason} Another is asked, or it is made here.")]
    public static partial void WarmStateNotCarried(ILogger logger, string kernel, string silo, string reason);

    [LoggerMessage(1703, LogLevel.Warning, "Block {Name} could not be fetched from silo {Silo}: {Reason} It is read from the store, and so are others of that silo for {Pause}.")]
    public static partial void BlockNotFetched(ILogger logger, string name, string silo, string reason, TimeSpan pause);

    [LoggerMessage(1705, LogLevel.Warning, "Block {Name} is stored, but could not be kept in memory.")]
    public static partial void BlockNotKept(ILogger logger, Exception error, string name);

    [LoggerMessage(1704, LogLevel.Warning, "Silo {Silo} shares other bytes than those of block {Block}; it is fetched over the network, or read from the store.")]
    public static partial void SegmentDiffers(ILogger logger, string silo, string block);
}
