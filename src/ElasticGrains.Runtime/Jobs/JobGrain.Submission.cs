using ElasticGrains.Diagnostics;
using ElasticGrains.Hashing;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Diagnostics;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>Submissions: the same one may come several times, also at once.</summary>
internal sealed partial class JobGrain
{
    private int _submitting;

    public async Task<SubmitAnswer> SubmitAsync(JobSpec spec)
    {
        _submitting++;
        try
        {
            if (_job is not null || await Accepting.TurnAwayAsync() is not { } busy)
            {
                return await SubmitWithRoomAsync(spec);
            }

            if (_job is null && _waking is null && _submitting == 1)
            {
                DeactivateOnIdle();
            }

            return busy;
        }
        finally
        {
            _submitting--;
        }
    }

    private async Task<SubmitAnswer> SubmitWithRoomAsync(JobSpec spec)
    {
        using var activity = GridTrace.Start("job accept", RequestContext.Get(Telemetry.TraceParentKey) as string, spec.Id);
        var early = _waking is null && spec.Policy.Cache != CacheUse.Take ? Accepting.AskEarly(spec.Policy.Priority) : null;
        try
        {
            var (accepted, refused) = await services.Admission.AdmitAsync(spec);
            if (accepted is null)
            {
                if (refused?.Kind == InputLimit.Kind && await FindKnownAsync(spec) is { } known)
                {
                    return known;
                }

                return new SubmitAnswer(SubmitStatus.Refused, refused)
                {
                    MaxInputBytes = refused?.Kind == InputLimit.Kind ? services.Admission.MaxInputBytes : null,
                };
            }

            var answer = _waking is null ? await EarlierAnswers.FindAsync(services.Ledger, accepted, logger) : null;
            if (spec.Policy.Cache == CacheUse.Take && answer is null && _waking is null)
            {
                early = Accepting.AskEarly(spec.Policy.Priority);
            }

            var outcome = await AcceptAsync(accepted, early, answer);
            if (outcome == AcceptOutcome.Conflict)
            {
                return new SubmitAnswer(SubmitStatus.Conflict);
            }

            if (outcome == AcceptOutcome.Accepted)
            {
                reader.Forget();
            }

            await WakeAsync();
            return new SubmitAnswer(outcome == AcceptOutcome.Accepted ? SubmitStatus.Accepted : SubmitStatus.Exists);
        }
        finally
        {
            if (early?.Close() is { } unused)
            {
                // Another submission of the same job was faster: it may have use for the slot.
                await OfferSlotAsync(unused);
            }
        }
    }

    /// <summary>The answer to a spec that is too large for a new job, when its id is known: the limit may have been another one; null when it is not.</summary>
    private async Task<SubmitAnswer?> FindKnownAsync(JobSpec spec)
    {
        if (await services.Ledger.FindAsync(JobId) is not { } known || SpecHash.TryOf(spec) is not { } hash)
        {
            return null;
        }

        if (hash != SpecHash.Of(known.Spec))
        {
            return new SubmitAnswer(SubmitStatus.Conflict);
        }

        await WakeAsync();
        return new SubmitAnswer(SubmitStatus.Exists);
    }

    /// <summary>A job that is new begins at once, from what was written; of one that is known nothing changes.</summary>
    private async Task<AcceptOutcome> AcceptAsync(LedgerEvent.Accepted job, EarlySlot? early, CachedAnswer? answer)
    {
        await Accepting.EarlierAsync();
        if (_waking is not null)
        {
            var known = await services.Ledger.AcceptAsync(job);
            if (known == AcceptOutcome.Accepted)
            {
                // The job of this id that this grain knows was forgotten since it ended.
                await ForgetEndedAsync();
            }

            return known;
        }

        services.Losses.Since(ref _lossesSeen);
        return await Accepting.AcceptAsync(job, early, answer, running =>
        {
            _waking = Task.CompletedTask;
            Begin(running);
        });
    }
}
