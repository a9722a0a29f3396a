using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Verification;

/// <summary>
/// Who took whose answer. A job that has the answer of another is right when that one succeeded, had been asked for the same and has the same answer.
/// One that was forgotten since proves nothing any more, nor does a later job of its id.
/// </summary>
/// <param name="asOf">When reading began: of a job that ended later the other may have been read while it ran. Null where nothing changes.</param>
internal sealed class CopyBook(DateTimeOffset? asOf)
{
    private readonly Dictionary<AnswerSource, Answer> _answers = [];
    private readonly List<(string JobId, Answer Answer, AnswerSource Source)> _copies = [];

    /// <summary>Notes a job, to be judged and to judge others by.</summary>
    public void Add(string jobId, IEnumerable<LedgerEvent?> events)
    {
        if (Note(jobId, events) is { CopiedFrom: { } source } answer)
        {
            _copies.Add((jobId, answer, source));
        }
    }

    /// <summary>Notes a job only to judge others by.</summary>
    /// <returns>What it has; null for a job that neither takes answers nor lends its own.</returns>
    public Answer? Note(string jobId, IEnumerable<LedgerEvent?> events)
    {
        LedgerEvent.Accepted? accepted = null;
        LedgerEvent.Finished? finished = null;
        foreach (var happened in events)
        {
            accepted ??= happened as LedgerEvent.Accepted;
            finished = happened as LedgerEvent.Finished ?? (happened is LedgerEvent.Reopened ? null : finished);
        }

        if (accepted is null || (accepted.CacheKey is null && finished?.CopiedFrom is null))
        {
            return null;
        }

        var stamp = finished?.Outcome.ResultBlock is { } block ? new ByteStamp(block.Length, block.Checksum) : default;
        return _answers[new AnswerSource(jobId, accepted.At)] = new Answer(
            accepted.CacheKey, finished?.Outcome.Phase, finished?.ResultHash, stamp, finished?.At, finished?.CopiedFrom);
    }

    /// <summary>Judges what was noted.</summary>
    public void Check(List<Finding> findings)
    {
        foreach (var (jobId, copy, source) in _copies)
        {
            if (!_answers.TryGetValue(source, out var original))
            {
                continue;
            }

            if (copy.CacheKey is null || copy.CacheKey != original.CacheKey)
            {
                findings.Add(new Finding(FindingCodes.CopyUnfounded, jobId, $"The answer is that of job {source.JobId}, which was asked for something else."));
            }
            else if (original.Phase != JobPhase.Succeeded)
            {
                if (IsOld(copy))
                {
                    findings.Add(new Finding(
                        FindingCodes.CopyUnfounded, jobId, $"The answer is that of job {source.JobId}, which {(original.Phase is { } phase ? $"ended as {phase}" : "has not ended")}."));
                }
            }
            else if (copy.ResultHash != original.ResultHash || copy.Block != original.Block)
            {
                findings.Add(new Finding(
                    FindingCodes.CopyDiffers, jobId, $"The answer has hash {copy.ResultHash}, and that of job {source.JobId}, from which it was taken, {original.ResultHash}."));
            }
        }
    }

    private bool IsOld(Answer copy) => asOf is not { } read || copy.At <= read - ClockTolerance.TwoProcesses;

    /// <summary>What a job has, as far as others can be judged by it.</summary>
    internal sealed record Answer(string? CacheKey, JobPhase? Phase, string? ResultHash, ByteStamp Block, DateTimeOffset? At, AnswerSource? CopiedFrom);
}
