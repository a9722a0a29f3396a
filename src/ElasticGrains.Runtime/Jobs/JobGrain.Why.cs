using ElasticGrains.Jobs;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>Explanations: by the machine of a job that goes on, by the ledger of one that has ended.</summary>
internal sealed partial class JobGrain
{
    public async Task<JobWhy?> ExplainAsync()
    {
        if (_job is null && services.IsShared && await services.Ledger.FindAsync(JobId) is { Entry.Phase: var phase } && !phase.IsFinal())
        {
            // Only who goes on with it knows what it waits for.
            await WakeAsync();
        }

        if (_job is not { IsEnded: false } job)
        {
            return await reader.ExplainAsync(JobId);
        }

        var why = job.Explain();
        var waits = why.Wanted > 0 || why.Reasons.Any(reason => reason.Kind is JobReasons.Alone or JobReasons.Slots);
        return waits ? why with { Slots = await Manager.ExplainAsync(JobId, Math.Max(1, why.Wanted), why.Priority) } : why;
    }
}
