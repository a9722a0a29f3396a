using System.Globalization;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Scheduling;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>A job's first moments: while it is checked a slot is looked for, and it is accepted together with its first grant.</summary>
internal sealed class Acceptance(JobServices services, string jobId, Func<int, int, Task> requestSlots, Func<JobMessages> messages, ILogger logger)
{
    private const int SlotsAskedEarly = 1;

    private EarlySlot? _early;
    private Task? _accepting;

    /// <summary>The answer of a silo that takes no more jobs to one that nobody knows; null when there is room, or the job is known.</summary>
    public async Task<SubmitAnswer?> TurnAwayAsync()
    {
        if (services.Open.FullFor() is not { } wait || await services.Ledger.FindAsync(jobId) is not null)
        {
            return null;
        }

        GridMeter.JobTurnedAway();
        var failure = new Failure(
            FailureFault.Grid,
            "busy",
            string.Create(CultureInfo.InvariantCulture, $"The silo has {services.Open.Count:N0} unfinished jobs and takes no more for now: submit again in {wait.TotalSeconds:0} s. Nothing of this job is kept."));
        return new SubmitAnswer(SubmitStatus.Busy, failure) { RetryAfter = wait };
    }

    /// <summary>Every job needs a slot: of one that its grain does not know it is looked for at once. Null while another submission does so.</summary>
    public EarlySlot? AskEarly(int priority)
    {
        if (_accepting is not null)
        {
            return null;
        }

        var asked = requestSlots(SlotsAskedEarly, priority);
        asked.Forget(logger);
        return _early = new EarlySlot(asked, services.Time);
    }

    /// <summary>Takes an offered slot for a job that is still being accepted; false when there is none.</summary>
    public bool TryOffer(SlotLease lease) => _early?.TryOffer(lease) == true;

    /// <summary>While a job is being accepted here nobody may load it: that would make it a second writer.</summary>
    public async Task EarlierAsync()
    {
        while (_accepting is { } accepting)
        {
            await accepting.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Current);
        }
    }

    /// <summary>Accepts a job that this grain does not know; <paramref name="begin"/> gets it when it is new, from what was written.</summary>
    public async Task<AcceptOutcome> AcceptAsync(LedgerEvent.Accepted job, EarlySlot? early, CachedAnswer? answer, Action<RunningJob> begin)
    {
        var accepting = AcceptNewAsync(job, early, answer, begin);
        _accepting = accepting;
        try
        {
            return await accepting;
        }
        finally
        {
            _accepting = null;
        }
    }

    private async Task<AcceptOutcome> AcceptNewAsync(LedgerEvent.Accepted job, EarlySlot? early, CachedAnswer? answer, Action<RunningJob> begin)
    {
        var slot = early is null ? null : await early.TakeAsync(isBusy: services.Open.Count > 2 * services.Slots.Usable);
        var (outcome, running) = await RunningJob.AcceptAsync(services, job, new Opening(slot, early is null ? 0 : SlotsAskedEarly, answer), messages(), logger);
        if (running is not null)
        {
            if (job is { CacheKey: not null, Spec.Policy.Cache: CacheUse.Take })
            {
                GridMeter.CacheLookedUp(answer is not null);
            }

            begin(running);
        }

        return outcome;
    }
}
