using ElasticGrains.Jobs;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>What the job's machine says of itself.</summary>
internal sealed partial class RunningJob
{
    public JobWhy Explain()
    {
        var why = _machine.Explain(_services.Time.GetUtcNow());
        if (_copiesFrom is { } source && !IsEnded)
        {
            return why with { Reasons = [new JobReason(JobReasons.Finishing, $"Job {source} asked for the same; its answer is being copied.")] };
        }

        return _reducer.Stalled is { } stalled ? why with { Reasons = [new JobReason(JobReasons.Stalled, stalled), .. why.Reasons] } : why;
    }
}
