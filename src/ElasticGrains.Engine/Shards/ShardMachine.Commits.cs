using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Shards;

/// <summary>Commits and heartbeats.</summary>
public sealed partial class ShardMachine
{
    private void OnPrefixCut(ShardRun run, ShardEvent.PrefixCut cut)
    {
        run.CutAsked = false;
        run.LastCut = run.LastSafePoint = _now;
        run.Position = Math.Max(run.Position, cut.Pieces[^1].Range.End);
        run.Waiting.Enqueue(cut);
        SendNext(run);
    }

    private void SendNext(ShardRun run)
    {
        if (run.Unanswered is null && run.Waiting.TryDequeue(out var cut))
        {
            (run.CutCost, run.StoreTime) = (cut.Cost, cut.Stored);
            Send(run, new ShardCommit(run.Grant.Shard, run.Attempt, cut.Pieces));
        }
    }

    private void Send(ShardRun run, ShardCommit commit)
    {
        run.Unanswered = commit;
        run.FirstSent = run.LastSent = _now;
        _effects.Add(new ShardEffect.SendCommit(commit));
    }

    private void OnCommitAnswered(CommitAnswer answer)
    {
        if (_run is not { } run || !IsAttempt(run, answer.Attempt))
        {
            return;
        }

        run.LastHeard = _now;
        switch (answer.Status)
        {
            case CommitStatus.Accepted when run.Unanswered is { } sent && sent.Attempt == answer.Attempt && sent.Range.Start == answer.Start:
                run.Pacing.Observe(work: run.CutCost + answer.JoinCost, wait: run.StoreTime + (_now - run.FirstSent));
                Committed(run, sent);
                break;
            case CommitStatus.Fenced when run.Attempt == answer.Attempt && _rules.ObeysFence:
                Drop(run);
                break;
            case CommitStatus.NotReady:
                Report(run);
                break;
        }
    }

    private void OnReportAnswered(ReportAnswer answer)
    {
        if (_run is not { } run || run.Attempt != answer.Attempt || run.Ended is not null)
        {
            return;
        }

        run.LastHeard = _now;
        switch (answer.Status)
        {
            case ReportStatus.Fenced when _rules.ObeysFence:
                Drop(run);
                break;
            case ReportStatus.Adopted:
                Adopt(run, answer);
                break;
        }

        if (_run == run && answer.CommittedEnd > run.CommittedEnd && answer.CommittedEnd != run.Unanswered?.Range.End)
        {
            // Another run of this attempt got further: this one came of a late copy of the grant.
            run.Move = _rules.OvertakenIsSilent ? null : run.Move;
            if (_rules.OvertakenIsSilent && AwaitsSlot(run))
            {
                Drop(run);
            }
            else
            {
                Stop(run);
            }
        }
        else if (_run == run && run.AwaitsWord)
        {
            Compute(run);
        }
    }

    private void Adopt(ShardRun run, ReportAnswer answer)
    {
        run.Attempt = answer.NewAttempt;
        _latestAttempt = Math.Max(_latestAttempt, answer.NewAttempt);
        if (run.Unanswered is { } sent)
        {
            if (_rules.WasApplied(sent, answer.CommittedEnd))
            {
                Committed(run, sent);
            }
            else
            {
                Send(run, sent with { Attempt = answer.NewAttempt });
            }
        }
    }

    private void Committed(ShardRun run, ShardCommit sent)
    {
        run.Unanswered = null;
        run.CommittedEnd = sent.Range.End;
        _effects.Add(new ShardEffect.Settled(run.Number));
        SendNext(run);
        if (run.Ending is { } ending)
        {
            End(run, ending.How, ending.Failure);
        }
    }

    private void Report(ShardRun run)
    {
        run.LastReport = _now;
        _effects.Add(new ShardEffect.SendReport(
            new ShardReport(run.Grant.Shard, run.Attempt, run.CommittedEnd, run.Position, run.Grant.Lease, run.Pacing.Interval, run.Stalled)));
    }
}
