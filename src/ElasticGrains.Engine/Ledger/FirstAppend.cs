using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Ledger;

/// <summary>Judges what a job's first writer writes together with its acceptance, before anything of it is written.</summary>
public static class FirstAppend
{
    /// <summary>Refuses what could not be a job's beginning.</summary>
    /// <exception cref="ArgumentException">Writer or append could not be a job's first.</exception>
    public static void Check(LedgerEvent.Accepted job, LedgerEvent.WriterTaken writer, JobAppend? first)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(writer);
        var state = new JobLedgerState(job);
        if (writer.Epoch != state.TakeWriter())
        {
            throw new ArgumentException($"The first writer of job '{job.Spec.Id}' has epoch 1, not {writer.Epoch}.", nameof(writer));
        }

        if (first is not null && (first.JobId != job.Spec.Id || LedgerRules.Strict.Apply(state, first) is not { Status: AppendStatus.Applied }))
        {
            throw new ArgumentException($"The events given cannot be the first of job '{job.Spec.Id}'.", nameof(first));
        }
    }
}
