using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Scheduling;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Shards;

/// <summary>
/// What a shard decides: one run at a time; its finished prefixes are offered to the job one after the other, each frozen until it is
/// answered. The returned effects are valid until the next call.
/// </summary>
public sealed partial class ShardMachine
{
    private readonly ShardRules _rules;
    private readonly ShardTimings _timings;
    private readonly List<ShardEffect> _effects = [];
    private readonly Dictionary<long, SlotLease> _asked = [];
    private ShardRun? _run;
    private ShardRun? _dropped;
    private long _latestAttempt;
    private long _runs;
    private DateTimeOffset _now;
    private DateTimeOffset _lastTick;

    /// <summary>Creates the machine of an idle shard.</summary>
    public ShardMachine(ShardTimings? timings = null, ShardRules? rules = null)
    {
        _timings = timings ?? ShardTimings.Default;
        _rules = rules ?? ShardRules.Sound;
    }

    /// <summary>True when nothing runs and nothing is to be repeated.</summary>
    public bool IsIdle => _run is null && _asked.Count == 0;

    /// <summary>The attempt epoch of a run, which an adoption changes; of the run that was dropped last the one that it had. Null of any other.</summary>
    public long? AttemptOf(long run) =>
        _run is { } current && current.Number == run ? current.Attempt
        : _dropped is { } last && last.Number == run ? last.Attempt
        : null;

    /// <summary>True when it runs this attempt, or waits for the word that its end is recorded.</summary>
    public bool Runs(long attempt) => _run is { } run && IsAttempt(run, attempt);

    /// <summary>Handles one event.</summary>
    public IReadOnlyList<ShardEffect> Handle(ShardEvent happened, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(happened);
        _now = now;
        _effects.Clear();
        switch (happened)
        {
            case ShardEvent.Granted granted:
                OnGranted(granted.Grant);
                break;
            case ShardEvent.SlotAnswered answered:
                OnSlotAnswered(answered);
                break;
            case ShardEvent.Progressed progressed when IsRun(progressed.Run):
                _run!.Position = Math.Max(_run.Position, progressed.Position);
                _run.LastSafePoint = now;
                break;
            case ShardEvent.PrefixCut cut when _run is { Ending: null } run && run.Number == cut.Run:
                // Of a run that was stopped an earlier prefix may have been thrown away: none behind it counts.
                OnPrefixCut(run, cut);
                break;
            case ShardEvent.PrefixCut cut:
                SweepIf(HasBlock(cut.Pieces));
                break;
            case ShardEvent.Stalled stalled when IsRun(stalled.Run):
                _run!.Stalled = stalled.Reason;
                Report(_run);
                break;
            case ShardEvent.RunCompleted completed when IsRun(completed.Run):
                StopComputing(_run!);
                End(_run!, _run!.Move is not null && _run.Position < _run.RangeEnd ? AttemptEnd.Stopped : AttemptEnd.Completed, null);
                break;
            case ShardEvent.RunFailed failed when IsRun(failed.Run):
                StopComputing(_run!);
                _run!.FailedIn = failed.In;
                End(_run, AttemptEnd.Failed, failed.Failure);
                break;
            case ShardEvent.InputCaptured captured when AwaitsCapture(captured.Run):
                OnCaptured(_run!, captured.Input);
                break;
            case ShardEvent.InputCaptured captured:
                SweepIf(captured.Input?.Block is not null);
                break;
            case ShardEvent.CommitAnswered answered:
                OnCommitAnswered(answered.Answer);
                break;
            case ShardEvent.ReportAnswered answered:
                OnReportAnswered(answered.Answer);
                break;
            case ShardEvent.EndAnswered answered when _run is { } run && run.Ended?.Attempt == answered.Attempt:
                Drop(run);
                break;
            case ShardEvent.StopAsked stop when _run is { } run && IsAttempt(run, stop.Attempt):
                Stop(run);
                break;
            case ShardEvent.SplitAsked split when _run is { IsComputing: true, Ending: null } run && run.Attempt == split.Attempt:
                _effects.Add(new ShardEffect.Shrink(run.Number));
                break;
            case ShardEvent.SplitAsked split when _run is { Ending: not null } run && run.Attempt == split.Attempt:
                // What is left it computes no more: the job need not keep a slot for it.
                _effects.Add(new ShardEffect.SendSplitOffer(new SplitOffer(run.Grant.Shard, run.Attempt, At: null)));
                break;
            case ShardEvent.YieldAsked yield when _run is { IsComputing: true, Ending: null } run && run.Attempt == yield.Attempt:
                _effects.Add(new ShardEffect.Shrink(run.Number, ToNext: true));
                break;
            case ShardEvent.ReleaseAsked release when _run is { } run && (release.Attempt == 0 || IsAttempt(run, release.Attempt)):
                Release(run, release.Cause);
                break;
            case ShardEvent.Abandoned abandoned when _run is { Ended: null } run:
                Abandon(run, abandoned.Begun);
                break;
            case ShardEvent.Shrunk shrunk when IsRun(shrunk.Run):
                _run!.RangeEnd = shrunk.At ?? _run.RangeEnd;
                _effects.Add(new ShardEffect.SendSplitOffer(new SplitOffer(_run.Grant.Shard, _run.Attempt, shrunk.At)));
                break;
            case ShardEvent.Tick when _run is { } run:
                OnTick(run);
                break;
        }

        return _effects;
    }

    private static bool IsAttempt(ShardRun run, long attempt) => run.Attempt == attempt || run.Grant.Attempt == attempt;

    private bool IsRun(long run) => _run?.Number == run;

    private void OnGranted(ShardGrant grant)
    {
        if (!_rules.IsNewer(grant.Attempt, _latestAttempt))
        {
            return;
        }

        if (_run is { } old)
        {
            Drop(old);
        }

        _lastTick = _now;
        _latestAttempt = grant.Attempt;
        _run = new ShardRun(++_runs, grant, _now);
        _asked.Add(_run.Number, grant.Lease);
        _effects.Add(new ShardEffect.TakeSlot(_run.Number, grant));
    }

    private void OnSlotAnswered(ShardEvent.SlotAnswered answered)
    {
        _asked.Remove(answered.Run, out var asked);
        if (_run is not { Ending: null } run || run.Number != answered.Run)
        {
            // Nobody needs the slot any more.
            if (answered.Taken && asked is not null && _rules.FreesLateSlots)
            {
                _effects.Add(new ShardEffect.Halt(answered.Run, asked));
            }
        }
        else if (answered.Taken && run.Move is not null)
        {
            run.KeepsSlot = true;
            Stop(run);
        }
        else if (answered.Taken && run.Grant.Lease.IsAlone)
        {
            run.AwaitsWord = run.KeepsSlot = true;
            Report(run);
        }
        else if (answered.Taken)
        {
            Compute(run);
        }
        else if (!_rules.MayRefuse(run.Grant.IsAgain, answered.MayHaveBegun))
        {
            Drop(run);
        }
        else
        {
            End(run, AttemptEnd.Refused, new Failure(FailureFault.Grid, "refused", $"Slot {run.Grant.Lease.Slot} was not free on {run.Grant.Lease.Silo}."));
        }
    }

    private void Compute(ShardRun run)
    {
        run.AwaitsWord = run.KeepsSlot = false;
        run.IsComputing = true;
        run.LastSafePoint = run.LastCut = _now;
        _effects.Add(new ShardEffect.Compute(run.Number, run.Grant));
    }

    private void OnTick(ShardRun run)
    {
        var gap = _now - _lastTick;
        _lastTick = _now;
        if (_rules.StoodStill(gap, _timings.OwnFreeze))
        {
            run.LastSafePoint += gap;
            run.LastHeard += gap;
        }

        if (_rules.IsDeaf(_now - run.LastHeard, _timings.DeafAfter))
        {
            Drop(run);
            return;
        }

        if (run.Ended is { } ended)
        {
            RepeatEnd(run, ended);
            return;
        }

        if (GivesUpCapture(run))
        {
            return;
        }

        if (run is { IsComputing: true, Grant.Run: not null } && run.TakenAfter != run.LastSafePoint && _now - run.LastSafePoint >= _timings.LongCall)
        {
            run.TakenAfter = run.LastSafePoint;
            _effects.Add(new ShardEffect.TakeFinished(run.Number));
        }

        if (run.IsComputing && _now - run.LastSafePoint > run.Grant.Spec.Policy.SafePointTimeout)
        {
            Retire(run);
        }

        if (run.Unanswered is { } unanswered && _now - run.LastSent >= _timings.Resend)
        {
            run.LastSent = _now;
            _effects.Add(new ShardEffect.SendCommit(_rules.Resend(unanswered, run.Position)));
        }

        if (run is { IsComputing: true, IsSettled: true, CutAsked: false } && _now - run.LastCut >= run.Pacing.Interval)
        {
            run.CutAsked = true;
            _effects.Add(new ShardEffect.Cut(run.Number));
        }

        if (run.Grant.Lease.IsAlone && _asked.ContainsKey(run.Number))
        {
            // It must not be thought to be there yet.
            return;
        }

        if (run.LastReport is not { } reported || _now - reported >= _timings.Heartbeat)
        {
            Report(run);
        }
    }
}
